// SPDX-License-Identifier: Apache-2.0
// Events of files, whatever their format, one at a time.
import { statSync } from 'node:fs';
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
import type { Call } from '../command.ts';
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

/** Gives every event of a file to `onEvent`, every other record to `onBad`. @throws Failure 6. */
export async function readEvents(
  call: Call,
  file: string,
  options: { readonly pack: Pack; readonly format: Format },
  onEvent: (event: FileEvent) => void,
  onBad: (bad: BadRecord) => void,
): Promise<void> {
  const path = resolve(call.io.cwd, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new Failure(EXIT.runtime, `Cannot read ${file}: expected a regular file`);
  let reader: RecordReader | undefined;
  let toEvents: (raw: RawRecord) => readonly FileEvent[] | BadRecord = jsonEvents;
  const give = (records: readonly RawRecord[]): void => {
    for (const raw of records) {
      const events = toEvents(raw);
      if ('why' in events) onBad(events);
      else for (const event of events) onEvent(event);
    }
  };
  try {
    for await (const { bytes, done, total } of readChunks(path)) {
      if (reader === undefined) {
        const encoding = encodingOf(bytes);
        const isJson =
          options.format === 'json' || (options.format === 'auto' && looksLikeJson(bytes, encoding));
        reader = (isJson ? createJsonReader : createLineReader)(MAX_RECORD_CHARS, encoding);
        const parse = compileFormats(options.pack.formats);
        if (!isJson) toEvents = (raw) => lineEvents(raw, parse);
      }
      give(reader.push(bytes));
      call.progress.step(`Reading ${file}`, total === 0 ? 1 : done / total);
    }
  } catch (error) {
    throw new Failure(
      EXIT.runtime,
      `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (reader !== undefined) give(reader.end());
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

function jsonEvents(raw: RawRecord): readonly FileEvent[] | BadRecord {
  const { line } = raw;
  const why = whyUnread(raw);
  if (why !== undefined) return { line, why };
  try {
    const record: unknown = JSON.parse(raw.text);
    if (typeof record === 'object' && record !== null && !Array.isArray(record))
      return eventsIn(record as EventRecord).map((each) => ({ record: each, source: undefined, line }));
    return { line, why: 'the record is JSON but no object' };
  } catch {
    return { line, why: 'the record is not JSON (RFC 8259)' };
  }
}

function lineEvents(raw: RawRecord, parse: LineParser): readonly FileEvent[] | BadRecord {
  const { line } = raw;
  const why = whyUnread(raw);
  if (why !== undefined) return { line, why };
  const read = parse(raw.text);
  if (read === undefined) return { line, why: 'no format of the pack reads the line' };
  const record = { ...read.record, message: read.record['message'] ?? raw.text };
  return [{ record, source: read.source, line }];
}
