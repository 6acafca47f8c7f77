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
} as const;
export type Draw = (typeof DRAW)[keyof typeof DRAW];

/** 32-bit name of an entity, from its id alone. */
export function entityHash(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** Start of all draws of one run. */
export function runHash(seed: number, run: number): number {
  return mix(mix(seed ^ 0x9e3779b9) ^ Math.imul(run + 1, 0x85ebca6b));
}

/** Uniform in (0, 1), 32 bits: H(seed, run, entity, kind). */
export function uniform(run: number, entity: number, kind: Draw): number {
  return (mix(mix(run ^ entity) + Math.imul(kind, 0x9e3779b9)) + 0.5) / 4294967296;
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

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
