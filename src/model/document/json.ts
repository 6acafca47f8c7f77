// SPDX-License-Identifier: Apache-2.0
// RFC 8259, strictly: JSON.parse gives no positions and takes the last of two equal names without a word.
import { bareRecord, FORBIDDEN_KEY } from './bare-record.ts';
import type { ReadLimits } from './document.ts';
import { closePlace, openPlace, type Places } from './places.ts';
import { badNumber, duplicateKey, forbiddenKey, loneSurrogate, Refusal, tooDeep } from './refusal.ts';

interface Reader {
  readonly text: string;
  readonly limits: ReadLimits;
  readonly places: Places;
  /** Called for what is wrong but does not end the reading. */
  readonly report: (refusal: Refusal) => void;
  at: number;
  depth: number;
}

/**
 * The value of a JSON text (RFC 8259 §2), its nodes added to `places`.
 *
 * @throws Refusal at the first place where the text is not JSON or passes a limit.
 */
export function readJson(
  text: string,
  limits: ReadLimits,
  places: Places,
  report: (refusal: Refusal) => void,
): unknown {
  const reader: Reader = { text, limits, places, report, at: 0, depth: 0 };
  skipSpace(reader);
  const value = readValue(reader, undefined, 0);
  skipSpace(reader);
  if (reader.at < text.length) throw unexpected(reader, 'the end of the text');
  return value;
}

function readValue(reader: Reader, key: string | undefined, keyOffset: number): unknown {
  const node = openPlace(reader.places, reader.at, key, keyOffset);
  if (node >= reader.limits.maxNodes) {
    throw new Refusal(
      'DOCUMENT_TOO_MANY_NODES',
      `Stopped after ${reader.limits.maxNodes} values: expected at most that many`,
      reader.at,
    );
  }
  switch (reader.text.charCodeAt(reader.at)) {
    case 0x22: // "
      return readString(reader);
    case 0x7b: // {
      return readNested(reader, node, readObject);
    case 0x5b: // [
      return readNested(reader, node, readArray);
    case 0x74: // t
      return readLiteral(reader, 'true', true);
    case 0x66: // f
      return readLiteral(reader, 'false', false);
    case 0x6e: // n
      return readLiteral(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function readNested(reader: Reader, node: number, read: (reader: Reader) => unknown): unknown {
  if (reader.depth >= reader.limits.maxDepth) throw tooDeep(reader.limits, reader.at);
  reader.depth++;
  reader.at++;
  const value = read(reader);
  reader.depth--;
  closePlace(reader.places, node);
  return value;
}

/** RFC 8259 §4. */
function readObject(reader: Reader): unknown {
  const record = bareRecord();
  const names = new Set<string>();
  skipSpace(reader);
  if (reader.text.charCodeAt(reader.at) === 0x7d) {
    reader.at++;
    return record;
  }
  for (;;) {
    const nameAt = reader.at;
    if (reader.text.charCodeAt(nameAt) !== 0x22) throw unexpected(reader, 'a name in double quotes');
    const name = readString(reader);
    skipSpace(reader);
    if (reader.text.charCodeAt(reader.at) !== 0x3a) throw unexpected(reader, '`:` after the name');
    reader.at++;
    skipSpace(reader);
    const value = readValue(reader, name, nameAt);
    if (accepts(reader, names, name, nameAt)) record[name] = value;
    if (endOfItem(reader, 0x7d, '`,` or `}`')) return record;
    skipSpace(reader);
  }
}

function accepts(reader: Reader, names: Set<string>, name: string, nameAt: number): boolean {
  if (name === FORBIDDEN_KEY) reader.report(forbiddenKey(nameAt));
  else if (names.has(name)) reader.report(duplicateKey(name, nameAt));
  else return names.add(name).size > 0;
  return false;
}

/** RFC 8259 §5. */
function readArray(reader: Reader): unknown {
  const items: unknown[] = [];
  skipSpace(reader);
  if (reader.text.charCodeAt(reader.at) === 0x5d) {
    reader.at++;
    return items;
  }
  for (;;) {
    items.push(readValue(reader, undefined, 0));
    if (endOfItem(reader, 0x5d, '`,` or `]`')) return items;
    skipSpace(reader);
  }
}

function endOfItem(reader: Reader, close: number, expected: string): boolean {
  skipSpace(reader);
  const code = reader.text.charCodeAt(reader.at);
  if (code !== close && code !== 0x2c) throw unexpected(reader, expected);
  reader.at++;
  return code === close;
}

function readLiteral<T>(reader: Reader, literal: string, value: T): T {
  if (!reader.text.startsWith(literal, reader.at)) throw unexpected(reader, 'a value');
  reader.at += literal.length;
  return value;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** RFC 8259 §6. */
function readNumber(reader: Reader): number {
  NUMBER.lastIndex = reader.at;
  const found = NUMBER.exec(reader.text);
  if (found === null) throw unexpected(reader, 'a value');
  const value = Number(found[0]);
  if (!Number.isFinite(value)) reader.report(badNumber(found[0], reader.at));
  reader.at = NUMBER.lastIndex;
  return value;
}

/** RFC 8259 §7; the reader stands on the opening quote. */
function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at + 1;
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      reader.at = at + 1;
      return text.slice(start, at);
    }
    if (code === 0x5c) return readEscapedString(reader, start, at);
    if (!(code >= 0x20)) {
      reader.at = at;
      throw unexpected(reader, 'the closing `"`');
    }
    at++;
  }
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these in a string
const PLAIN_RUN = /[^"\\\u0000-\u001f]*/y;
const HEX4 = /^[0-9a-fA-F]{4}$/;

function readEscapedString(reader: Reader, start: number, firstEscape: number): string {
  const { text } = reader;
  let value = text.slice(start, firstEscape);
  reader.at = firstEscape;
  while (text[reader.at] === '\\') {
    value += readEscape(reader);
    PLAIN_RUN.lastIndex = reader.at;
    value += (PLAIN_RUN.exec(text) as RegExpExecArray)[0];
    reader.at = PLAIN_RUN.lastIndex;
  }
  if (text[reader.at] !== '"') throw unexpected(reader, 'the closing `"`');
  reader.at++;
  if (!value.isWellFormed()) reader.report(loneSurrogate(start - 1));
  return value;
}

function readEscape(reader: Reader): string {
  const letter = reader.text[reader.at + 1] ?? '';
  const simple = Object.hasOwn(ESCAPED, letter) ? ESCAPED[letter] : undefined;
  if (simple !== undefined) {
    reader.at += 2;
    return simple;
  }
  const digits = reader.text.slice(reader.at + 2, reader.at + 6);
  if (letter !== 'u' || !HEX4.test(digits))
    throw unexpected(reader, 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
  reader.at += 6;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  let code = text.charCodeAt(reader.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
    code = text.charCodeAt(++reader.at);
}

function unexpected(reader: Reader, expected: string): Refusal {
  const found = reader.text.codePointAt(reader.at);
  const what = found === undefined ? 'the text ends here' : `found ${shown(found)}`;
  return new Refusal(
    'DOCUMENT_JSON_SYNTAX',
    `Cannot read this as JSON: ${what}, expected ${expected}`,
    reader.at,
  );
}

function shown(code: number): string {
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return code > 0x20 && code !== 0x7f && code < 0xd800 ? `\`${String.fromCodePoint(code)}\`` : `U+${hex}`;
}
