// SPDX-License-Identifier: Apache-2.0
// Dijkstra's algorithm on an AND/OR graph where a premise costs the time of the last (Knuth 1977 with max for sum).
import type { PassageGraph } from './graph.ts';
import { createTimeHeap } from './time-heap.ts';

/**
 * Fills `times` with when each node is there, Infinity for never. Ends as soon as all goals are there, so that nodes
 * after the last goal keep Infinity or a time that is not yet the least.
 */
export type Passage = (durationOf: (edge: number) => number, times: Float64Array) => void;

/** A passage over `graph` that can be run again and again. A duration is asked for once an edge begins, not before. */
export function createPassage(graph: PassageGraph, disabled?: Uint8Array): Passage {
  const { heads, useStart, uses, starts, goals } = graph;
  const lacking = premiseCounts(graph, disabled);
  const missing = new Int32Array(lacking.length);
  const settled = new Uint8Array(graph.nodes);
  const isGoal = new Uint8Array(graph.nodes);
  for (const goal of goals) isGoal[goal] = 1;
  const goalCount = isGoal.reduce((sum, one) => sum + one, 0);
  const free = Int32Array.from(lacking.keys()).filter((edge) => lacking[edge] === 0);
  const heap = createTimeHeap();
  const atOnce: number[] = [];
  return (durationOf, times) => {
    missing.set(lacking);
    settled.fill(0);
    times.fill(Number.POSITIVE_INFINITY);
    heap.clear();
    let open = goalCount;
    const begin = (edge: number, now: number): void => {
      const head = heads[edge] as number;
      if (settled[head] === 1) return;
      const end = now + durationOf(edge);
      if (end >= (times[head] as number)) return;
      times[head] = end;
      if (end === now) atOnce.push(head);
      else heap.push(end, head);
    };
    const settle = (node: number, now: number): void => {
      settled[node] = 1;
      open -= isGoal[node] as number;
      for (let use = useStart[node] as number; use < (useStart[node + 1] as number); use++) {
        const edge = uses[use] as number;
        missing[edge] = (missing[edge] as number) - 1;
        if (missing[edge] === 0) begin(edge, now);
      }
    };
    for (const node of starts) {
      times[node] = 0;
      atOnce.push(node);
    }
    for (const edge of free) begin(edge, 0);
    while (open > 0) {
      const node = atOnce.pop() ?? heap.pop();
      if (node < 0) break;
      if (settled[node] === 0) settle(node, times[node] as number);
    }
    atOnce.length = 0;
  };
}

/** What each edge waits for; a disabled edge waits for one premise that never comes. */
function premiseCounts({ heads, premiseStart }: PassageGraph, disabled?: Uint8Array): Int32Array {
  const counts = new Int32Array(heads.length);
  for (let edge = 0; edge < counts.length; edge++)
    counts[edge] =
      (premiseStart[edge + 1] as number) - (premiseStart[edge] as number) + (disabled?.[edge] ?? 0);
  return counts;
}
