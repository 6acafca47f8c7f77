// SPDX-License-Identifier: Apache-2.0
// Events of one file, whatever its format, a batch at a time.
import { resolve } from 'node:path';
import type { Pack } from '../../model/index.ts';
import {
  compileFormats,
  createJsonReader,
  createLineReader,
  type EventRecord,
  encodingOf,
  eventsIn,
  type LineParser,
  MAX_RECORD_CHARS,
  type RawRecord,
  type RecordReader,
} from '../../monitor/index.ts';
import { readChunks } from '../../platform/index.ts';
import { EXIT, Failure } from '../exit.ts';

export const FORMATS = ['auto', 'json', 'lines'] as const;
export type Format = (typeof FORMATS)[number];

export interface FileEvent {
  readonly record: EventRecord;
  readonly source: NonNullable<ReturnType<LineParser>>['source'] | undefined;
  readonly line: number;
}

/** A record that no reader understood. */
export interface BadRecord {
  readonly line: number;
  readonly why: string;
}

/** Records of a part of a file, in their order. */
export interface Batch {
  readonly items: readonly (FileEvent | BadRecord)[];
  /** Share of the file that was read, 0..1. */
  readonly done: number;
}

export function isBad(item: FileEvent | BadRecord): item is BadRecord {
  return 'why' in item;
}

/** Reads a file as it is asked for more. @throws Failure 6. */
export async function* batchesOf(
  cwd: string,
  file: string,
  options: { readonly pack: Pack; readonly format: Format },
): AsyncGenerator<Batch> {
  let cutter: Cutter | undefined;
  const cut = (records: readonly RawRecord[]): Batch['items'] =>
    records.flatMap((raw) => (cutter as Cutter).toEvents(raw));
  try {
    for await (const { bytes, done, total } of readChunks(resolve(cwd, file))) {
      cutter ??= cutterFor(bytes, options);
      yield { items: cut(cutter.reader.push(bytes)), done: total === 0 ? 1 : done / total };
    }
  } catch (error) {
    throw new Failure(
      EXIT.runtime,
      `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (cutter !== undefined) yield { items: cut(cutter.reader.end()), done: 1 };
}

interface Cutter {
  readonly reader: RecordReader;
  readonly toEvents: (raw: RawRecord) => readonly (FileEvent | BadRecord)[];
}

function cutterFor(start: Uint8Array, { pack, format }: { pack: Pack; format: Format }): Cutter {
  const encoding = encodingOf(start);
  const isJson = format === 'json' || (format === 'auto' && looksLikeJson(start, encoding));
  const reader = (isJson ? createJsonReader : createLineReader)(MAX_RECORD_CHARS, encoding);
  if (isJson) return { reader, toEvents: jsonEvents };
  const parse = compileFormats(pack.formats);
  return { reader, toEvents: (raw) => lineEvents(raw, parse) };
}

function looksLikeJson(bytes: Uint8Array, encoding: string): boolean {
  return /^[\s\ufeff]*[[{]/.test(new TextDecoder(encoding).decode(bytes.subarray(0, 4096)));
}

const WHY = {
  'too-long': 'the record is longer than 16 Mi characters',
  truncated: 'the file ends within the record',
} as const;

/** Bytes that are no UTF-8 are read as U+FFFD: the rest of such a record still tells what happened. */
function whyUnread({ problem }: RawRecord): string | undefined {
  return problem === undefined || problem === 'not-utf8' ? undefined : WHY[problem];
}

function jsonEvents(raw: RawRecord): readonly (FileEvent | BadRecord)[] {
  const { line } = raw;
  const why = whyUnread(raw);
  if (why !== undefined) return [{ line, why }];
  try {
    const record: unknown = JSON.parse(raw.text);
    if (typeof record === 'object' && record !== null && !Array.isArray(record))
      return eventsIn(record as EventRecord).map((each) => ({ record: each, source: undefined, line }));
    return [{ line, why: 'the record is JSON but no object' }];
  } catch {
    return [{ line, why: 'the record is not JSON (RFC 8259)' }];
  }
}

function lineEvents(raw: RawRecord, parse: LineParser): readonly (FileEvent | BadRecord)[] {
  const { line } = raw;
  const why = whyUnread(raw);
  if (why !== undefined) return [{ line, why }];
  const read = parse(raw.text);
  if (read === undefined) return [{ line, why: 'no format of the pack reads the line' }];
  const record = { ...read.record, message: read.record['message'] ?? raw.text };
  return [{ record, source: read.source, line }];
}
