// SPDX-License-Identifier: Apache-2.0
// Deliveries of webhooks to events: verified, told apart from repetitions, then mapped by what the pack knows of the sender.
import { createHash } from 'node:crypto';
import type { ChainEvent } from '../../../model/index.ts';
import type { EventRecord } from '../../sigma/match/record.ts';
import { isObject, parseObject } from '../json.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { compilePath } from '../mapping/path.ts';
import { textOf } from '../mapping/text.ts';
import { type Ingested, type Refused, refused } from '../received.ts';
import type { Delivery, SenderKeys, SenderRules, Verified } from './delivery.ts';
import type { SeenDeliveries } from './duplicates.ts';
import { own, signedFields } from './signed-text.ts';
import { compileVerify, type Verify } from './verify.ts';

export interface DeliveryDesk {
  readonly sender: SenderRules;
  readonly keys: SenderKeys;
  /** The `source` of the events. */
  readonly source: string;
  readonly map: Mapper;
  readonly seen: SeenDeliveries;
}

export interface Taken extends Ingested {
  /** To be called when the events are on disk; until then a second delivery is none too many. */
  readonly remember: () => void;
}

/**
 * Takes deliveries of one sender. What is not verified becomes no event of the mappings that trust it. A duplicate is
 * refused with INGEST_DUPLICATE, and is to be answered as if it was new.
 */
export function createDeliveryDesk(desk: DeliveryDesk): (delivery: Delivery) => Taken {
  const verify = compileVerify(desk.sender, desk.keys);
  return (delivery) => {
    const text = new TextDecoder().decode(delivery.bytes);
    const at = { line: 1, text };
    if (delivery.bytes.length > MAX_BYTES)
      return one(refused('INGEST_TOO_LONG', `The body is longer than ${MAX_BYTES} bytes`, at));
    if (own(delivery.headers, 'content-encoding') !== undefined)
      return one(refused('INGEST_ENCODING', 'The body is compressed: its signature is for other bytes', at));
    if (text.trim() === '') return one(refused('INGEST_EMPTY', 'The body is empty', at));
    const itemsAt = desk.sender.items;
    if (itemsAt === undefined) return takeWhole(desk, verify, delivery, text);
    const parsed = parseObject(text, 1);
    if ('refused' in parsed) return one(parsed.refused);
    const items = look(parsed.value, itemsAt);
    if (!Array.isArray(items) || items.length === 0)
      return one(refused('INGEST_EMPTY', `The body holds no item: expected a list \`${itemsAt}\``, at));
    if (items.length > MAX_ITEMS)
      return one(refused('INGEST_TOO_MANY', `The body holds more than ${MAX_ITEMS} items`, at));
    return together(
      items.map((item, index) => takeItem(desk, verify, delivery, item, `/${itemsAt}/${index}`)),
    );
  };
}

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ITEMS = 1000;
const one = (bad: Refused): Taken => ({ events: [], refused: [bad], remember: () => undefined });

function look(record: unknown, path: string): unknown {
  return compilePath(path)({ record, item: undefined, given: undefined });
}

function together(parts: readonly Taken[]): Taken {
  return {
    events: parts.flatMap(({ events }) => events),
    refused: parts.flatMap((part) => part.refused),
    remember: () => {
      for (const part of parts) part.remember();
    },
  };
}

/** Verified before it is parsed. */
function takeWhole(desk: DeliveryDesk, verify: Verify, delivery: Delivery, text: string): Taken {
  const verified = verify(delivery);
  const body = desk.sender.body === 'form' ? { value: formOf(text) } : parseObject(text, 1);
  const at = { line: 1, text };
  if ('refused' in body) return one(verified.ok ? body.refused : refused(verified.code, verified.reason, at));
  return take(desk, verified, delivery, { record: body.value, unsigned: {}, at });
}

function takeItem(
  desk: DeliveryDesk,
  verify: Verify,
  delivery: Delivery,
  item: unknown,
  pointer: string,
): Taken {
  const { sender } = desk;
  const found = sender.item === undefined ? item : look(item, sender.item);
  const at = { line: 1, text: JSON.stringify(item), pointer };
  if (!isObject(found)) return one(refused('INGEST_NOT_OBJECT', 'The item is no object', at));
  const fields = signedFields(sender.scheme.signed ?? []);
  const record = fields.length === 0 ? found : onlySigned(found, fields);
  return take(desk, verify(delivery, found), delivery, { record, unsigned: found, at });
}

