// SPDX-License-Identifier: Apache-2.0
// From how people reported to when somebody does: the clock of detection of an attack that reaches several of them.
import { z } from 'zod';
import { createRandom, type Random } from '../../core/random.ts';
import { SMALLEST_GROUP } from '../measure/group.ts';
import type { Campaign } from './campaign.ts';
import { type Watched, watchedOf } from './reporting.ts';
import type { TruthOf } from './settle.ts';

/** Hours until the first report at evenly spaced probabilities, the middle of each step; null: nobody reports. */
const Hours = z.array(z.number().nullable()).min(1).max(200);
const Sides = z.strictObject({ before: Hours, after: Hours });

export const DetectionClock = Sides.extend({
  campaign: z.string(),
  basis: z
    .enum(['trial', 'before-after'])
    .describe(
      '`trial`: control against trained on the same day; `before-after`: first against last test, with nothing to compare',
    ),
  people: z.strictObject({ before: z.int(), after: z.int() }).describe('People behind each side'),
  recipients: z.int().min(1).describe('People whom the attack reaches; one report is enough'),
  resamples: z.array(Sides).describe('The same from people drawn again with replacement: how sure this is'),
});
export type DetectionClock = z.infer<typeof DetectionClock>;

export interface ClockRequest {
  readonly recipients: number;
  readonly resamples: number;
  readonly seed: number;
}

const STEPS = 100;

/** Undefined until two tests were told, or when a side has fewer than five people. */
export function detectionClock(
  campaign: Campaign,
  truthOf: TruthOf,
  now: number,
  { recipients, resamples, seed }: ClockRequest,
): DetectionClock | undefined {
  const last = Math.max(...campaign.settled.keys());
  if (!(last > 0)) return undefined;
  const basis = campaign.plan.trial === undefined ? 'before-after' : 'trial';
  const members = [...campaign.members.values()];
  const watched = (wave: number, arm: string | undefined): Watched[] =>
    members
      .filter((member) => arm === undefined || member.arm === arm)
      .flatMap((member) => watchedOf(campaign, member, wave, truthOf, now));
  const before = basis === 'trial' ? watched(last, 'control') : watched(0, undefined);
  const after = watched(last, basis === 'trial' ? 'trained' : undefined);
  if (Math.min(before.length, after.length) < SMALLEST_GROUP) return undefined;
  const random = createRandom(seed, `${campaign.plan.id} detection`);
  const side = (some: readonly Watched[]) => firstReport(some, recipients);
  return {
    ...{ campaign: campaign.plan.id, basis, recipients },
    people: { before: before.length, after: after.length },
    before: side(before),
    after: side(after),
    resamples: Array.from({ length: resamples }, () => ({
      before: side(drawnAgain(before, random)),
      after: side(drawnAgain(after, random)),
    })),
  };
}

function drawnAgain(people: readonly Watched[], random: Random): Watched[] {
  return people.map(() => people[random.below(people.length)] as Watched);
}

/**
 * Of n independent people who report by time t with probability F(t), somebody does with 1 − (1 − F(t))^n; this is its inverse.
 * F counts who did not report while watched as never reporting, which makes detection later rather than sooner.
 */
function firstReport(people: readonly Watched[], recipients: number): (number | null)[] {
  const times = people.filter(({ hasReported }) => hasReported).map(({ minutes }) => minutes);
  times.sort((a, b) => a - b);
  return Array.from({ length: STEPS }, (_, step) => {
    const wanted = 1 - (1 - (step + 0.5) / STEPS) ** (1 / recipients);
    const at = Math.max(0, Math.ceil(wanted * people.length - 1e-9) - 1);
    const minutes = times[at];
    return minutes === undefined ? null : minutes / 60;
  });
}
