// SPDX-License-Identifier: Apache-2.0
// What was learnt once and approved by a person, and does not move: for each key, or for all, the centre and scatter of each
// part of the week, and the limit beyond which it is an alarm. Unlike `seasonal-rate` it can be read before it runs, speaks
// from its first observation on, and cannot be taught an attack.
import { z } from 'zod';
import {
  type DetectorKind,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  shown,
  sumOf,
} from '../contract.ts';

const HOUR = 3_600_000;
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const MONDAY = 4 * 24 * HOUR;

const slots = z
  .array(z.number())
  .refine(
    (all) => all.length === 1 || all.length === 24 || all.length === 168,
    'expected 1, 24 or 168 numbers',
  );
const Profile = z
  .strictObject({
    centre: slots.describe(
      'One number, 24 for the hours of a day, or 168 for those of a week from Monday, UTC',
    ),
    scatter: slots.describe('As many numbers above 0'),
    limit: z.number().gt(0).describe('So many scatters from the centre is an alarm'),
  })
  .refine(
    ({ centre, scatter }) => centre.length === scatter.length,
    'expected as many of `scatter` as of `centre`',
  )
  .refine(({ scatter }) => scatter.every((each) => each > 0), 'expected `scatter` above 0');
type Profile = z.infer<typeof Profile>;

const Parameters = z.strictObject({
  usual: z
    .record(z.string().max(200), Profile)
    .default({})
    .describe('By key; the empty key is of all that have no entry of their own'),
  side: z.enum(['above', 'below', 'both']).default('above').describe('Which deviation counts'),
});
type Parameters = z.infer<typeof Parameters>;

export const weekProfile: DetectorKind<Parameters> = {
  name: 'week-profile',
  parameters: Parameters,
  create: ({ usual, side }) => {
    const profiles = new Map(Object.entries(usual));
    const parts = (observation: Observation): readonly Part[] => {
      const profile = profiles.get(observation.key) ?? profiles.get('');
      if (profile === undefined) return [];
      const { centre, scatter } = at(profile, observation.time);
      return numbersOf(observation).map(([feature, value]) => {
        const off = (value - centre) / (scatter * profile.limit);
        const counted = side === 'above' ? off : side === 'below' ? -off : Math.abs(off);
        const text = (): string => `${shown(centre)} ± ${shown(scatter * profile.limit)}`;
        return { feature, value, usual: text, part: Math.max(0, counted) };
      });
    };
    return {
      learnOne: () => {},
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => ({}),
    };
  },
};

/** The time of a bucket is its end: what is asked for is the hour in which it lay. */
function at(
  { centre, scatter }: Profile,
  time: number,
): { readonly centre: number; readonly scatter: number } {
  const slot = slotOf(time - 1, centre.length);
  return { centre: centre[slot] ?? 0, scatter: scatter[slot] ?? 1 };
}

/** Number of the hour of the day or of the week, from Monday 00:00 UTC; 0 where there is one slot. */
export function slotOf(time: number, slots: number): number {
  const hours = Math.floor((time - MONDAY) / HOUR);
  return ((hours % slots) + slots) % slots;
}
