// SPDX-License-Identifier: Apache-2.0
// The least set of facts that the rules close: a linear worklist (Dowling & Gallier 1984, unit propagation on Horn clauses).
import type { Hypergraph } from './hypergraph.ts';

export interface Closure {
  /** 1 for each node in the closed set. */
  readonly member: Uint8Array;
  /** Nodes in the order of derivation: every node follows from those before it. */
  readonly order: Int32Array;
  /** Per node the first instance that derived it; -1 for a seed or a node outside. */
  readonly support: Int32Array;
}

/** Arrays of one closure after another on the same graph: thousands would each leave theirs as garbage. */
export interface ClosureRoom {
  readonly member: Uint8Array;
  readonly support: Int32Array;
  readonly queue: Int32Array;
  readonly missing: Int32Array;
}

export function createClosureRoom({ nodes, violated }: Hypergraph): ClosureRoom {
  return {
    member: new Uint8Array(nodes),
    support: new Int32Array(nodes),
    queue: new Int32Array(nodes),
    missing: new Int32Array(violated.length),
  };
}

/**
 * Closes `seeds` under the instances whose negated premises hold. O(nodes + premises).
 *
 * @param disabled instances that shall not fire: those that a measure would cut.
 * @param room Of this graph; the closure that it had before is overwritten.
 */
export function close(
  graph: Hypergraph,
  seeds: Iterable<number>,
  disabled: Iterable<number> = [],
  room = createClosureRoom(graph),
): Closure {
  const { heads, premiseStart, violated } = graph;
  const { member, support, queue, missing } = room;
  member.fill(0);
  support.fill(-1);
  countMissing(graph, disabled, missing);
  let filled = 0;
  const add = (node: number, instance: number): void => {
    if (member[node] === 1) return;
    member[node] = 1;
    support[node] = instance;
    queue[filled++] = node;
  };
  for (const seed of seeds) add(seed, -1);
  for (let instance = 0; instance < violated.length; instance++) {
    if (premiseStart[instance] === premiseStart[instance + 1] && missing[instance] === 0)
      add(heads[instance] as number, instance);
  }
  for (let at = 0; at < filled; at++) {
    const node = queue[at] as number;
    for (let use = graph.useStart[node] as number; use < (graph.useStart[node + 1] as number); use++) {
      const instance = graph.uses[use] as number;
      missing[instance] = (missing[instance] as number) - 1;
      if (missing[instance] === 0) add(heads[instance] as number, instance);
    }
  }
  return { member, order: queue.subarray(0, filled), support };
}

/** A negated premise that does not hold, or a cut, is a premise that nothing will ever supply. */
function countMissing(graph: Hypergraph, disabled: Iterable<number>, missing: Int32Array): void {
  const { premiseStart, violated } = graph;
  for (let instance = 0; instance < missing.length; instance++) {
    missing[instance] =
      (premiseStart[instance + 1] as number) -
      (premiseStart[instance] as number) +
      (violated[instance] as number);
  }
  for (const instance of disabled) missing[instance] = (missing[instance] as number) + 1;
}
