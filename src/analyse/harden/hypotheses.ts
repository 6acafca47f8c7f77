// SPDX-License-Identifier: Apache-2.0
// The hypergraph with everything that may be so although the model does not state it, each as something to choose.

import type { AndOr } from '../../core/and-or.ts';
import { usesOf } from '../../core/and-or.ts';
import { findRow, type Instances, type Relation } from '../../core/datalog/index.ts';
import type { Pack } from '../../model/index.ts';
import { argumentReader } from '../closure/hypergraph.ts';
import { instanceOf, type System } from '../ground/system.ts';
import type { CompiledRules } from '../rules/compile.ts';
import { type Names, narrate } from '../verdict/narrate.ts';
import type { Offer } from './offers.ts';

export interface Assumable {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly weight: number;
  /** Instances that fire only when it is so. */
  readonly instances: readonly number[];
}

export interface Hypothetical {
  readonly graph: AndOr;
  /** Per instance, reasons why it does not fire even if every hypothesis is so. */
  readonly blocked: Int32Array;
  readonly assumables: readonly Assumable[];
}

/** Rules and hypotheses together: what `buildSystem` takes for `hypothetical`. */
export function withHypotheses(compiled: CompiledRules): CompiledRules {
  return {
    ...compiled,
    rules: [...compiled.rules, ...(compiled.hypotheses ?? []).map(({ rule }) => rule)],
  };
}

/**
 * @param system grounded from `withHypotheses`.
 * @param stated what its hypotheses come to.
 * @param planned measures that are taken as installed besides.
 */
export function hypothetical(
  system: System,
  stated: readonly Assumable[],
  planned: readonly Pick<Offer, 'measure' | 'on'>[],
  pack: Pack,
  names: Names,
): Hypothetical {
  const { failing, blocked } = failingMeasures(system, planned);
  const first = system.graph.heads.length;
  const list = [...failing.values()];
  const nodes = new Map([...failing.keys()].map((key, at) => [key, system.graph.nodes + at]));
  const graph = withFailures(system.graph, list, [...nodes.values()]);
  const failures = list.map(({ element, measure }, at): Assumable => {
    const { id, title, weight } = failureOf(pack, measure);
    const name = pack.words.measure.get(measure)?.name['en'] ?? measure;
    return {
      id,
      title,
      text: `${name} on ${names.of(element)} does not work`,
      weight,
      instances: [first + at],
    };
  });
  return { graph, blocked, assumables: [...stated, ...failures] };
}

/** What it takes for a measure not to work: as the pack states for it, else for all, else once. */
export function failureOf(
  { failures }: Pack,
  measure: string,
): { readonly id: string; readonly title: string; readonly weight: number } {
  const source =
    failures.find(({ measures }) => measures?.includes(measure) === true) ??
    failures.find(({ measures }) => measures === undefined);
  return {
    id: source?.id ?? 'failure',
    title: source?.title['en'] ?? 'A measure that does not work',
    weight: source?.weight ?? 1,
  };
}

/** The hypotheses of the pack, one for each thing that they are about here. */
export function statedAssumables(
  system: System,
  { hypotheses = [] }: CompiledRules,
  names: Names,
): readonly Assumable[] {
  const { graph, rules } = system;
  return hypotheses.flatMap(({ rule, about, weight, title }) => {
    const number = rules.indexOf(rule);
    const groups = new Map<string, { text: string; instances: number[] }>();
    const end = graph.ruleStart[number + 1] as number;
    for (let instance = graph.ruleStart[number] as number; instance < end; instance++) {
      const { bindings } = instanceOf(system, instance);
      const value = bindings.get(about) as string;
      const group = groups.get(value) ?? { text: narrate(rule.narrate, bindings, names), instances: [] };
      groups.set(value, group);
      group.instances.push(instance);
    }
    return [...groups.values()].map(({ text, instances }) => ({
      id: rule.id.slice('hypothesis:'.length),
      title,
      text,
      weight,
      instances,
    }));
  });
}

interface Failing {
  readonly element: string;
  readonly measure: string;
  /** Instances that the measure holds back. */
  readonly holds: number[];
}

/** The installed measures that hold an instance back; what anything else holds back stays blocked. */
function failingMeasures(
  system: System,
  planned: readonly Pick<Offer, 'measure' | 'on'>[],
): { failing: Map<string, Failing>; blocked: Int32Array } {
  const { graph, encoded, rules } = system;
  const failing = new Map<string, Failing>();
  const added = new Set(planned.flatMap(({ measure, on }) => on.map((element) => `${measure} ${element}`)));
  const name = (symbol: number): string => encoded.symbols.name(symbol);
  const blocked = Int32Array.from(graph.violated);
  graph.ground.rules.forEach((code, number) => {
    const all = graph.ground.instances[number] as Instances;
    code.negated.forEach((atom, place) => {
      if (rules[number]?.unless[place]?.predicate !== 'measure') return;
      const relation = encoded.relations[atom.relation] as Relation;
      const read = argumentReader(code, atom, encoded.relations);
      for (let index = 0; index < all.count; index++) {
        const at = index * all.stride;
        const [element, measure] = [read(all.rows, at, 0), read(all.rows, at, 1)];
        const isInstalled = relation.size > 0 && findRow(relation, element, measure, 0, 0) >= 0;
        if (!isInstalled && !added.has(`${name(measure)} ${name(element)}`)) continue;
        const instance = (graph.ruleStart[number] as number) + index;
        const key = `${element} ${measure}`;
        const known = failing.get(key) ?? {
          element: name(element),
          measure: name(measure),
          holds: [],
        };
        failing.set(key, known);
        known.holds.push(instance);
        if (isInstalled) blocked[instance] = (blocked[instance] as number) - 1;
      }
    });
  });
  const none = new Int32Array(blocked.length + failing.size);
  none.set(blocked);
  return { failing, blocked: none };
}

/** Adds a node for each failing measure, as one more premise of what it holds back, and an instance that derives it. */
function withFailures(graph: AndOr, failing: readonly Failing[], nodes: readonly number[]): AndOr {
  const added = new Map<number, number[]>();
  failing.forEach(({ holds }, at) => {
    for (const instance of holds) added.set(instance, [...(added.get(instance) ?? []), nodes[at] as number]);
  });
  const heads = Int32Array.from([...graph.heads, ...nodes]);
  const extra = [...added.values()].reduce((sum, list) => sum + list.length, 0);
  const premises = new Int32Array(graph.premises.length + extra);
  const premiseStart = new Int32Array(heads.length + 1);
  let filled = 0;
  for (let instance = 0; instance < graph.heads.length; instance++) {
    const own = graph.premises.subarray(graph.premiseStart[instance], graph.premiseStart[instance + 1]);
    premises.set(own, filled);
    filled += own.length;
    for (const node of added.get(instance) ?? []) premises[filled++] = node;
    premiseStart[instance + 1] = filled;
  }
  premiseStart.fill(filled, graph.heads.length + 1);
  const total = graph.nodes + nodes.length;
  return { nodes: total, heads, premises, premiseStart, ...usesOf(total, premiseStart, premises) };
}
