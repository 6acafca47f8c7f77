// SPDX-License-Identifier: Apache-2.0
// Which part of a frontier matters for one goal: what is decisive first, then what lies on a way to the goal.
import { instancesByHead } from '../../core/and-or.ts';
import type { Hypergraph } from '../closure/hypergraph.ts';
import type { FrontierInstance } from './frontier.ts';
import type { WhatIf } from './propagate.ts';

export interface RankedInstance extends FrontierInstance {
  readonly decisive: boolean;
}

/** Entries a verdict shows: more than a person reads, and the certificate stays small. */
const MAX_ENTRIES = 12;

/** The entries of `frontier` that bear on `goal`, decisive ones first, controls before absences. */
export function rankFrontier(
  graph: Hypergraph,
  frontier: readonly FrontierInstance[],
  goal: number,
  whatIf: (head: number) => ReturnType<WhatIf>,
): readonly RankedInstance[] {
  if (goal < 0) return [];
  const relevant = leadingTo(graph, goal);
  const ranked = frontier
    .filter((entry) => entry.head >= 0 && relevant.has(entry.head))
    .map((entry) => ({ ...entry, decisive: entry.head === goal || whatIf(entry.head).has(goal) }));
  const order = (entry: RankedInstance): number =>
    (entry.decisive ? 0 : 2) + (entry.kind === 'control' ? 0 : 1);
  return ranked.sort((a, b) => order(a) - order(b)).slice(0, MAX_ENTRIES);
}

/** Every node from which some chain of instances leads to the goal. */
function leadingTo(graph: Hypergraph, goal: number): ReadonlySet<number> {
  const index = instancesByHead(graph);
  const seen = new Set([goal]);
  const queue = [goal];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let each = index.start[node] as number; each < (index.start[node + 1] as number); each++) {
      const instance = index.instances[each] as number;
      for (
        let at = graph.premiseStart[instance] as number;
        at < (graph.premiseStart[instance + 1] as number);
        at++
      ) {
        const premise = graph.premises[at] as number;
        if (seen.has(premise)) continue;
        seen.add(premise);
        queue.push(premise);
      }
    }
  }
  return seen;
}
