// SPDX-License-Identifier: Apache-2.0
// Pseudo-random numbers from a seed: the same seed and key give the same numbers on every machine. Not for secrets.

/** A stream of pseudo-random numbers. `state` continues it elsewhere. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform integer in [0, limit). */
  below(limit: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
  /** Four 32-bit words. */
  state(): RandomState;
}

export type RandomState = readonly [number, number, number, number];

/** A stream of its own for each `key` below one seed, so that adding one consumer does not shift the others. */
export function createRandom(seed: number, key = ''): Random {
  const start = hash32(key, seed >>> 0);
  const random = restoreRandom([start, hash32('b', start), hash32('c', start), 1]);
  for (let i = 0; i < 12; i++) random.next();
  return random;
}

/** sfc32 ("small fast counter"), C. Doty-Humphrey, PractRand. */
export function restoreRandom(state: RandomState): Random {
  let [a, b, c, counter] = state;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    state: () => [a, b, c, counter],
  };
}

/** A 32-bit hash of text, spread by the finaliser of MurmurHash3. Not for adversaries who know the seed. */
export function hash32(text: string, seed = 0): number {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
