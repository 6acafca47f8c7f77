// SPDX-License-Identifier: Apache-2.0
// Draws that belong to things, not to an order: the same asset in the same run draws the same, whatever else changes.
import { normalQuantile } from '../core/normal-quantile.ts';
import type { Duration } from './system.ts';

/** What is drawn; each kind is a stream of its own. */
export const DRAW = {
  damage: 1,
  isolate: 2,
  release: 3,
  buffer: 4,
  fallback: 5,
  restart: 6,
  repair: 7,
  step: 8,
  detect: 9,
  alter: 10,
  expose: 11,
  notice: 12,
  delay: 13,
  check: 14,
  watch: 15,
  clean: 16,
} as const;
export type Draw = (typeof DRAW)[keyof typeof DRAW];

export { entityHash, joinHash, runHash, uniform } from '../core/keyed-draw.ts';

/** Hours of a duration at `u` in (0, 1): its inverse cumulative distribution. */
export function hoursAt(duration: Duration, u: number): number {
  switch (duration.kind) {
    case 'fixed':
      return duration.hours;
    case 'exponential':
      return -duration.mean * Math.log1p(-u);
    case 'lognormal':
      return duration.median * Math.exp(duration.sigma * normalQuantile(u));
    case 'triangular':
      return triangular(duration.least, duration.mode, duration.most, u);
  }
}

function triangular(least: number, mode: number, most: number, u: number): number {
  const width = most - least;
  if (width <= 0) return least;
  const cut = (mode - least) / width;
  return u < cut
    ? least + Math.sqrt(u * width * (mode - least))
    : most - Math.sqrt((1 - u) * width * (most - mode));
}
