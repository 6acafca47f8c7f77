// SPDX-License-Identifier: Apache-2.0
import type { Transitions } from '../engine/record.ts';

/** A step function: `levels[i]` from `times[i]` (hours) on. Begins at 0. */
export interface Steps {
  readonly times: readonly number[];
  readonly levels: readonly number[];
}

/** Levels of these assets over a run, one function each. Linear in transitions. */
export function stepsOf({ size, times, assets, levels }: Transitions, wanted: readonly number[]): Steps[] {
  const all = wanted.map(() => ({ times: [0], levels: [1] }));
  const place = new Map(wanted.map((asset, index) => [asset, index]));
  for (let at = 0; at < size; at++) {
    const index = place.get(assets[at] as number);
    if (index === undefined) continue;
    const steps = all[index] as { times: number[]; levels: number[] };
    const time = times[at] as number;
    // Several changes in one moment: the last one counts.
    if (steps.times[steps.times.length - 1] === time)
      steps.levels[steps.levels.length - 1] = levels[at] as number;
    else {
      steps.times.push(time);
      steps.levels.push(levels[at] as number);
    }
  }
  return all;
}

/** The weighted mean of step functions. */
export function meanOf(all: readonly Steps[], weights: readonly number[]): Steps {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const times = [...new Set(all.flatMap((steps) => steps.times))].sort((a, b) => a - b);
  const at = all.map(() => 0);
  const levels = times.map((time) =>
    all.reduce((sum, steps, index) => {
      while ((steps.times[(at[index] as number) + 1] ?? Number.POSITIVE_INFINITY) <= time)
        at[index] = (at[index] as number) + 1;
      return sum + (steps.levels[at[index] as number] as number) * (weights[index] as number);
    }, 0),
  );
  return { times, levels: levels.map((level) => (total === 0 ? 1 : snapped(level / total))) };
}

/** Sums of weights do not add up to exactly 1. */
function snapped(level: number): number {
  return level > 1 - 1e-12 ? 1 : level;
}

/** When the function rises to `level` for good, in hours; 0: it never was below. Infinity: it still is at the end. */
export function timeBackTo({ times, levels }: Steps, level: number): number {
  for (let at = levels.length - 1; at >= 0; at--)
    if ((levels[at] as number) < level - 1e-12) return times[at + 1] ?? Number.POSITIVE_INFINITY;
  return 0;
}

/** Levels at `points` times from 0 to the horizon, both included. */
export function sampled({ times, levels }: Steps, horizon: number, points: number): number[] {
  let at = 0;
  return Array.from({ length: points }, (_, point) => {
    const time = (horizon * point) / (points - 1);
    while ((times[at + 1] ?? Number.POSITIVE_INFINITY) <= time) at++;
    return levels[at] as number;
  });
}
