// SPDX-License-Identifier: Apache-2.0
// Draws that belong to things, not to an order (common random numbers): the same thing in the same run draws the same,
// whatever else changes, so that two variants of a system differ by what was changed alone.

/** 32-bit name of a thing, from its id alone. */
export function entityHash(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** Name of a thing that consists of named parts, part after part. */
export function joinHash(whole: number, part: number): number {
  return mix(Math.imul(whole ^ 0x9e3779b9, 0x85ebca6b) + part);
}

/** Start of all draws of one run. */
export function runHash(seed: number, run: number): number {
  return mix(mix(seed ^ 0x9e3779b9) ^ Math.imul(run + 1, 0x85ebca6b));
}

/** Uniform in (0, 1), 32 bits: H(seed, run, entity, kind). */
export function uniform(run: number, entity: number, kind: number): number {
  return (mix(mix(run ^ entity) + Math.imul(kind, 0x9e3779b9)) + 0.5) / 4294967296;
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
