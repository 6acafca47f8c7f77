// SPDX-License-Identifier: Apache-2.0
// What holds of a first passage without any draw, for independent exponential durations.
import { hypoexponentialCdf } from '../hypoexponential.ts';
import { cheapestEdges } from './cheapest-edges.ts';
import type { PassageGraph } from './graph.ts';
import { createPassage } from './passage.ts';

export interface PassageBounds {
  /** The mean time is between these. */
  readonly mean: { readonly low: number; readonly high: number };
  /** P(time ≤ horizon) is between these. */
  readonly within: { readonly low: number; readonly high: number };
}

/**
 * Bounds for one goal, or undefined where it cannot be reached.
 *
 * Slow side: one way to the goal takes at most the sum of its edges, done one after the other. Fast side: let the level
 * of a node be the fewest timed edges in a row that lead to it. Whoever gets to level d crosses every level below, each
 * by one of the edges that lead from it to the next, and the fastest of those is exponential with the sum of their
 * rates. Both sides are exact for a series; the fast side is for parallel ways of one edge. Edges into one node may share
 * a key, and with it their draw; edges into different nodes must not.
 */
export function passageBounds(
  graph: PassageGraph,
  goal: number,
  horizon: number,
  disabled?: Uint8Array,
): PassageBounds | undefined {
  const one: PassageGraph = { ...graph, goals: Int32Array.of(goal) };
  const way = cheapestEdges(one, goal, disabled);
  if (way === undefined) return undefined;
  const steps = way.flatMap((edge) => (one.mean[edge] === 0 ? [] : [one.mean[edge] as number]));
  const crossings = crossingRates(one, goal, disabled);
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
  const cdf = (rates: readonly number[]): number =>
    rates.length === 0 ? 1 : hypoexponentialCdf(rates, horizon);
  return {
    mean: { low: sum(crossings.map((rate) => 1 / rate)), high: sum(steps) },
    within: { low: cdf(steps.map((mean) => 1 / mean)), high: cdf(crossings) },
  };
}

/** For each level below the goal's, the summed rates of the edges that cross it on a way to the goal. */
function crossingRates(graph: PassageGraph, goal: number, disabled?: Uint8Array): readonly number[] {
  const { heads, premiseStart, premises, mean, key } = graph;
  const level = levelsOf(graph, disabled);
  const depth = level[goal] as number;
  const crossings = Array.from({ length: depth }, () => new Map<number, number>());
  const leading = edgesLeadingTo(graph, goal);
  for (const edge of leading) {
    if (disabled?.[edge] === 1 || mean[edge] === 0) continue;
    let from = 0;
    for (let at = premiseStart[edge] as number; at < (premiseStart[edge + 1] as number); at++)
      from = Math.max(from, level[premises[at] as number] as number);
    if (from >= depth || level[heads[edge] as number] !== from + 1) continue;
    // Edges with one key have one draw: the fastest of them stands for all.
    const known = crossings[from] as Map<number, number>;
    const rate = 1 / (mean[edge] as number);
    known.set(key[edge] as number, Math.max(known.get(key[edge] as number) ?? 0, rate));
  }
  return crossings.map((known) => [...known.values()].reduce((sum, rate) => sum + rate, 0));
}

/** The passage with every timed edge taking 1, over all nodes. */
function levelsOf(graph: PassageGraph, disabled?: Uint8Array): Float64Array {
  const everything: PassageGraph = {
    ...graph,
    goals: Int32Array.from({ length: graph.nodes }, (_, at) => at),
  };
  const level = new Float64Array(graph.nodes);
  createPassage(everything, disabled)((edge) => (graph.mean[edge] === 0 ? 0 : 1), level);
  return level;
}

function edgesLeadingTo({ nodes, heads, premiseStart, premises }: PassageGraph, goal: number): Set<number> {
  const first = new Int32Array(nodes).fill(-1);
  const next = new Int32Array(heads.length);
  heads.forEach((head, edge) => {
    next[edge] = first[head] as number;
    first[head] = edge;
  });
  const seen = new Uint8Array(nodes);
  const queue = [goal];
  seen[goal] = 1;
  const edges = new Set<number>();
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let edge = first[node] as number; edge >= 0; edge = next[edge] as number) {
      edges.add(edge);
      for (let at = premiseStart[edge] as number; at < (premiseStart[edge + 1] as number); at++) {
        const premise = premises[at] as number;
        if (seen[premise] === 1) continue;
        seen[premise] = 1;
        queue.push(premise);
      }
    }
  }
  return edges;
}
