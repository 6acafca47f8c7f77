// SPDX-License-Identifier: Apache-2.0
// What is recorded of a campaign. What tells of a person is apart from the rest, so that it can be erased.
import { z } from 'zod';
import { ACTIONS } from '../game/triage.ts';
import { Contact, Plan } from './plan.ts';
import { Settled } from './settled.ts';

export const ARMS = ['control', 'trained'] as const;
export const PARTS = ['test', 'training'] as const;
export type CampaignPart = (typeof PARTS)[number];

const person = z.string().min(1).max(64);
const wave = z.int().min(0).max(9);
const of = { person, wave };

/** Without a person: kept as long as the log is. */
const OPEN = {
  created: z.strictObject({ plan: Plan }),
  settled: z.strictObject({ settled: Settled }),
  ended: z.strictObject({}),
};

/** Of a person: erased with them. */
const PERSONAL = {
  joined: z.strictObject({
    person,
    /** Random; by it, and by nothing else, records of learning know them. */
    actor: z.uuid(),
    arm: z.enum(ARMS),
    group: z.string().exactOptional(),
    language: z.string(),
  }),
  /** A link was made; its digest is all that is kept of it. */
  linked: z.strictObject({ ...of, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  dealt: z.strictObject({ ...of, part: z.enum(PARTS), items: z.array(z.string()).min(1).max(30) }),
  answered: z.strictObject({
    ...of,
    part: z.enum(PARTS),
    item: z.string(),
    action: z.enum(ACTIONS),
    /** Stated probability of being right. */
    confidence: z.number().min(0).max(1),
    /** From the moment the message was shown to the decision. */
    seconds: z.number().min(0).max(86_400),
  }),
};

type Named<T extends Record<string, z.ZodType>> = {
  [K in keyof T]: { readonly kind: K } & z.output<T[K]>;
}[keyof T];
type OpenEvent = Named<Omit<typeof OPEN, 'ended'>> | { readonly kind: 'ended' };
export type PersonalEvent = Named<typeof PERSONAL>;
/** `contact` is a personal value of its own: addresses may go before the rest does. */
export type CampaignEvent = OpenEvent | (PersonalEvent & { readonly contact?: Contact });
export type Answered = Omit<Extract<PersonalEvent, { kind: 'answered' }>, 'kind'>;

export const CAMPAIGN_KIND = 'campaign.';

export interface RecordedEvent {
  readonly kind: string;
  readonly body: unknown;
  /** Personal values that are still there. */
  readonly personal: Readonly<Record<string, unknown>>;
}

/** Undefined for other entries, and for those whose person was erased. */
export function readCampaignEvent({ kind, body, personal }: RecordedEvent): CampaignEvent | undefined {
  const name = kind.startsWith(CAMPAIGN_KIND) ? kind.slice(CAMPAIGN_KIND.length) : '';
  if (Object.hasOwn(OPEN, name)) {
    const read = OPEN[name as keyof typeof OPEN].safeParse(body);
    return read.success ? ({ kind: name, ...read.data } as OpenEvent) : undefined;
  }
  if (!Object.hasOwn(PERSONAL, name)) return undefined;
  const read = PERSONAL[name as keyof typeof PERSONAL].safeParse(personal['told']);
  if (!read.success) return undefined;
  const contact = Contact.safeParse(personal['contact']);
  return {
    kind: name,
    ...read.data,
    ...(contact.success ? { contact: contact.data } : {}),
  } as CampaignEvent;
}

/** An event as the log takes it: kind, open body, personal values. */
export function recordOf(event: CampaignEvent): RecordedEvent {
  const { kind, ...rest } = event;
  const named = `${CAMPAIGN_KIND}${kind}`;
  if (Object.hasOwn(OPEN, kind)) return { kind: named, body: rest, personal: {} };
  const { contact, ...told } = rest as { contact?: Contact };
  return { kind: named, body: {}, personal: { told, ...(contact === undefined ? {} : { contact }) } };
}
