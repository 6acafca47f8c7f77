// SPDX-License-Identifier: Apache-2.0
// What somebody is asked next, and with which messages.
import { createRandom } from '../../core/random.ts';
import type { Message } from '../../model/index.ts';
import { drawRound } from '../game/round.ts';
import { type Campaign, type Member, roundKey } from './campaign.ts';
import type { CampaignPart } from './events.ts';

export function isFinished({ rounds }: Member, wave: number, part: CampaignPart): boolean {
  const round = rounds.get(roundKey(wave, part));
  return round !== undefined && round.answers.size === round.items.length;
}

/**
 * The test, then what the arm owes: the trained are trained after the first test, the others after the last, so that nobody
 * goes without. Undefined when this link has nothing more to ask.
 */
export function nextPart({ plan }: Campaign, member: Member, wave: number): CampaignPart | undefined {
  if (!isFinished(member, wave, 'test')) return 'test';
  const trains = member.arm === 'trained' ? 0 : plan.days.length - 1;
  return wave === trains && !isFinished(member, wave, 'training') ? 'training' : undefined;
}

/**
 * Messages of a round: half of them honest, difficulties even, and none that this person was shown before. Drawn by person,
 * so that over many people each test has messages of the same difficulty on average.
 */
export function dealRound(
  campaign: Campaign,
  member: Member,
  at: { readonly wave: number; readonly part: CampaignPart },
  messages: readonly Message[],
): string[] {
  const { id, items, trial } = campaign.plan;
  const seen = new Set([...member.rounds.values()].flatMap((round) => round.items));
  const random = createRandom(trial?.seed ?? 0, `${id} ${member.person} ${at.wave} ${at.part}`);
  return drawRound(
    messages.filter((message) => !seen.has(message.id)),
    items,
    random,
  ).map((message) => message.id);
}

/** A message without its truth, and what would betray it. */
export type Shown = Pick<
  Message,
  'id' | 'channel' | 'context' | 'from' | 'address' | 'subject' | 'text' | 'link' | 'headers'
>;

export function shown({ id, channel, context, from, address, subject, text, link, headers }: Message): Shown {
  return {
    ...{ id, channel, context, from, address, text },
    ...(subject === undefined ? {} : { subject }),
    ...(link === undefined ? {} : { link }),
    ...(headers === undefined ? {} : { headers }),
  };
}
