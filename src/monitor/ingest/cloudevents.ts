// SPDX-License-Identifier: Apache-2.0
// CloudEvents 1.0.2: the JSON format (structured, one or a batch) and the binary mode of its HTTP binding.
import { type ChainEvent, TRUST, type Trust } from '../../model/index.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { isObject } from './json.ts';
import { type ReadOrRefused, refused } from './received.ts';
import { rfc3339 } from './timestamp.ts';

export interface EnvelopeContext {
  /** Names of the words of kind `key`: extension attributes of these names are keys. */
  readonly keys: ReadonlySet<string>;
  readonly receivedAt: number;
  /** How far the way in can be trusted: no sender claims more for itself. Without it, as in a file of our own, claims count. */
  readonly trust?: Trust;
}

const ATTRIBUTES = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'subject',
  'datacontenttype',
  'dataschema',
  'data',
  'data_base64',
]);

export function isCloudEvent(record: EventRecord): boolean {
  return typeof record['specversion'] === 'string';
}

/** An event of the structured mode (JSON format §2, §3). */
export function readCloudEvent(
  record: EventRecord,
  at: { readonly line: number; readonly text: string },
  context: EnvelopeContext,
): ReadOrRefused {
  const wrong = [...attributeFaults(record), ...dataFaults(record)];
  if (wrong.length > 0)
    return refused('INGEST_CLOUDEVENTS', `The record is no CloudEvent 1.0: ${wrong.join('; ')}`, at);
  const event = toEvent(record, dataOf(record), context);
  return {
    format: 'cloudevents',
    record: {
      ...event.data,
      ...envelopeOf(record),
      ...event.keys,
      trust: event.trust,
      observed: event.observed,
    },
    line: at.line,
    time: event.time,
    event,
  };
}

/** Spec §3: what is required, and of which type each is. */
function attributeFaults(record: EventRecord): string[] {
  const wrong: string[] = [];
  if (record['specversion'] !== '1.0') wrong.push('expected `specversion` to be 1.0');
  for (const name of ['id', 'source', 'type'])
    if (!isText(record[name])) wrong.push(`expected \`${name}\` to be a text that is not empty`);
  for (const name of ['subject', 'datacontenttype', 'dataschema'])
    if (isThere(record[name]) && !isText(record[name]))
      wrong.push(`expected \`${name}\` to be a text that is not empty`);
  const time = record['time'];
  if (isThere(time) && rfc3339(time) === undefined) wrong.push('expected `time` to be a time of RFC 3339');
  for (const [name, value] of Object.entries(record)) {
    if (ATTRIBUTES.has(name)) continue;
    if (!/^[a-z0-9]+$/.test(name))
      wrong.push(`expected only lower-case letters and digits in the name \`${name.slice(0, 60)}\``);
    else if (!isAttributeValue(value))
      wrong.push(`expected \`${name}\` to be a text, a whole number or true or false`);
  }
  return wrong.slice(0, 8);
}

/** §1: Boolean, Integer (32 bit) and what is written as a text. Null means that it is not there (JSON format §2.2). */
function isAttributeValue(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 2_147_483_648;
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

function dataFaults(record: EventRecord): string[] {
  const encoded = record['data_base64'];
  if (encoded === undefined) return [];
  if (record['data'] !== undefined) return ['expected `data` or `data_base64`, not both'];
  return typeof encoded === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(encoded) && encoded.length % 4 === 0
    ? []
    : ['expected `data_base64` to be base64 (RFC 4648)'];
}

function dataOf(record: EventRecord): Readonly<Record<string, unknown>> {
  const data = record['data'];
  if (isObject(data)) return data;
  if (record['data_base64'] !== undefined) return { base64: record['data_base64'] };
  return isThere(data) ? { value: data } : {};
}

function envelopeOf(record: EventRecord): EventRecord {
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => name !== 'data' && name !== 'data_base64'),
  );
}

function toEvent(
  record: EventRecord,
  data: Readonly<Record<string, unknown>>,
  { keys, receivedAt, trust }: EnvelopeContext,
): ChainEvent {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    if (isThere(value) && value !== '') found[key] = String(value);
  }
  const subject = record['subject'];
  return {
    id: String(record['id']),
    source: String(record['source']),
    type: String(record['type']),
    time: rfc3339(record['time']) ?? receivedAt,
    ...(typeof subject === 'string' && { subject }),
    keys: found,
    trust: trustOf(record['trust'], trust),
    observed: (trust === undefined ? rfc3339(record['observed']) : undefined) ?? receivedAt,
    data,
  };
}

/** The less trustworthy of what the way in allows and what the event says of itself. */
function trustOf(claimed: unknown, allowed: Trust | undefined): Trust {
  const at = TRUST.indexOf(claimed as Trust);
  if (allowed === undefined) return TRUST[at] ?? 'unsigned';
  return at > TRUST.indexOf(allowed) ? (TRUST[at] as Trust) : allowed;
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Whether headers carry an event of the binary mode (HTTP binding §3.1). */
export function isBinaryMode(headers: Readonly<Record<string, string>>): boolean {
  return headers['ce-specversion'] !== undefined;
}

/** The attributes of the headers as a record of the structured mode, with the body as its data (§3.1.3). */
export function binaryModeRecord(
  headers: Readonly<Record<string, string>>,
  contentType: string | undefined,
  data: unknown,
): EventRecord {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), percentDecoded(value)]);
  return {
    ...Object.fromEntries(attributes),
    ...(contentType !== undefined && { datacontenttype: contentType }),
    ...(data !== undefined && { data }),
  };
}

/** §3.1.3.2: quoted values lose their quotes, then escapes are undone once; what is no escape stays. */
function percentDecoded(value: string): string {
  const bare = /^"(.*)"$/s.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value;
  return bare.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
    return new TextDecoder().decode(bytes);
  });
}
