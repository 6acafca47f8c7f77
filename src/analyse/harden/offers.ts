// SPDX-License-Identifier: Apache-2.0
// What can be bought: every measure that would stop a rule instance, at the price of the model or else of the pack.
import type { LoadedModel, Pack } from '../../model/index.ts';
import { argumentReader } from '../closure/hypergraph.ts';
import type { System } from '../ground/system.ts';

export interface Offer {
  readonly measure: string;
  /** Elements that it is installed on; one price for all of them. */
  readonly on: readonly string[];
  /** EUR in the first year. */
  readonly cost: number;
  /** Instances that it stops. */
  readonly cuts: readonly number[];
}

/** Whether a measure may be chosen for an element. */
export type Allowed = (measure: string, element: string) => boolean;

/**
 * The offers for a system. A measure that the model offers for several elements is bought for all of them, and not for
 * one of them alone. Measures that a rule needs in order to apply are left out: installing them could open a way.
 */
export function offersOf(
  system: System,
  loaded: LoadedModel,
  pack: Pack,
  allowed: Allowed,
): readonly Offer[] {
  const pairs = instancesByMeasure(system, openingMeasures(system));
  const price = (measure: string): number => pack.words.measure.get(measure)?.cost ?? 0;
  const shared = (loaded.model.measures ?? [])
    .filter(({ status, measure, on }) => status === 'available' && on.every((each) => allowed(measure, each)))
    .map(({ measure, on, cost }): Offer => {
      const cuts = on.flatMap((element) => pairs.get(keyOf(measure, element))?.instances ?? []);
      return { measure, on, cost: cost ?? price(measure) * on.length, cuts };
    });
  const taken = new Set(shared.flatMap(({ measure, on }) => on.map((element) => keyOf(measure, element))));
  const single = [...pairs].flatMap(([key, { measure, element, instances }]): Offer[] =>
    taken.has(key) || !allowed(measure, element)
      ? []
      : [{ measure, on: [element], cost: price(measure), cuts: instances }],
  );
  return [...shared, ...single].filter(({ cuts }) => cuts.length > 0);
}

function keyOf(measure: string, element: string): string {
  return `${measure} ${element}`;
}

/** Measures that are a premise of some rule. */
function openingMeasures({ rules }: System): ReadonlySet<string> {
  return new Set(
    rules.flatMap(({ when }) =>
      when.flatMap(({ predicate, terms }) =>
        predicate === 'measure' && terms[1]?.kind === 'constant' ? [terms[1].value] : [],
      ),
    ),
  );
}

interface Pair {
  readonly measure: string;
  readonly element: string;
  readonly instances: number[];
}

/** By measure and element, the instances with `unless measure(element, measure)`. */
export function instancesByMeasure(
  { graph, encoded, rules }: System,
  without: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  graph.ground.rules.forEach((code, number) => {
    const all = graph.ground.instances[number] as NonNullable<(typeof graph.ground.instances)[number]>;
    code.negated.forEach((atom, place) => {
      if (rules[number]?.unless[place]?.predicate !== 'measure') return;
      const read = argumentReader(code, atom, graph.ground.relations);
      for (let index = 0; index < all.count; index++) {
        const at = index * all.stride;
        const element = encoded.symbols.name(read(all.rows, at, 0));
        const measure = encoded.symbols.name(read(all.rows, at, 1));
        if (without.has(measure)) continue;
        const key = keyOf(measure, element);
        const pair = pairs.get(key) ?? { measure, element, instances: [] };
        pairs.set(key, pair);
        pair.instances.push((graph.ruleStart[number] as number) + index);
      }
    });
  });
  return pairs;
}
