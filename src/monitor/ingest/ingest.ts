// SPDX-License-Identifier: Apache-2.0
// A message of a transport to events: nothing is dropped without a word.
import { createHash } from 'node:crypto';
import type { ChainEvent } from '../../model/index.ts';
import { binaryModeRecord, isBinaryMode, readCloudEvent } from './cloudevents.ts';
import { inflate } from './inflate.ts';
import { parseJson } from './json.ts';
import type { IngestKnowledge } from './knowledge.ts';
import { readSyslogLine } from './lines.ts';
import {
  type Ingested,
  type InputFormat,
  isRefused,
  type Received,
  type Refused,
  refused,
} from './received.ts';
import { openIngest, type StreamItem, type StreamOptions, withEvents } from './stream.ts';

/** Events of a message, and what of it is none, each with its reason. */
export function ingest(knowledge: IngestKnowledge, received: Received): Ingested {
  const { headers = {}, source, receivedAt, trust = 'unsigned' } = received;
  const inflated = inflate(received.bytes, headers['content-encoding']);
  if ('why' in inflated) return sorted([notInflated(inflated.why)]);
  const { bytes } = inflated;
  const format = received.format ?? formatOf(received.contentType);
  const message = received.sequence ?? createHash('sha256').update(bytes).digest('hex');
  const options: StreamOptions = { source, format, receivedAt, trust, message };
  if (isBinaryMode(headers)) return sorted([binaryMode(bytes, received, knowledge, options)]);
  if (format === 'syslog') return sorted([oneMessage(bytes, knowledge, options)]);
  const stream = openIngest(knowledge, options);
  return sorted([...stream.push(bytes), ...stream.end()]);
}

function sorted(items: readonly StreamItem[]): Ingested {
  const events: ChainEvent[] = [];
  const bad: Refused[] = [];
  for (const item of items) {
    if (isRefused(item)) bad.push(item);
    else events.push(...item.events());
  }
  if (events.length + bad.length > 0) return { events, refused: bad };
  return { events, refused: [refused('INGEST_EMPTY', 'The message holds no record', { line: 1, text: '' })] };
}

const TYPES: Readonly<Record<string, InputFormat>> = {
  'application/cloudevents+json': 'cloudevents',
  'application/cloudevents-batch+json': 'cloudevents',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json': 'json',
  'application/ld+json': 'json',
  'application/reports+json': 'json',
  'application/csp-report': 'json',
  'text/csv': 'csv',
  'text/plain': 'lines',
};

/** What the content type says (RFC 9110 §8.3), without its parameters; else the start of the bytes tells. */
function formatOf(contentType: string | undefined): InputFormat {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return Object.hasOwn(TYPES, type) ? (TYPES[type] as InputFormat) : 'auto';
}

function notInflated(why: 'too-long' | 'unknown' | 'broken'): Refused {
  const at = { line: 1, text: '' };
  if (why === 'too-long')
    return refused('INGEST_TOO_LONG', 'The message is longer than the limit once inflated', at);
  const reason =
    why === 'broken'
      ? 'The message cannot be inflated as its content coding says'
      : 'The content coding is unknown: expected gzip, deflate or br, once';
  return refused('INGEST_ENCODING', reason, at);
}

function binaryMode(
  bytes: Uint8Array,
  { headers = {}, contentType }: Received,
  knowledge: IngestKnowledge,
  options: StreamOptions,
): StreamItem {
  const text = new TextDecoder().decode(bytes);
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(contentType ?? '');
  const data = bytes.length === 0 ? undefined : isJson ? parseJson(text, 1) : { value: text };
  if (data !== undefined && 'refused' in data) return data.refused;
  const record = binaryModeRecord(headers, contentType, data?.value);
  const context = {
    keys: knowledge.keys,
    receivedAt: options.receivedAt,
    trust: options.trust ?? 'unsigned',
  };
  return withEvents(readCloudEvent(record, { line: 1, text }, context), knowledge, options);
}

/** A datagram or frame is one message, whatever line ends it holds: nobody makes two events of one. */
function oneMessage(bytes: Uint8Array, knowledge: IngestKnowledge, options: StreamOptions): StreamItem {
  const text = new TextDecoder().decode(bytes).replace(/[\r\n\0]+$/, '');
  if (text === '') return refused('INGEST_EMPTY', 'The message holds nothing', { line: 1, text });
  const item = readSyslogLine({ line: 1, text }, knowledge.parse, options.receivedAt);
  return withEvents(
    text.includes('\ufffd') && !isRefused(item) ? { ...item, lossy: true } : item,
    knowledge,
    options,
  );
}
