// SPDX-License-Identifier: Apache-2.0
// A value that stands still for longer than it ever does. Score 1 is the limit: the time given, or three times the longest
// standstill of the past when that is more. Sees a stuck, cut or frozen sensor; does not see a false value that moves.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import {
  type DetectorKind,
  nameOf,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  shown,
  sumOf,
} from '../contract.ts';
import { createKeyed } from '../keyed.ts';

const Parameters = z.strictObject({
  after: z.number().gt(0).default(3600).describe('Seconds that a value may stand still'),
  least: z.int().min(2).max(10_000).default(5).describe('Equal readings in a row before it is a standstill'),
  within: z.number().min(0).default(0).describe('Difference that still counts as equal'),
  keys: z.int().min(1).max(1_000_000).default(10_000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Run {
  value: number;
  since: number;
  last: number;
  readings: number;
  /** Seconds of the longest run that ended, fading. */
  longest: number;
  /** Runs that ended: a value that never changed has shown nothing yet. */
  ended: number;
}

/** How much longer than the longest standstill is strange. */
const LONGER = 3;
/** What a longest run keeps at the end of each later one. */
const FADE = 0.999;

export const flatLine: DetectorKind<Parameters> = {
  name: 'flat-line',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const runs = createKeyed<Run>(
      parameters.keys,
      () => ({ value: 0, since: 0, last: 0, readings: 0, longest: 0, ended: 0 }),
      structuredClone(state) as unknown as readonly (readonly [string, Run])[] | undefined,
    );
    const same = (run: Run, value: number): boolean =>
      run.readings > 0 && Math.abs(run.value - value) <= parameters.within;
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const run = runs.get(nameOf(observation.key, feature));
        if (run === undefined || run.ended === 0) return [];
        const stands = same(run, value) && run.readings + 1 >= parameters.least;
        const seconds = stands ? Math.max(0, (observation.time - run.since) / 1000) : 0;
        const limit = Math.max(parameters.after, LONGER * run.longest);
        const usual = (): string =>
          `a change within ${shown(Math.round(limit))} s; it stands since ${shown(Math.round(seconds))} s`;
        return [{ feature, value, usual, part: seconds / limit }];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation)) {
          const run = runs.use(nameOf(observation.key, feature));
          if (same(run, value)) {
            run.readings++;
            run.last = Math.max(run.last, observation.time);
            continue;
          }
          if (run.readings > 0) {
            run.longest = Math.max(run.longest * FADE, (run.last - run.since) / 1000);
            run.ended++;
          }
          Object.assign(run, { value, since: observation.time, last: observation.time, readings: 1 });
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(runs.entries()) as unknown as Json,
    };
  },
};
