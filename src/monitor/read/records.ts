// SPDX-License-Identifier: Apache-2.0
// Bytes of a file, in chunks of any size, to the texts of its records. Memory is bounded by one record.

import type { Encoding } from './encoding.ts';

/** One record of a file, or why a part of it is none. */
export interface RawRecord {
  /** 1-based line where it starts. */
  readonly line: number;
  readonly text: string;
  readonly problem?: 'too-long' | 'not-utf8' | 'truncated';
}

export interface RecordReader {
  push(chunk: Uint8Array): readonly RawRecord[];
  /** What is left when the file ends. */
  end(): readonly RawRecord[];
}

/** One file of a cloud's audit log is one record that wraps many events. */
export const MAX_RECORD_CHARS = 16 * 1024 * 1024;

/** Text lines: `\n`, with or without `\r` before it. Empty lines are left out. */
export function createLineReader(maxChars = MAX_RECORD_CHARS, encoding: Encoding = 'utf-8'): RecordReader {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  let line = 1;
  let dropping = false;
  const take = (text: string, ended: boolean): RawRecord[] => {
    const records: RawRecord[] = [];
    const parts = (rest + text).split('\n');
    rest = ended ? '' : (parts.pop() as string);
    for (const part of parts) {
      const record = dropping ? undefined : lineRecord(part, line, maxChars);
      dropping = false;
      if (record !== undefined) records.push(record);
      line++;
    }
    if (rest.length > maxChars) {
      if (!dropping) records.push({ line, text: rest.slice(0, 200), problem: 'too-long' });
      dropping = true;
      rest = '';
    }
    return records;
  };
  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true }), false),
    end: () => take(decoder.decode(), true),
  };
}

function lineRecord(part: string, line: number, maxChars: number): RawRecord | undefined {
  const text = part.endsWith('\r') ? part.slice(0, -1) : part;
  if (text.trim() === '') return undefined;
  if (text.length > maxChars) return { line, text: text.slice(0, 200), problem: 'too-long' };
  // The decoder puts this where bytes were no UTF-8.
  return text.includes('\ufffd') ? { line, text, problem: 'not-utf8' } : { line, text };
}
