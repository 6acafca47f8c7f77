// SPDX-License-Identifier: Apache-2.0
// Knuth's generalisation of Dijkstra's algorithm (Information Processing Letters 6(1), 1977): for every fact of the
// closure the instance of its cheapest derivation. Costs add up as in a tree, so a premise used twice counts twice.
import type { Hypergraph } from '../closure/hypergraph.ts';

export interface Cheapest {
  readonly cost: Float64Array;
  /** Per node the instance of its cheapest derivation; -1 for a seed or a node that is not derivable. */
  readonly support: Int32Array;
}

/** @param weight cost of one instance of each rule, above 0 so that no proof goes in circles. */
export function cheapestDerivations(
  graph: Hypergraph,
  seeds: Iterable<number>,
  weight: Float64Array,
  disabled: Iterable<number> = [],
): Cheapest {
  const { heads, premiseStart, violated, nodes } = graph;
  const cost = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const support = new Int32Array(nodes).fill(-1);
  const done = new Uint8Array(nodes);
  const missing = new Int32Array(violated.length);
  const sum = new Float64Array(violated.length);
  const heap = createHeap();
  const offer = (node: number, instance: number, total: number): void => {
    if (total >= (cost[node] as number)) return;
    cost[node] = total;
    support[node] = instance;
    heap.push(total, node);
  };
  graph.ground.rules.forEach((_, rule) => {
    sum.fill(weight[rule] as number, graph.ruleStart[rule], graph.ruleStart[rule + 1]);
  });
  for (let instance = 0; instance < missing.length; instance++) {
    missing[instance] =
      (premiseStart[instance + 1] as number) -
      (premiseStart[instance] as number) +
      (violated[instance] as number);
  }
  for (const instance of disabled) missing[instance] = (missing[instance] as number) + 1;
  for (const seed of seeds) offer(seed, -1, 0);
  for (let instance = 0; instance < missing.length; instance++) {
    if (missing[instance] === 0) offer(heads[instance] as number, instance, sum[instance] as number);
  }
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (done[node] === 1) continue;
    done[node] = 1;
    for (let use = graph.useStart[node] as number; use < (graph.useStart[node + 1] as number); use++) {
      const instance = graph.uses[use] as number;
      sum[instance] = (sum[instance] as number) + (cost[node] as number);
      missing[instance] = (missing[instance] as number) - 1;
      if (missing[instance] === 0) offer(heads[instance] as number, instance, sum[instance] as number);
    }
  }
  return { cost, support };
}

interface Heap {
  push(key: number, node: number): void;
  /** The node with the least key, or -1. */
  pop(): number;
}

/** Binary heap; equal keys come out by node number, so proofs do not depend on chance. */
function createHeap(): Heap {
  const keys: number[] = [];
  const items: number[] = [];
  const less = (a: number, b: number): boolean =>
    (keys[a] as number) < (keys[b] as number) ||
    (keys[a] === keys[b] && (items[a] as number) < (items[b] as number));
  const swap = (a: number, b: number): void => {
    const key = keys[a] as number;
    const item = items[a] as number;
    keys[a] = keys[b] as number;
    items[a] = items[b] as number;
    keys[b] = key;
    items[b] = item;
  };
  return {
    push(key, node) {
      keys.push(key);
      items.push(node);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!less(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const top = items[0];
      if (top === undefined) return -1;
      swap(0, items.length - 1);
      keys.pop();
      items.pop();
      for (let at = 0; ; ) {
        const left = at * 2 + 1;
        const right = left + 1;
        let least = at;
        if (left < items.length && less(left, least)) least = left;
        if (right < items.length && less(right, least)) least = right;
        if (least === at) return top;
        swap(at, least);
        at = least;
      }
    },
  };
}
