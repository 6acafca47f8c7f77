// SPDX-License-Identifier: Apache-2.0
// Webhooks: the pack knows how a sender proves a delivery, the operator has the keys.
import { resolve } from 'node:path';
import type { Decoder } from '../../core/ports/index.ts';
import { type ChainEvent, nearest, type Pack } from '../../model/index.ts';
import { createDeliveryDesk, createSeenDeliveries, type IngestKnowledge } from '../../monitor/index.ts';
import { readKey } from '../config/secret.ts';
import type { Source, SourceOf } from '../config/sources.ts';
import { type Refused, unreadOf } from './decode.ts';

/** How long a second delivery is a repetition: senders retry for up to three days. */
const SEEN_MS = 7 * 86_400_000;

/** @throws Error when the pack does not know a sender, or a key cannot be read. */
export function createDesks(
  sources: readonly Source[],
  pack: Pack,
  map: IngestKnowledge['map'],
  data: string,
): ReadonlyMap<string, Decoder<ChainEvent>> {
  const seen = createSeenDeliveries(SEEN_MS);
  return new Map(
    sources.filter(isWebhook).map((source) => {
      const keys = [source['key-file'] ?? []].flat().map((file) => readKey(resolve(data, file)));
      const { name, settings = {} } = source;
      const sender = senderOf(pack, source);
      const desk = createDeliveryDesk({ sender, keys: { keys, settings }, source: name, map, seen });
      return [name, (received) => decoded(received, desk(received))] as const;
    }),
  );
}

export function isWebhook(source: Source): source is SourceOf<'webhook'> {
  return source.kind === 'webhook';
}

/** The sender by its id, or by the last part of it. @throws Error with the nearest one. */
export function senderOf(pack: Pack, { name, sender }: SourceOf<'webhook'>): Pack['senders'][number] {
  const found = pack.senders.find(({ id }) => id === sender || id.endsWith(`/${sender}`));
  if (found !== undefined) return found;
  const near = nearest(
    sender,
    pack.senders.map(({ id }) => id.split('/').at(-1) ?? id),
  );
  throw new Error(
    `The source \`${name}\` names the sender \`${sender}\`, which the pack ${pack.id} does not know${near === undefined ? '' : `: did you mean \`${near}\`?`}`,
  );
}

type Answer = ReturnType<ReturnType<typeof createDeliveryDesk>>;

function decoded(received: Parameters<Decoder<ChainEvent>>[0], { events, refused, remember }: Answer) {
  const unproved = refused.find(({ code }) => isUnproved(code));
  const repeated = refused.filter(({ code }) => code === 'INGEST_DUPLICATE').length;
  const unread = refused.filter(({ code }) => code !== 'INGEST_DUPLICATE' && !isUnproved(code));
  return {
    events,
    unread: unreadOf(received, events.length, unread),
    repeated,
    remember,
    ...(unproved === undefined ? {} : { denied: `${unproved.code}: ${unproved.reason}` }),
  };
}

function isUnproved(code: Refused['code']): boolean {
  return code.startsWith('INGEST_SIGNATURE_') || code === 'INGEST_UNKNOWN_SENDER';
}
