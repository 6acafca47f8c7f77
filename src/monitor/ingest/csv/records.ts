// SPDX-License-Identifier: Apache-2.0
// RFC 4180: rows that may go over lines, in text that comes in chunks.
import type { Encoding } from '../../read/encoding.ts';
import { MAX_RECORD_CHARS, type RawRecord, type RecordReader } from '../../read/records.ts';

const [QUOTE, NEWLINE] = ['"', '\n'];

/** Rows as they are written, quotes and all. Empty lines are left out. */
export function createRowReader(maxChars = MAX_RECORD_CHARS, encoding: Encoding = 'utf-8'): RecordReader {
  const decoder = new TextDecoder(encoding);
  let [text, line, start, inQuotes, dropping] = ['', 1, 1, false, false];
  let records: RawRecord[] = [];
  const finish = (): void => {
    const row = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (!dropping && row.trim() !== '') records.push(rowRecord(row, start, maxChars));
    [text, dropping, inQuotes, start] = ['', false, false, line];
  };
  const take = (chunk: string): void => {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] === QUOTE) inQuotes = !inQuotes;
      else if (chunk[at] === NEWLINE) {
        line++;
        // A quote that never closes must not swallow the file: the row is given up at the limit.
        if (inQuotes && text.length + at - from <= maxChars && !dropping) continue;
        text += chunk.slice(from, at);
        from = at + 1;
        finish();
      }
    }
    text += chunk.slice(from);
    if (text.length <= maxChars || dropping) {
      if (dropping) text = '';
      return;
    }
    records.push({ line: start, text: text.slice(0, 200), problem: 'too-long' });
    [text, dropping] = ['', true];
  };
  const taken = (): readonly RawRecord[] => {
    const found = records;
    records = [];
    return found;
  };
  return {
    push(chunk) {
      take(decoder.decode(chunk, { stream: true }));
      return taken();
    },
    end() {
      take(decoder.decode());
      const open = inQuotes && !dropping;
      finish();
      const found = taken();
      const last = found.at(-1);
      return open && last !== undefined ? [...found.slice(0, -1), { ...last, problem: 'truncated' }] : found;
    },
  };
}

function rowRecord(text: string, line: number, maxChars: number): RawRecord {
  if (text.length > maxChars) return { line, text: text.slice(0, 200), problem: 'too-long' };
  return text.includes('\ufffd') ? { line, text, problem: 'not-utf8' } : { line, text };
}
