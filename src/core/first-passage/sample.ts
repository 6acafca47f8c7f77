// SPDX-License-Identifier: Apache-2.0
import { runHash, uniform } from '../keyed-draw.ts';
import type { PassageGraph } from './graph.ts';
import { createPassage } from './passage.ts';

/** Runs `first` to `first + count - 1` below one seed. */
export interface Runs {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

/** The only kind of draw that an edge has. */
const DURATION = 1;

/**
 * The time of each goal in each run, run after run: `times[run * goals + goal]`, Infinity where it is never reached.
 * Draws are keyed by seed, run and edge, so runs can be split over threads, and a graph with edges `disabled` meets the
 * same fate in all others.
 */
export function samplePassages(
  graph: PassageGraph,
  { seed, first, count }: Runs,
  disabled?: Uint8Array,
): Float64Array {
  const { goals, mean, key } = graph;
  const passage = createPassage(graph, disabled);
  const times = new Float64Array(graph.nodes);
  const found = new Float64Array(count * goals.length);
  let run = 0;
  const durationOf = (edge: number): number => {
    const days = mean[edge] as number;
    return days === 0 ? 0 : -days * Math.log(uniform(run, key[edge] as number, DURATION));
  };
  for (let number = 0; number < count; number++) {
    run = runHash(seed, first + number);
    passage(durationOf, times);
    for (let goal = 0; goal < goals.length; goal++)
      found[number * goals.length + goal] = times[goals[goal] as number] as number;
  }
  return found;
}
