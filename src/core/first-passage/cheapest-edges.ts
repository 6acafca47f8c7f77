// SPDX-License-Identifier: Apache-2.0
import type { PassageGraph } from './graph.ts';
import { createTimeHeap } from './time-heap.ts';

/**
 * The edges of a way to `goal` with a small sum of means, each once; undefined when there is none. Knuth's
 * generalisation of Dijkstra's algorithm (1977): least as a tree, so ways that share much may be smaller still.
 */
export function cheapestEdges(
  graph: PassageGraph,
  goal: number,
  disabled?: Uint8Array,
): readonly number[] | undefined {
  const support = cheapestSupport(graph, disabled);
  if (support[goal] === NEVER) return undefined;
  const way: number[] = [];
  const seen = new Set([goal]);
  const queue = [goal];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const edge = support[node] as number;
    if (edge < 0) continue;
    way.push(edge);
    for (let at = graph.premiseStart[edge] as number; at < (graph.premiseStart[edge + 1] as number); at++) {
      const premise = graph.premises[at] as number;
      if (seen.has(premise)) continue;
      seen.add(premise);
      queue.push(premise);
    }
  }
  return way;
}

const NEVER = -2;
const START = -1;

/** Per node the last edge of its cheapest way. */
function cheapestSupport(
  { nodes, heads, premiseStart, useStart, uses, mean, starts }: PassageGraph,
  disabled?: Uint8Array,
): Int32Array {
  const cost = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const support = new Int32Array(nodes).fill(NEVER);
  const settled = new Uint8Array(nodes);
  const sum = Float64Array.from(mean);
  const missing = new Int32Array(heads.length);
  const heap = createTimeHeap();
  const offer = (node: number, edge: number, total: number): void => {
    if (total >= (cost[node] as number)) return;
    cost[node] = total;
    support[node] = edge;
    heap.push(total, node);
  };
  for (const node of starts) offer(node, START, 0);
  for (let edge = 0; edge < heads.length; edge++) {
    missing[edge] =
      (premiseStart[edge + 1] as number) - (premiseStart[edge] as number) + (disabled?.[edge] ?? 0);
    if (missing[edge] === 0) offer(heads[edge] as number, edge, sum[edge] as number);
  }
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (settled[node] === 1) continue;
    settled[node] = 1;
    for (let use = useStart[node] as number; use < (useStart[node + 1] as number); use++) {
      const edge = uses[use] as number;
      sum[edge] = (sum[edge] as number) + (cost[node] as number);
      missing[edge] = (missing[edge] as number) - 1;
      if (missing[edge] === 0) offer(heads[edge] as number, edge, sum[edge] as number);
    }
  }
  return support;
}
