// SPDX-License-Identifier: Apache-2.0
// Which single measure would turn which verdicts: every measure that a proof meets is tried on the whole system.
import type { LoadedModel, Pack } from '../../model/index.ts';
import { close, createClosureRoom } from '../closure/close.ts';
import { argumentReader } from '../closure/hypergraph.ts';
import type { Instance, System } from '../ground/system.ts';
import type { Cut } from '../report.ts';

export interface Candidate {
  readonly measure: string;
  readonly on: string;
}

/** Closures tried for the whole report; past it the remaining measures count as removing nothing and say so. */
const MAX_TRIALS = 4_000;

/** The measures that would stop this instance and are not installed. */
export function candidatesOf(instance: Instance): readonly Candidate[] {
  return instance.rule.unless.flatMap((atom) => {
    const [element, measure] = atom.terms;
    if (atom.predicate !== 'measure' || measure?.kind !== 'constant' || element === undefined) return [];
    const on = element.kind === 'constant' ? element.value : instance.bindings.get(element.name);
    return on === undefined ? [] : [{ measure: measure.value, on }];
  });
}

export function keyOf(candidate: Candidate): string {
  return `${candidate.measure} ${candidate.on}`;
}

export interface Goal {
  readonly attacker: string;
  readonly node: number;
}

/** How many of the reached goals each candidate alone turns. `seedsOf` gives the seeds of an attacker. */
export function countRemoved(
  system: System,
  candidates: readonly Candidate[],
  goals: readonly Goal[],
  seedsOf: (attacker: string) => readonly number[],
): ReadonlyMap<string, number> {
  const disabledBy = instancesCutBy(system, candidates);
  const attackers = [...new Set(goals.map((goal) => goal.attacker))];
  const removed = new Map<string, number>();
  const room = createClosureRoom(system.graph);
  let trials = 0;
  for (const candidate of candidates) {
    const disabled = disabledBy.get(keyOf(candidate)) ?? [];
    let count = 0;
    for (const attacker of attackers) {
      if (disabled.length === 0 || trials++ >= MAX_TRIALS) break;
      const { member } = close(system.graph, seedsOf(attacker), disabled, room);
      count += goals.filter((goal) => goal.attacker === attacker && member[goal.node] !== 1).length;
    }
    removed.set(keyOf(candidate), count);
  }
  return removed;
}

/** For each candidate the rule instances with `unless measure(on, measure)`: one pass over the instances of such rules. */
export function instancesCutBy(
  system: System,
  candidates: readonly Candidate[],
): ReadonlyMap<string, readonly number[]> {
  const { graph, encoded, rules } = system;
  const wanted = new Map<string, number[]>(candidates.map((candidate) => [keyOf(candidate), []]));
  graph.ground.rules.forEach((code, number) => {
    const all = graph.ground.instances[number] as NonNullable<(typeof graph.ground.instances)[number]>;
    code.negated.forEach((atom, place) => {
      if (rules[number]?.unless[place]?.predicate !== 'measure') return;
      const read = argumentReader(code, atom, graph.ground.relations);
      for (let index = 0; index < all.count; index++) {
        const at = index * all.stride;
        const key = `${encoded.symbols.name(read(all.rows, at, 1))} ${encoded.symbols.name(read(all.rows, at, 0))}`;
        wanted.get(key)?.push((graph.ruleStart[number] as number) + index);
      }
    });
  });
  return wanted;
}

/** Money in the first year: what the model says of an available measure, else the estimate of the pack. */
export function costOf(candidate: Candidate, loaded: LoadedModel, pack: Pack): number {
  const offered = loaded.model.measures?.find(
    (measure) =>
      measure.status === 'available' &&
      measure.measure === candidate.measure &&
      measure.on.includes(candidate.on),
  );
  return offered?.cost ?? pack.words.measure.get(candidate.measure)?.cost ?? 0;
}

/** Cheapest first; of equal cost the one that turns more; then by name. */
export function byCost(a: Cut, b: Cut): number {
  return (
    a.cost - b.cost || b.removes - a.removes || a.measure.localeCompare(b.measure) || a.on.localeCompare(b.on)
  );
}

/** Money for one verdict turned, least first: what a person looks at to choose. */
export function byWorth(a: Cut, b: Cut): number {
  return a.cost / a.removes - b.cost / b.removes || byCost(a, b);
}
