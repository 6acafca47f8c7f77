// SPDX-License-Identifier: Apache-2.0
// Bytes of a file or message, in chunks of any size, to records and events. Memory is bounded by one record.
import type { ChainEvent, Trust } from '../../model/index.ts';
import { encodingOf } from '../read/encoding.ts';
import { createJsonReader } from '../read/json.ts';
import { createLineReader, MAX_RECORD_CHARS, type RawRecord, type RecordReader } from '../read/records.ts';
import { createCsvReader } from './csv/csv.ts';
import { createRowReader } from './csv/records.ts';
import { type JsonFormat, readJsonRecord } from './json-record.ts';
import type { IngestKnowledge } from './knowledge.ts';
import { readLine, readSyslogLine } from './lines.ts';
import {
  type InputFormat,
  isRefused,
  type ReadOrRefused,
  type ReadRecord,
  type Refused,
  refused,
} from './received.ts';
import { SNIFF_BYTES, sniffFormat } from './sniff.ts';

export interface StreamOptions {
  /** The `source` of events that name none of their own, such as the name of the file. */
  readonly source: string;
  readonly format: InputFormat;
  /** Milliseconds since 1970: the time of events that tell none, and what their year is inferred from. */
  readonly receivedAt: number;
  /** How far the way in can be trusted. Without it events of CloudEvents keep what they say of themselves. */
  readonly trust?: Trust;
  /** What makes a message different from every other of the source; a file needs none. */
  readonly message?: string;
}

export interface StreamRecord extends ReadRecord {
  /** The events that the record is, made when they are asked for. */
  readonly events: () => readonly ChainEvent[];
}

export type StreamItem = StreamRecord | Refused;

export interface IngestStream {
  push(chunk: Uint8Array): readonly StreamItem[];
  /** What is left when the input ends. */
  end(): readonly StreamItem[];
}

/**
 * Reads a file or message as it comes.
 *
 *     const stream = openIngest(compileIngest(pack), { source: 'access.log', format: 'auto', receivedAt: now });
 *     for await (const chunk of chunks) for (const item of stream.push(chunk)) …   // item.reason: refused
 *     for (const item of stream.end()) …                                           // item.record, item.events()
 */
export function openIngest(knowledge: IngestKnowledge, options: StreamOptions): IngestStream {
  let waiting: Uint8Array | undefined = new Uint8Array();
  let cutter: Cutter | undefined;
  const cut = (chunk: Uint8Array, isLast: boolean): readonly StreamItem[] => {
    if (waiting !== undefined) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      if (waiting.length < SNIFF_BYTES && !isLast) return [];
      [cutter, chunk, waiting] = [createCutter(waiting, knowledge, options), waiting, undefined];
    }
    const { reader, read } = cutter as Cutter;
    const raw = [...reader.push(chunk), ...(isLast ? reader.end() : [])];
    return raw.flatMap((record) => readRaw(record, read)).map((item) => withEvents(item, knowledge, options));
  };
  return { push: (chunk) => cut(chunk, false), end: () => cut(new Uint8Array(), true) };
}

type Read = (raw: RawRecord) => readonly ReadOrRefused[];

interface Cutter {
  readonly reader: RecordReader;
  readonly read: Read;
}

function createCutter(start: Uint8Array, knowledge: IngestKnowledge, options: StreamOptions): Cutter {
  const { receivedAt, trust } = options;
  const encoding = encodingOf(start);
  const format = options.format === 'auto' ? sniffFormat(start, encoding) : options.format;
  const json = (kind: JsonFormat): Read => {
    const context = { keys: knowledge.keys, receivedAt, ...(trust !== undefined && { trust }) };
    return (raw) => readJsonRecord(raw, kind, context);
  };
  switch (format) {
    case 'ndjson':
      return { reader: createLineReader(MAX_RECORD_CHARS, encoding), read: json('auto') };
    case 'json':
      return { reader: createJsonReader(MAX_RECORD_CHARS, encoding), read: json('auto') };
    case 'csv':
      return { reader: createRowReader(MAX_RECORD_CHARS, encoding), read: createCsvReader() };
    case 'syslog':
      return {
        reader: createLineReader(),
        read: (raw) => [readSyslogLine(raw, knowledge.parse, receivedAt)],
      };
    case 'lines':
      return {
        reader: createLineReader(MAX_RECORD_CHARS, encoding),
        read: (raw) => [readLine(raw, knowledge.parse, receivedAt)],
      };
    case 'xml':
      return { reader: createWholeReader(), read: refuseXml };
    default:
      return { reader: createJsonReader(MAX_RECORD_CHARS, encoding), read: json(format) };
  }
}

function refuseXml(raw: RawRecord): readonly ReadOrRefused[] {
  return [refused('INGEST_XML', 'XML is not read: expected the JSON form of the format', raw)];
}

/** One record for all of the input, of which only the start is kept. */
function createWholeReader(): RecordReader {
  let start: string | undefined;
  return {
    push(chunk) {
      start ??= new TextDecoder().decode(chunk.subarray(0, SNIFF_BYTES));
      return [];
    },
    end: () => [{ line: 1, text: start ?? '' }],
  };
}

/** Bytes that are no UTF-8 are no reason to lose a record: a client may have put them there to hide it. */
function readRaw(raw: RawRecord, read: Read): readonly ReadOrRefused[] {
  if (raw.problem === 'too-long')
    return [refused('INGEST_TOO_LONG', 'The record is longer than the limit', raw)];
  // Text that starts no record is not one that was cut off.
  if (raw.problem === 'truncated' && /^[[{]|"/.test(raw.text))
    return [refused('INGEST_TRUNCATED', 'The input ends within the record', raw)];
  const items = read(raw);
  return raw.problem === undefined
    ? items
    : items.map((item) => (isRefused(item) ? item : { ...item, lossy: true }));
}

export function withEvents(
  item: ReadOrRefused,
  knowledge: IngestKnowledge,
  options: StreamOptions,
): StreamItem {
  if (isRefused(item)) return item;
  const { source, receivedAt, trust = 'unsigned', message } = options;
  const { event, format, record: own, fields: record = own, time, line, pointer = '' } = item;
  if (event !== undefined) return { ...item, events: () => [event] };
  const place = `${message ?? JSON.stringify(own)}:${line}:${pointer}`;
  return {
    ...item,
    events: () => knowledge.map({ format, record, source, place, time, receivedAt, trust }),
  };
}
