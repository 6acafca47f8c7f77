// SPDX-License-Identifier: Apache-2.0
// A campaign is the fold of its events.
import type { Arm } from '../measure/trial.ts';
import type { Answered, CampaignEvent, CampaignPart } from './events.ts';
import type { Contact, Plan } from './plan.ts';
import type { Settled } from './settled.ts';

export interface Round {
  readonly items: readonly string[];
  readonly startedAt: number;
  /** By item. */
  readonly answers: ReadonlyMap<string, Answered>;
}

export interface Member {
  /** Pseudonym. */
  readonly person: string;
  readonly actor: string;
  readonly arm: Arm;
  readonly group: string | undefined;
  readonly language: string;
  /** Undefined when it was erased. */
  readonly contact: Contact | undefined;
  /** Tests they have a link to, with when the first was made. */
  readonly asked: ReadonlyMap<number, number>;
  /** By `roundKey`. */
  readonly rounds: ReadonlyMap<string, Round>;
}

export interface Campaign {
  readonly plan: Plan;
  readonly createdAt: number;
  readonly endedAt: number | undefined;
  readonly members: ReadonlyMap<string, Member>;
  /** Digest of a link → whose it is, and of which test. */
  readonly links: ReadonlyMap<string, { readonly person: string; readonly wave: number }>;
  readonly settled: ReadonlyMap<number, Settled>;
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] };

export function roundKey(wave: number, part: CampaignPart): string {
  return `${wave} ${part}`;
}

/** @param at Milliseconds since 1970. The campaign of `before` grows; what does not fit it changes nothing. */
export function foldCampaign(
  before: Campaign | undefined,
  event: CampaignEvent,
  at: number,
): Campaign | undefined {
  if (event.kind === 'created') return before ?? begun(event.plan, at);
  if (before === undefined) return undefined;
  const campaign = before as Growing<Campaign>;
  if (event.kind === 'settled') campaign.settled.set(event.settled.wave, event.settled);
  else if (event.kind === 'ended') campaign.endedAt ??= at;
  else if (event.kind === 'joined') campaign.members.set(event.person, joined(event));
  else foldMember(campaign, event, at);
  return campaign;
}

function begun(plan: Plan, createdAt: number): Campaign {
  const none = { members: new Map(), links: new Map(), settled: new Map() };
  return { plan, createdAt, endedAt: undefined, ...none };
}

function joined({
  person,
  actor,
  arm,
  group,
  language,
  contact,
}: Extract<CampaignEvent, { kind: 'joined' }>): Member {
  return { person, actor, arm, group, language, contact, asked: new Map(), rounds: new Map() };
}

type OfMember = Extract<CampaignEvent, { kind: 'linked' | 'dealt' | 'answered' }>;

function foldMember(campaign: Growing<Campaign>, event: OfMember, at: number): void {
  const member = campaign.members.get(event.person) as Growing<Member> | undefined;
  if (member === undefined) return;
  const { person, wave } = event;
  if (event.kind === 'linked') {
    campaign.links.set(event.digest, { person, wave });
    if (!member.asked.has(wave)) member.asked.set(wave, at);
    return;
  }
  const key = roundKey(wave, event.part);
  if (event.kind === 'dealt') {
    if (!member.rounds.has(key))
      member.rounds.set(key, { items: event.items, startedAt: at, answers: new Map() });
    return;
  }
  const { kind: _, contact: __, ...answer } = event;
  const answers = member.rounds.get(key)?.answers as Map<string, Answered> | undefined;
  if (answers !== undefined && !answers.has(event.item)) answers.set(event.item, answer);
}

/** Without somebody: their place, their links, their answers. What was settled stays, as it tells of groups only. */
export function withoutMember(campaign: Campaign, person: string): void {
  const { members, links } = campaign as Growing<Campaign>;
  members.delete(person);
  for (const [digest, link] of links) if (link.person === person) links.delete(digest);
}

/** Without the contacts of all. */
export function withoutContacts(campaign: Campaign): void {
  for (const member of campaign.members.values()) (member as Growing<Member>).contact = undefined;
}
