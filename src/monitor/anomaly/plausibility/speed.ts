// SPDX-License-Identifier: Apache-2.0
// Could it have come from there to here in that time? Score 1 is the limit of speed. Sees a position that jumps: a spoofed
// receiver, one identity at two places; does not see a false position that moves as fast as a true one.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { type DetectorKind, type Observation, type Part, ranked, shown, sumOf } from '../contract.ts';
import { createKeyed } from '../keyed.ts';
import { metres, positionOf } from './position.ts';

const Parameters = z.strictObject({
  limit: z.number().gt(0).default(160).describe('Highest speed that is possible, km/h'),
  noise: z.number().min(0).default(100).describe('Metres that a standing thing may seem to move'),
  keys: z.int().min(1).max(1_000_000).default(20_000).describe('Keys remembered'),
});
type Parameters = z.infer<typeof Parameters>;

/** Seconds between two positions at least: clocks are not better. */
const LEAST_SECONDS = 1;

interface Last {
  at: readonly [number, number] | null;
  time: number;
}

export const speed: DetectorKind<Parameters> = {
  name: 'speed',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const keyed = createKeyed<Last>(
      parameters.keys,
      () => ({ at: null, time: 0 }),
      structuredClone(state) as unknown as readonly (readonly [string, Last])[] | undefined,
    );
    const parts = (observation: Observation): readonly Part[] => {
      const here = positionOf(observation);
      const last = keyed.get(observation.key);
      if (here === undefined || !last?.at) return [];
      const seconds = Math.max(LEAST_SECONDS, Math.abs(observation.time - last.time) / 1000);
      const moved = Math.max(0, metres(last.at, here) - parameters.noise);
      const value = (moved / seconds) * 3.6;
      const usual = (): string => `at most ${shown(parameters.limit)} km/h`;
      return [{ feature: 'speed', value: Number(shown(value)), usual, part: value / parameters.limit }];
    };
    return {
      learnOne: (observation) => {
        const here = positionOf(observation);
        if (here === undefined) return;
        const last = keyed.use(observation.key);
        // An older position that comes late says nothing about the next step.
        if (last.at !== null && observation.time < last.time) return;
        last.at = here;
        last.time = observation.time;
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(keyed.entries()) as unknown as Json,
    };
  },
};