/** What is not signed may be changed on the way, so mappings see only what is; the rest is theirs as `$.unsigned`. */
function onlySigned(record: EventRecord, fields: readonly string[]): EventRecord {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = look(record, field);
    if (value !== undefined) picked[field] = value;
  }
  return picked;
}

interface Content {
  readonly record: EventRecord;
  readonly unsigned: EventRecord;
  readonly at: { readonly line: number; readonly text: string; readonly pointer?: string };
}

function take(desk: DeliveryDesk, verified: Verified, delivery: Delivery, content: Content): Taken {
  const id = idOf(desk.sender, delivery, content.record);
  if (!verified.ok)
    return {
      ...one(refused(verified.code, verified.reason, content.at)),
      events: mapped(desk, delivery, content, { verified, id, place: digest(delivery.bytes) }),
    };
  // Of what anybody may send, nothing is a duplicate: the same short note may be news again.
  if (verified.trust === 'unsigned') {
    const place = `${digest(verified.signed)} ${delivery.receivedAt}`;
    return {
      events: mapped(desk, delivery, content, { verified, id, place }),
      refused: [],
      remember: () => undefined,
    };
  }
  // An id that is not signed could be changed to send the same again.
  const place = id.isSigned && id.text !== undefined ? id.text : digest(verified.signed);
  if (desk.seen.has(`${desk.source} ${place}`, delivery.receivedAt))
    return one(refused('INGEST_DUPLICATE', `The delivery ${id.text ?? ''} was taken before`, content.at));
  return {
    events: mapped(desk, delivery, content, { verified, id, place }),
    refused: [],
    remember: () => desk.seen.add(`${desk.source} ${place}`, delivery.receivedAt),
  };
}

interface DeliveryId {
  readonly text: string | undefined;
  /** Whether it is part of what is signed; else who repeats a delivery may change it. */
  readonly isSigned: boolean;
}

function idOf(
  { delivery, scheme, items }: SenderRules,
  { headers }: Delivery,
  record: EventRecord,
): DeliveryId {
  const templates = (scheme.signed ?? []).join('');
  if (delivery?.header !== undefined)
    return {
      text: own(headers, delivery.header),
      isSigned: templates.includes(`{header:${delivery.header}}`),
    };
  const parts = (delivery?.fields ?? []).map((field) => textOf(look(record, field)));
  const isThere = parts.length > 0 && parts[0] !== undefined;
  const isSigned = items !== undefined || templates.includes('{body') || templates.includes('{crc32}');
  return { text: isThere ? parts.map((part) => part ?? '').join(':') : undefined, isSigned };
}

function mapped(
  { sender, source, map }: DeliveryDesk,
  { headers, receivedAt }: Delivery,
  { record, unsigned }: Content,
  { verified, id, place }: { readonly verified: Verified; readonly id: DeliveryId; readonly place: string },
): readonly ChainEvent[] {
  const trust = verified.ok ? verified.trust : 'unsigned';
  const context = (sender.context ?? []).map((name) => [name, own(headers, name)] as const);
  const given = {
    verified: verified.ok && trust !== 'unsigned',
    ...(verified.ok && verified.age !== undefined && { age: verified.age }),
    ...(id.text !== undefined && { delivery: id.text }),
    header: Object.fromEntries(context.filter(([, value]) => value !== undefined)),
    unsigned,
  };
  return map({
    format: sender.id,
    record,
    source,
    place,
    time: undefined,
    receivedAt,
    trust,
    given,
    unverified: !verified.ok,
    unmapped: { sender: sender.id, ...(id.text !== undefined && { delivery: id.text }) },
  });
}

const MAX_FIELDS = 200;

function formOf(text: string): EventRecord {
  const pairs = [...new URLSearchParams(text.slice(0, 64 * 1024))].slice(0, MAX_FIELDS);
  return Object.fromEntries(pairs.filter(([name]) => name !== '__proto__'));
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
