// SPDX-License-Identifier: Apache-2.0
// A reading against what the others of its group read at about the same time, less the difference they always have.
// Score 1 is the tolerance. Sees one sensor that lies or one room that warms; does not see all of them lie alike.
import { z } from 'zod';
import { median } from '../../../core/stats/index.ts';
import {
  type DetectorKind,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  shown,
  sumOf,
} from '../contract.ts';
import type { Keyed } from '../keyed.ts';
import { createPeers } from '../peers.ts';

const Parameters = z.strictObject({
  tolerance: z.number().gt(0).default(2).describe('Difference beyond the usual one, in units of the value'),
  age: z.number().gt(0).default(900).describe('Seconds that a reading of another stands for'),
  least: z.int().min(1).max(10_000).default(20).describe('Readings before the usual difference is known'),
  weight: z.number().gt(0).max(1).default(0.02).describe('Of the newest difference in the usual one'),
  members: z.int().min(2).max(1000).default(100).describe('Members of a group remembered'),
  groups: z.int().min(1).max(10_000).default(500).describe('Pairs of group and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Reading {
  value: number;
  time: number;
  offset: number;
  count: number;
}

export const agreement: DetectorKind<Parameters> = {
  name: 'agreement',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const peers = createPeers<Reading>(parameters, () => ({ value: 0, time: 0, offset: 0, count: 0 }), state);
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const group = peers.get(observation, feature);
        const own = group?.get(observation.key);
        const others = group && othersOf(group, observation, parameters);
        if (own === undefined || others === undefined || own.count < parameters.least) return [];
        const expected = others + own.offset;
        const usual = (): string => `${shown(expected)} ± ${shown(parameters.tolerance)}, as its peers read`;
        return [{ feature, value, usual, part: Math.abs(value - expected) / parameters.tolerance }];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation)) {
          const group = peers.use(observation, feature);
          const others = othersOf(group, observation, parameters);
          const own = group.use(observation.key);
          if (others !== undefined) {
            own.count++;
            own.offset += Math.max(parameters.weight, 1 / own.count) * (value - others - own.offset);
          }
          own.value = value;
          own.time = observation.time;
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: peers.save,
    };
  },
};

/** The middle of what the others read lately; undefined when none did. */
function othersOf(
  group: Keyed<Reading>,
  { key, time }: Observation,
  { age }: Parameters,
): number | undefined {
  const values = group
    .entries()
    .flatMap(([other, reading]) =>
      other !== key && Math.abs(time - reading.time) <= age * 1000 ? [reading.value] : [],
    );
  return values.length === 0 ? undefined : median(values);
}
