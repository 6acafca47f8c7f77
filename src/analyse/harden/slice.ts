// SPDX-License-Identifier: Apache-2.0
// From the whole hypergraph to what matters for the goals: derived by the attacker, and on a way to a goal.
import { type AndOr, instancesByHead, usesOf } from '../../core/and-or.ts';
import { maintainClosure } from '../closure/maintain.ts';

/** What one attacker starts with, wants, and must still be able to do. */
export interface Case {
  readonly seeds: readonly number[];
  readonly goals: readonly number[];
  readonly required: readonly number[];
}

export interface Slice {
  readonly graph: AndOr;
  readonly cuts: readonly (readonly number[])[];
  /** Per case and goal, the node in the slice; -1: not derived, nothing to do; -2: no choice of measures stops it. */
  readonly goals: readonly (readonly number[])[];
  readonly required: readonly (readonly number[])[];
}

export const NOT_DERIVED = -1;
export const ALWAYS_DERIVED = -2;

/**
 * The parts of all cases beside each other; no attacker helps another.
 *
 * @param blocked per instance, reasons why it does not fire as things are.
 * @param cuts per measure, the instances that it stops.
 */
export function slice(
  graph: AndOr,
  blocked: ArrayLike<number>,
  cases: readonly Case[],
  cuts: readonly (readonly number[])[],
): Slice {
  const builder = createBuilder();
  const byHead = instancesByHead(graph);
  const all = [...new Set(cuts.flat())];
  const copies = cases.map((one) => addCase(builder, graph, byHead, blocked, one, all));
  const places = cuts.map((instances) => [
    ...new Set(
      instances.flatMap((instance) => copies.flatMap(({ instanceOf }) => instanceOf.get(instance) ?? [])),
    ),
  ]);
  return {
    graph: builder.done(),
    cuts: places,
    goals: copies.map(({ goals }) => goals),
    required: copies.map(({ required }) => required),
  };
}

function addCase(
  builder: Builder,
  graph: AndOr,
  byHead: ReturnType<typeof instancesByHead>,
  blocked: ArrayLike<number>,
  { seeds, goals, required }: Case,
  cuttable: readonly number[],
) {
  const closure = maintainClosure(graph, seeds, blocked);
  const reached = closure.member.slice();
  closure.change({ block: cuttable });
  const always = closure.member;
  const number = new Map<number, number>();
  const queue: number[] = [];
  const visit = (node: number): number => {
    if (reached[node] !== 1) return NOT_DERIVED;
    if (always[node] === 1) return ALWAYS_DERIVED;
    const known = number.get(node);
    if (known !== undefined) return known;
    const fresh = builder.node();
    number.set(node, fresh);
    queue.push(node);
    return fresh;
  };
  const placed = { goals: goals.map(visit), required: required.map(visit) };
  const instanceOf = new Map<number, number>();
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let at = byHead.start[node] as number; at < (byHead.start[node + 1] as number); at++) {
      const instance = byHead.instances[at] as number;
      if ((blocked[instance] as number) > 0) continue;
      const list = graph.premises.subarray(graph.premiseStart[instance], graph.premiseStart[instance + 1]);
      // A fact that needs itself is never derived that way first.
      if (list.includes(node) || !list.every((premise) => reached[premise] === 1)) continue;
      const premises = [...new Set(list)].map(visit).filter((premise) => premise >= 0);
      instanceOf.set(instance, builder.instance(number.get(node) as number, premises));
    }
  }
  return { ...placed, instanceOf };
}

interface Builder {
  node(): number;
  instance(head: number, premises: readonly number[]): number;
  done(): AndOr;
}

/** An AND/OR graph made piece by piece. */
export function createBuilder(): Builder {
  let nodes = 0;
  const heads: number[] = [];
  const premiseStart: number[] = [0];
  const premises: number[] = [];
  return {
    node: () => nodes++,
    instance: (head, list) => {
      for (const premise of list) premises.push(premise);
      premiseStart.push(premises.length);
      return heads.push(head) - 1;
    },
    done: () => {
      const rows = { premiseStart: Int32Array.from(premiseStart), premises: Int32Array.from(premises) };
      return {
        nodes,
        heads: Int32Array.from(heads),
        ...rows,
        ...usesOf(nodes, rows.premiseStart, rows.premises),
      };
    },
  };
}
