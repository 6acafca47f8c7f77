// SPDX-License-Identifier: Apache-2.0
// Compose and kubectl read YAML with a parser that lets a closing bracket stand as far left as the key of its list:
//
//     command: [
//       "start",
//     ]
//
// YAML 1.2.2 §7.4 wants it further right, and our reader keeps to the standard.
import type { Parsed, Position } from '../../../core/problem.ts';
import { type Documents, type Path, readDocuments } from '../../document/index.ts';
import type { ImportInput } from '../importer.ts';

/** Bytes read again at most, over all repairs of one file. */
const MAX_BYTES_AGAIN = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const CLOSING: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d]);

/** Reads documents; a closing bracket that stands too far left is joined to the line before. Positions are of the file as it is. */
export function readLenient(input: ImportInput): Parsed<Documents> {
  let bytes = input.bytes;
  const joined: number[] = [];
  for (let again = 0; ; again += bytes.length) {
    const result = readDocuments(bytes, input.file);
    const failure = result.problems.find((problem) => problem.code === 'DOCUMENT_YAML_SYNTAX');
    if (failure === undefined || again > MAX_BYTES_AGAIN) return original(result, joined);
    const repaired = joinBracket(bytes, failure.at.line);
    if (repaired === undefined) return original(result, joined);
    joined.push(failure.at.line);
    bytes = repaired;
  }
}

/** Each join took one line away; the last one is given back first. */
function original(result: Parsed<Documents>, joined: readonly number[]): Parsed<Documents> {
  if (joined.length === 0) return result;
  const restore = (at: Position): Position => ({
    ...at,
    line: joined.reduceRight((line, join) => (line >= join ? line + 1 : line), at.line),
  });
  const problems = result.problems.map((problem) => ({ ...problem, at: restore(problem.at) }));
  if (result.value === undefined) return { problems };
  const value = result.value.map((document) => ({
    value: document.value,
    locate: (path: Path, on?: 'key' | 'value') => restore(document.locate(path, on)),
  }));
  return { value, problems };
}

/** The line break before a line that starts with a closing bracket becomes a space. */
function joinBracket(bytes: Uint8Array, line: number): Uint8Array | undefined {
  let start = 0;
  let before = 0;
  for (let number = 1; number < line; number++) {
    before = start;
    start = bytes.indexOf(LINE_FEED, start) + 1;
    if (start === 0) return undefined;
  }
  let first = start;
  while (bytes[first] === SPACE) first++;
  // After a comment the bracket would be part of it.
  if (start === 0 || !CLOSING.has(bytes[first]) || bytes.subarray(before, start).includes(HASH))
    return undefined;
  const copy = Uint8Array.from(bytes);
  copy[start - 1] = SPACE;
  if (copy[start - 2] === CARRIAGE_RETURN) copy[start - 2] = SPACE;
  return copy;
}
