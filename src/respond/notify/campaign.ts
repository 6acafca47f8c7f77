// SPDX-License-Identifier: Apache-2.0
// One message a person, through crashes. Before a message goes out its intent is on disk, with a key that is the same
// each time; what the server answered is on disk before the next one.
import { createHmac } from 'node:crypto';
import type { Contact } from './contacts.ts';

export const NOTICE = {
  begun: 'notice.begun',
  intended: 'notice.intended',
  sent: 'notice.sent',
  bounced: 'notice.bounced',
} as const;

/** What the log says of a campaign: key → where its message is. */
export interface Progress {
  readonly states: ReadonlyMap<string, 'intended' | 'sent' | 'bounced'>;
}

export function foldNotices(
  entries: Iterable<{ readonly kind: string; readonly subject?: string; readonly body: unknown }>,
  incident: string,
): Progress {
  const states = new Map<string, 'intended' | 'sent' | 'bounced'>();
  for (const { kind, subject, body } of entries) {
    const key = (body as { readonly key?: unknown } | null)?.key;
    if (subject !== incident || typeof key !== 'string') continue;
    if (kind === NOTICE.sent) states.set(key, 'sent');
    else if (kind === NOTICE.bounced) states.set(key, 'bounced');
    else if (kind === NOTICE.intended && !states.has(key)) states.set(key, 'intended');
  }
  return { states };
}

/** The idempotency key of a person. Without the secret, which can be erased, it tells nothing about who it is. */
export function keyOf(secret: string, incident: string, notice: string, person: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([incident, notice, person]))
    .digest('hex')
    .slice(0, 32);
}

export interface Sent {
  readonly accepted: boolean;
  /** What the server said, often with the address in it. */
  readonly reply: string;
  /** Not taken now, as a full mailbox is: to be asked again. Nothing about the others. */
  readonly isLater?: boolean;
}

export interface CampaignPorts {
  /** Resolves when it is on disk. */
  readonly record: (
    kind: string,
    body: Readonly<Record<string, string>>,
    personal?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Hands one message over. Throws when the server may take it later. */
  readonly send: (key: string, contact: Contact) => Promise<Sent>;
}

export interface CampaignEnd {
  readonly sent: number;
  readonly bounced: number;
  /** Sent or refused before this run. */
  readonly before: number;
  /** Repeated, as a run before broke off between the handing over and its record. */
  readonly repeated: number;
  /** The server takes nothing for them now. */
  readonly waiting: number;
}

/** Writes to everybody who has no answer yet, one after the other: at most one message is in doubt after a crash. */
export async function runCampaign(
  people: Iterable<{ readonly key: string; readonly contact: Contact; readonly language: string }>,
  { states }: Progress,
  { record, send }: CampaignPorts,
): Promise<CampaignEnd> {
  const end = { sent: 0, bounced: 0, before: 0, repeated: 0, waiting: 0 };
  for (const { key, contact, language } of people) {
    const state = states.get(key);
    if (state === 'sent' || state === 'bounced') {
      end.before++;
      continue;
    }
    if (state === 'intended') end.repeated++;
    else await record(NOTICE.intended, { key, language }, { person: contact.person, to: contact.email });
    const { accepted, reply, isLater = false } = await send(key, contact);
    if (isLater) {
      end.waiting++;
      continue;
    }
    await record(accepted ? NOTICE.sent : NOTICE.bounced, { key }, { person: contact.person, reply });
    end[accepted ? 'sent' : 'bounced']++;
  }
  return end;
}
