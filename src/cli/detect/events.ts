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
  type LineParser,
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
  let toEvent: (raw: RawRecord) => FileEvent | BadRecord = (raw) => jsonEvent(raw);
  const give = (records: readonly RawRecord[]): void => {
    for (const raw of records) {
      const event = toEvent(raw);
      if ('why' in event) onBad(event);
      else onEvent(event);
    }
  };
  try {
    for await (const { bytes, done, total } of readChunks(path)) {
      if (reader === undefined) {
        const isJson = options.format === 'json' || (options.format === 'auto' && looksLikeJson(bytes));
        reader = isJson ? createJsonReader() : createLineReader();
        const parse = compileFormats(options.pack.formats);
        if (!isJson) toEvent = (raw) => lineEvent(raw, parse);
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

function looksLikeJson(bytes: Uint8Array): boolean {
  return /^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 4096)));
}

const WHY: Readonly<Record<NonNullable<RawRecord['problem']>, string>> = {
  'too-long': 'the record is longer than 1 MiB',
  'not-utf8': 'the record is not UTF-8',
  truncated: 'the file ends within the record',
};

function jsonEvent(raw: RawRecord): FileEvent | BadRecord {
  if (raw.problem !== undefined) return { line: raw.line, why: WHY[raw.problem] };
  try {
    const record: unknown = JSON.parse(raw.text);
    if (typeof record === 'object' && record !== null && !Array.isArray(record))
      return { record: record as EventRecord, source: undefined, line: raw.line };
    return { line: raw.line, why: 'the record is JSON but no object' };
  } catch {
    return { line: raw.line, why: 'the record is not JSON (RFC 8259)' };
  }
}

function lineEvent(raw: RawRecord, parse: LineParser): FileEvent | BadRecord {
  if (raw.problem !== undefined) return { line: raw.line, why: WHY[raw.problem] };
  const read = parse(raw.text);
  return read === undefined
    ? { line: raw.line, why: 'no format of the pack reads the line' }
    : {
        record: { ...read.record, message: read.record['message'] ?? raw.text },
        source: read.source,
        line: raw.line,
      };
}
