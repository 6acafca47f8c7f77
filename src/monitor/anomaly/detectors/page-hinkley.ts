// SPDX-License-Identifier: Apache-2.0
// Sees a mean that has moved: sums what exceeds the running mean by more than is allowed, and asks how far the sum has
// come from its least. E. S. Page, "Continuous Inspection Schemes", Biometrika 41 (1954); D. V. Hinkley 1971. Here in
// units of the running scatter, so that one set of parameters serves any unit. Score 1 is the alarm of the paper.
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
  delta: z.number().min(0).default(0.25).describe('What is allowed, in standard deviations'),
  lambda: z.number().min(0.1).default(20).describe('Sum at which the mean counts as moved'),
  least: z.int().min(2).max(100_000).default(30).describe('Values before the first score'),
  memory: z.int().min(10).max(1_000_000).default(2000).describe('Values that mean and scatter remember'),
  keys: z.int().min(1).max(100_000).default(10_000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Moments {
  count: number;
  mean: number;
  square: number;
  up: number;
  down: number;
}

export const pageHinkley: DetectorKind<Parameters> = {
  name: 'page-hinkley',
  parameters: Parameters,
  create: (parameters, _seed, saved) => {
    const keyed = createKeyed<Moments>(
      parameters.keys,
      () => ({ count: 0, mean: 0, square: 0, up: 0, down: 0 }),
      structuredClone(saved) as unknown as readonly (readonly [string, Moments])[] | undefined,
    );
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const moments = keyed.get(nameOf(observation.key, feature));
        if (moments === undefined || moments.count < parameters.least) return [];
        const [up, down] = sums(moments, value, parameters);
        const usual = (): string => `a mean of ${shown(moments.mean)} ± ${shown(scatterOf(moments))}`;
        return [{ feature, value, usual, part: Math.max(up, down) / parameters.lambda }];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation))
          learn(keyed.use(nameOf(observation.key, feature)), value, parameters);
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(keyed.entries()) as unknown as Json,
    };
  },
};

function scatterOf({ square, mean }: Moments): number {
  return Math.max(Math.sqrt(Math.max(0, square)), Math.abs(mean) * 1e-9, 1e-12);
}

/** The two sums after this value; each is at least 0, which is the same as the distance from the least so far. */
function sums(moments: Moments, value: number, { delta }: Parameters): readonly [number, number] {
  const off = Math.max(-10, Math.min(10, (value - moments.mean) / scatterOf(moments)));
  return [Math.max(0, moments.up + off - delta), Math.max(0, moments.down - off - delta)];
}

function learn(moments: Moments, value: number, parameters: Parameters): void {
  if (moments.count >= parameters.least) [moments.up, moments.down] = sums(moments, value, parameters);
  // After an alarm the new mean is the normal one: everything begins again, as the paper does.
  if (Math.max(moments.up, moments.down) > parameters.lambda)
    Object.assign(moments, { count: 0, mean: 0, square: 0, up: 0, down: 0 });
  moments.count = Math.min(moments.count + 1, parameters.memory);
  const off = value - moments.mean;
  moments.mean += off / moments.count;
  moments.square += (off * (value - moments.mean) - moments.square) / moments.count;
}
