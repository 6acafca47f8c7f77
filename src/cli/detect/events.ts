// SPDX-License-Identifier: Apache-2.0
// Events of one file, whatever its format, a batch at a time.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemRefusal, whyThrown } from '../../core/system-refusal.ts';
import {
  type IngestKnowledge,
  type InputFormat,
  isRefused,
  openIngest,
  type StreamItem,
  type StreamRecord,
} from '../../monitor/index.ts';
import { PackedError, readChunks } from '../../platform/index.ts';
import { EXIT, Failure } from '../exit.ts';

export type FileEvent = StreamRecord;

/** A record that no reader understood. */
export interface BadRecord {
  readonly line: number;
  readonly why: string;
  /** It is all that follows in the file. */
  readonly isRest?: true;
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

const NEWLINE = 0x0a;

/** Reads a file as it is asked for more; of gzip that is cut off or damaged, all that can be unpacked. @throws Failure 6. */
export async function* batchesOf(
  cwd: string,
  file: string,
  knowledge: IngestKnowledge,
  format: InputFormat,
): AsyncGenerator<Batch> {
  const path = resolve(cwd, file);
  try {
    // What tells no time or no year happened before the file was last written.
    const receivedAt = Math.round(statSync(path).mtimeMs);
    const stream = openIngest(knowledge, { source: file, format, receivedAt });
    let line = 1;
    let rest: BadRecord | undefined;
    try {
      for await (const { bytes, done, total } of readChunks(path)) {
        line += linesIn(bytes);
        yield { items: stream.push(bytes).map(itemOf), done: total === 0 ? 1 : done / total };
      }
    } catch (error) {
      if (!(error instanceof PackedError)) throw error;
      rest = { line, why: error.message, isRest: true };
    }
    yield { items: [...stream.end().map(itemOf), ...(rest === undefined ? [] : [rest])], done: 1 };
  } catch (error) {
    throw new Failure(EXIT.runtime, `Cannot read ${file}: ${systemRefusal(error)?.why ?? whyThrown(error)}`);
  }
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function itemOf(item: StreamItem): FileEvent | BadRecord {
  if (!isRefused(item)) return item;
  const reason = item.reason.charAt(0).toLowerCase() + item.reason.slice(1);
  return { line: item.line, why: reason };
}
