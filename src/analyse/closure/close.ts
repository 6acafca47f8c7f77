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

/**
 * Closes `seeds` under the instances whose negated premises hold. O(nodes + premises).
 *
 * @param disabled instances that shall not fire: those that a measure would cut.
 */
export function close(graph: Hypergraph, seeds: Iterable<number>, disabled: Iterable<number> = []): Closure {
  const { heads, premiseStart, violated, nodes } = graph;
  const member = new Uint8Array(nodes);
  const support = new Int32Array(nodes).fill(-1);
  const queue = new Int32Array(nodes);
  const missing = missingPremises(graph, disabled);
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
  return { member, order: queue.slice(0, filled), support };
}

/** A negated premise that does not hold, or a cut, is a premise that nothing will ever supply. */
function missingPremises(graph: Hypergraph, disabled: Iterable<number>): Int32Array {
  const { premiseStart, violated } = graph;
  const missing = new Int32Array(violated.length);
  for (let instance = 0; instance < missing.length; instance++) {
    missing[instance] =
      (premiseStart[instance + 1] as number) -
      (premiseStart[instance] as number) +
      (violated[instance] as number);
  }
  for (const instance of disabled) missing[instance] = (missing[instance] as number) + 1;
  return missing;
}
