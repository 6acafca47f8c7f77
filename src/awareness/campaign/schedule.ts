// SPDX-License-Identifier: Apache-2.0
// When tests are open, and what is due.
import type { Campaign, Member } from './campaign.ts';
import type { Plan } from './plan.ts';
import { isFinished } from './round.ts';

const DAY_MS = 86_400_000;

/** When a test opens and shuts, in milliseconds since 1970. */
export function timesOfWave({ starts, days, open }: Plan, wave: number): { opens: number; shuts: number } {
  const opens = Date.parse(`${starts}T00:00:00Z`) + (days[wave] as number) * DAY_MS;
  return { opens, shuts: opens + open * DAY_MS };
}

export function isOpenWave({ plan, endedAt }: Campaign, wave: number, now: number): boolean {
  const { opens, shuts } = timesOfWave(plan, wave);
  return endedAt === undefined && opens <= now && now < shuts;
}

/** Tests that are over: nobody answers them any more. */
export function wavesOver(campaign: Campaign, now: number): number[] {
  const { plan, endedAt } = campaign;
  return plan.days
    .map((_, wave) => wave)
    .filter((wave) => {
      const { opens, shuts } = timesOfWave(plan, wave);
      return shuts <= now || (endedAt !== undefined && opens <= endedAt);
    });
}

export interface DueMail {
  readonly wave: number;
  /** 0 is the invitation, then one a reminder: each goes out once. */
  readonly nth: number;
  readonly members: readonly Member[];
}

/** Mails that are due. A reminder goes to those who have not finished, and only the latest one. */
export function dueMails(campaign: Campaign, now: number): DueMail[] {
  const { plan } = campaign;
  return plan.days.flatMap((_, wave): DueMail[] => {
    if (!isOpenWave(campaign, wave, now)) return [];
    const { opens } = timesOfWave(plan, wave);
    const reached = [...campaign.members.values()].filter(({ contact }) => contact?.email !== undefined);
    const nth = plan.reminders.filter((day) => opens + day * DAY_MS <= now).length;
    const idle = reached.filter((member) => !isFinished(member, wave, 'test'));
    // Whoever was not invited yet gets the invitation, not a reminder of it.
    const invited = idle.filter(
      ({ asked }) => (asked.get(wave) ?? now) < opens + (plan.reminders[nth - 1] ?? 0) * DAY_MS,
    );
    return [{ wave, nth: 0, members: idle }, ...(nth === 0 ? [] : [{ wave, nth, members: invited }])];
  });
}
