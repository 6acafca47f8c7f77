// SPDX-License-Identifier: Apache-2.0
// What comes in, and what becomes of it: every record is an event, or refused with a reason.
import type { ChainEvent, Trust } from '../../model/index.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import type { EventSource } from '../source/source.ts';

/** How the bytes of a file or message are to be read; `auto` looks at their start. */
export const INPUT_FORMATS = [
  'auto',
  'cloudevents',
  'ndjson',
  'json',
  'eve',
  'epcis',
  'otlp',
  'evtx',
  'csv',
  'syslog',
  'lines',
] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** One message of a transport: an HTTP request, a datagram, a message of a broker. */
export interface Received {
  /** Where it comes from, the `source` of events that name none of their own (a URI reference). */
  readonly source: string;
  readonly contentType?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly format?: InputFormat;
  /** Tells apart messages with the same bytes, such as a number of the transport; without it a repetition is a duplicate. */
  readonly sequence?: string;
  readonly trust?: Trust;
}

/** Why a record is no event. */
export interface Refused {
  readonly code: RefusalCode;
  /** One sentence: what is wrong, and what was expected. */
  readonly reason: string;
  readonly line: number;
  /** JSON pointer (RFC 6901) inside the record. */
  readonly pointer?: string;
  /** The record, at most the first 64 KiB; attackers may have written it. */
  readonly text: string;
}

export interface Ingested {
  readonly events: readonly ChainEvent[];
  readonly refused: readonly Refused[];
}

/** A record that a reader understood. */
export interface ReadRecord {
  /** The reader, or the format of log lines, that read it. */
  readonly format: string;
  readonly record: EventRecord;
  /** The record as mappings and events see it, where that is another form. */
  readonly fields?: EventRecord;
  readonly line: number;
  readonly pointer?: string;
  /** In the words of Sigma's log sources. */
  readonly source?: EventSource;
  /** Milliseconds since 1970, when the reader found it. */
  readonly time?: number;
  /** When it came as an event already. */
  readonly event?: ChainEvent;
  /** Bytes were no UTF-8 and are shown as U+FFFD. */
  readonly lossy?: boolean;
}

export type ReadOrRefused = ReadRecord | Refused;

/** Codes of refusals, with what each means in one line. */
export const REFUSAL_CODES = {
  INGEST_CLOUDEVENTS: 'The record is no CloudEvent of version 1.0',
  INGEST_CSV: 'A row of CSV does not fit the header or RFC 4180',
  INGEST_DUPLICATE: 'A delivery with the same id was taken before',
  INGEST_EMPTY: 'The message holds nothing',
  INGEST_ENCODING: 'The compression is unknown or broken',
  INGEST_EPCIS: 'The record does not conform to EPCIS 2.0',
  INGEST_EVE: 'The record is no Suricata EVE event',
  INGEST_EVTX: 'The record is no Windows event as JSON',
  INGEST_JSON: 'The record is not JSON (RFC 8259)',
  INGEST_NOT_OBJECT: 'The record is JSON, but no object',
  INGEST_NO_FORMAT: 'No format of the pack reads the line',
  INGEST_OTLP: 'The record is no OTLP logs request',
  INGEST_SIGNATURE_MISSING: 'A delivery carries no signature, or not all that it is made of',
  INGEST_SIGNATURE_STALE: 'A delivery was signed too long ago, or in the future',
  INGEST_SIGNATURE_WRONG: 'The signature does not fit the delivery',
  INGEST_TOO_DEEP: 'Lists and objects nest deeper than the limit',
  INGEST_TOO_LONG: 'The record is longer than the limit',
  INGEST_TOO_MANY: 'The message holds more records than the limit',
  INGEST_TRUNCATED: 'The input ends within the record',
  INGEST_UNKNOWN_SENDER: 'No key is set up for the sender, or the pack does not know it',
  INGEST_XML: 'XML is not read: the JSON form of the format is',
} as const;
export type RefusalCode = keyof typeof REFUSAL_CODES;

const MAX_KEPT = 64 * 1024;

export function refused(
  code: RefusalCode,
  reason: string,
  at: { readonly line: number; readonly text: string; readonly pointer?: string },
): Refused {
  const { line, text, pointer } = at;
  return { code, reason, line, text: text.slice(0, MAX_KEPT), ...(pointer !== undefined && { pointer }) };
}

export function isRefused(item: ReadOrRefused): item is Refused {
  return 'reason' in item;
}
