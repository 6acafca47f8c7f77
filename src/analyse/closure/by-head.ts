// SPDX-License-Identifier: Apache-2.0
import type { Hypergraph } from './hypergraph.ts';

/** Instances by what they conclude: `first[node]`, then `next[instance]`, until -1. */
export interface ByHead {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

const known = new WeakMap<Hypergraph, ByHead>();

/** The index of a graph, made when it is first asked for. O(nodes + instances). */
export function instancesByHead(graph: Hypergraph): ByHead {
  const made = known.get(graph);
  if (made !== undefined) return made;
  const first = new Int32Array(graph.nodes).fill(-1);
  const next = new Int32Array(graph.heads.length);
  graph.heads.forEach((head, instance) => {
    next[instance] = first[head] as number;
    first[head] = instance;
  });
  const index = { first, next };
  known.set(graph, index);
  return index;
}
