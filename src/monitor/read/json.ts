// SPDX-License-Identifier: Apache-2.0
// Where JSON values end, in text that comes in chunks. Only brackets and strings are followed; what stands between
// them is judged by the JSON parser.
import type { Encoding } from './encoding.ts';
import { MAX_RECORD_CHARS, type RawRecord, type RecordReader } from './records.ts';

const [NEWLINE, QUOTE, BACKSLASH] = [10, 34, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN_SECTION, CLOSE_SECTION] = [91, 93, 123, 125];

interface Cut {
  /** Text since the last record ended, without the chunk at hand. */
  text: string;
  /** Line in which the open record starts. */
  start: number;
  line: number;
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** Depth between records: 1 when the file is one list of them. Undefined until the first bracket. */
  outer: 0 | 1 | undefined;
  /** The open record is longer than allowed, and was told already. */
  dropped: boolean;
  readonly maxChars: number;
  readonly records: RawRecord[];
}

/** JSON values one after the other (NDJSON, or pretty-printed), or the items of one list. */
export function createJsonReader(maxChars = MAX_RECORD_CHARS, encoding: Encoding = 'utf-8'): RecordReader {
  const decoder = new TextDecoder(encoding);
  const cut: Cut = {
    text: '',
    start: 1,
    line: 1,
    depth: 0,
    inString: false,
    escaped: false,
    outer: undefined,
    dropped: false,
    maxChars,
    records: [],
  };
  return {
    push: (chunk) => cutChunk(cut, decoder.decode(chunk, { stream: true })),
    end: () => {
      const records = cutChunk(cut, decoder.decode());
      if (/^\s*,?\s*$/.test(cut.text) || cut.dropped) return records;
      const pieces = piecesOf(cut, cut.text);
      const last = pieces.pop() as RawRecord;
      if (pieces.length > 0 && isWhole(last.text)) return [...records, ...pieces, last];
      return [
        ...records,
        ...pieces,
        { line: last.line, text: last.text.slice(0, 200), problem: 'truncated' },
      ];
    },
  };
}

function cutChunk(cut: Cut, chunk: string): RawRecord[] {
  let from = 0;
  for (let at = 0; at < chunk.length; at++) {
    const code = chunk.charCodeAt(at);
    if (code === NEWLINE) cut.line++;
    if (cut.inString) {
      if (staysInString(cut, code)) continue;
      // No JSON string goes over a line: a quote was missing, and the next line starts afresh.
      cut.depth = cut.outer ?? 0;
      finish(cut, chunk.slice(from, at));
      from = at;
    } else if (code === QUOTE) cut.inString = true;
    else if (code === OPEN_LIST || code === OPEN_SECTION) {
      cut.outer ??= code === OPEN_LIST ? 1 : 0;
      if (code === OPEN_SECTION && cut.depth > 0 && cut.outer === 0 && isBroken(cut, chunk, from, at)) {
        giveUp(cut, chunk.slice(from, at));
        from = at;
      }
      if (cut.depth <= cut.outer) {
        // Before the list, or between records: only commas and spaces are nothing.
        finish(cut, chunk.slice(from, at));
        from = cut.depth < cut.outer ? at + 1 : at;
        cut.start = cut.line;
      }
      cut.depth++;
    } else if (code === CLOSE_LIST || code === CLOSE_SECTION) {
      const outer = cut.outer ?? 0;
      if (cut.depth > outer + 1) {
        cut.depth--;
        continue;
      }
      // A record ends, or the list does, or the bracket closes nothing and is told.
      const endsList = cut.depth <= outer && outer === 1 && code === CLOSE_LIST;
      finish(cut, chunk.slice(from, endsList ? at : at + 1));
      cut.depth = outer;
      from = at + 1;
    }
  }
  keep(cut, chunk.slice(from));
  return cut.records.splice(0);
}

/** So far back it is looked for what a line goes on with. */
const BACK = 200;

/** Whether a bracket that starts a line cannot belong to the open record: nothing before it lets another value follow. */
function isBroken(cut: Cut, chunk: string, from: number, at: number): boolean {
  const before = cut.text.slice(-BACK) + chunk.slice(Math.max(from, at - BACK), at);
  return /[^\s,:[{]\s*\n$/.test(before);
}

/** The open record was cut off in some line before this one. Whole records that it seemed to hold are told one by one. */
function giveUp(cut: Cut, rest: string): void {
  if (!cut.dropped) cut.records.push(...piecesOf(cut, cut.text + rest));
  cut.text = '';
  cut.dropped = false;
  cut.depth = 0;
  cut.start = cut.line;
}

/** The text, cut at each line that starts with a bracket. In a list such lines are items, and nothing is cut. */
function piecesOf(cut: Cut, text: string): RawRecord[] {
  let line = cut.start;
  return (cut.outer === 0 ? text.split(/\n(?=\{)/) : [text]).flatMap((piece) => {
    const start = line + (/^\s*/.exec(piece)?.[0].split('\n').length ?? 1) - 1;
    line += piece.split('\n').length;
    const whole = piece.trim();
    return whole === '' ? [] : [bounded({ ...cut, start }, whole)];
  });
}

function isWhole(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** False at a line end, which no string goes over. */
function staysInString(cut: Cut, code: number): boolean {
  if (code === NEWLINE) {
    cut.inString = false;
    cut.escaped = false;
    return false;
  }
  if (cut.escaped) cut.escaped = false;
  else if (code === BACKSLASH) cut.escaped = true;
  else if (code === QUOTE) cut.inString = false;
  return true;
}

/** Ends what was open; commas and spaces between records are nothing. */
function finish(cut: Cut, rest: string): void {
  const text = cut.text + rest;
  const [nothing = ''] = /^[\s,\ufeff]*/.exec(text) ?? [];
  if (!cut.dropped && nothing.length < text.length) {
    cut.start += nothing.split('\n').length - 1;
    cut.records.push(bounded(cut, text.slice(nothing.length)));
  }
  cut.text = '';
  cut.dropped = false;
  cut.start = cut.line;
}

function keep(cut: Cut, rest: string): void {
  if (cut.dropped) return;
  cut.text += rest;
  if (cut.text.length <= cut.maxChars) return;
  cut.records.push(bounded(cut, cut.text));
  cut.text = '';
  cut.dropped = true;
}

function bounded({ start, maxChars }: Cut, text: string): RawRecord {
  if (text.length > maxChars) return { line: start, text: text.slice(0, 200), problem: 'too-long' };
  return text.includes('\ufffd') ? { line: start, text, problem: 'not-utf8' } : { line: start, text };
}
