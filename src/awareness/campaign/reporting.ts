// SPDX-License-Identifier: Apache-2.0
// How soon somebody reports: from when a message reaches them until they report a lure.
import type { Message } from '../../model/index.ts';
import { type Campaign, type Member, roundKey } from './campaign.ts';
import { timesOfWave } from './schedule.ts';

export interface Watched {
  readonly minutes: number;
  readonly hasReported: boolean;
}

/**
 * One observation a person who was invited: the wait from the invitation to the first message they opened, which is how they
 * treat a mail, and the seconds over the first lure they were shown. Whoever did not come, or did not report it, is watched
 * until the test was over. Undefined, as an empty list, for whom no link was made.
 */
export function watchedOf(
  campaign: Campaign,
  member: Member,
  wave: number,
  truthOf: (language: string, item: string) => Message['truth'] | undefined,
  now: number,
): Watched[] {
  const asked = member.asked.get(wave);
  if (asked === undefined) return [];
  const end = Math.min(now, timesOfWave(campaign.plan, wave).shuts, campaign.endedAt ?? Infinity);
  const round = member.rounds.get(roundKey(wave, 'test'));
  const lure = round?.items.find((item) => truthOf(member.language, item) === 'lure');
  const answer = lure === undefined ? undefined : round?.answers.get(lure);
  if (round === undefined || answer?.action !== 'report')
    return [{ minutes: Math.max(0, end - asked) / MINUTE_MS, hasReported: false }];
  const wait = Math.max(0, round.startedAt - asked) / MINUTE_MS;
  return [{ minutes: wait + answer.seconds / 60, hasReported: true }];
}

const MINUTE_MS = 60_000;
