// SPDX-License-Identifier: Apache-2.0
// A stretch of readings that was there before, value for value. Noise does not repeat: a stretch that does is a recording
// (Y. Mo, B. Sinopoli, "Secure Control against Replay Attacks", 2009). Score 1 is the length that is believed. Sees an
// exact replay; does not see one with noise added, nor values so coarse that they repeat by themselves.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import {
  type DetectorKind,
  nameOf,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  sumOf,
} from '../contract.ts';
import { createKeyed } from '../keyed.ts';

const Parameters = z.strictObject({
  limit: z
    .int()
    .min(8)
    .max(10_000)
    .default(24)
    .describe('Equal readings in a row that are believed to be a recording'),
  distinct: z.int().min(2).max(1000).default(6).describe('Different values a stretch needs to count'),
  memory: z.int().min(50).max(20_000).default(2000).describe('Readings remembered for each key and feature'),
  keys: z.int().min(1).max(10_000).default(500).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

/** Readings that must be equal before a stretch is followed. */
const SEED = 4;

interface Track {
  /** The last readings, oldest first. */
  readonly values: number[];
  /** Index of the reading that the newest one repeats, and for how many it has; 0 when it repeats none. */
  source: number;
  length: number;
}

export const replay: DetectorKind<Parameters> = {
  name: 'replay',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const tracks = createKeyed<Track>(
      parameters.keys,
      () => ({ values: [], source: -1, length: 0 }),
      structuredClone(state) as unknown as readonly (readonly [string, Track])[] | undefined,
    );
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const track = tracks.get(nameOf(observation.key, feature));
        if (track === undefined || track.values.length < parameters.limit) return [];
        const { length } = followed(track, value);
        const stretch = length === 0 ? [] : [...track.values.slice(1 - length), value];
        const counted = new Set(stretch).size >= parameters.distinct ? length : 0;
        const usual = (): string => `no ${parameters.limit} readings as before; ${counted} are`;
        return [{ feature, value, usual, part: counted / parameters.limit }];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation)) {
          const track = tracks.use(nameOf(observation.key, feature));
          const { source, length } = followed(track, value);
          Object.assign(track, { source, length });
          track.values.push(value);
          if (track.values.length > 2 * parameters.memory) {
            // Dropping half at a time keeps the cost of one reading constant.
            track.values.splice(0, parameters.memory);
            track.source -= parameters.memory;
            if (track.source < 0) track.length = 0;
          }
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(tracks.entries()) as unknown as Json,
    };
  },
};

/** The stretch that a next reading continues, or begins. */
function followed(track: Track, value: number): { readonly source: number; readonly length: number } {
  const { values } = track;
  if (track.length > 0 && values[track.source + 1] === value)
    return { source: track.source + 1, length: track.length + 1 };
  // The newest earlier place where the last readings stood alike, and not within them.
  for (let at = values.length - SEED; at >= SEED - 1; at--) {
    if (values[at] !== value) continue;
    let equal = 1;
    while (equal < SEED && values[at - equal] === values[values.length - equal]) equal++;
    if (equal === SEED) return { source: at, length: SEED };
  }
  return { source: -1, length: 0 };
}
