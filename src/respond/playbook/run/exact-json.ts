// SPDX-License-Identifier: Apache-2.0
// JSON whose numbers stay as they are written. RFC 8259 §6 sets them no bound, and JavaScript keeps no more than 53 bits: an
// account 9007199254740993 would become its neighbour.

/** A number as it is written; what only looks like one is not in here. */
const WRITTEN = new WeakMap<object, string>();

const TOKEN = /"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const ESCAPE = /\\u[0-9a-fA-F]{4}/g;

/** As JSON.parse. @throws SyntaxError. */
export function parseExact(text: string): unknown {
  JSON.parse(text);
  const numbers: string[] = [];
  const place = placeFor(text);
  const marked = text.replaceAll(TOKEN, (token) => {
    if (token.startsWith('"') || String(Number(token)) === token) return token;
    numbers.push(token);
    return `{"${place}":${numbers.length - 1}}`;
  });
  return numbers.length === 0
    ? JSON.parse(text)
    : JSON.parse(marked, (_, value: unknown) => unmarked(value, place, numbers));
}

/** A key that stands for a number until the text is read, and that the text does not have: longer than any of its kind. */
function placeFor(text: string): string {
  const read = text.replaceAll(ESCAPE, (each) => String.fromCharCode(Number.parseInt(each.slice(2), 16)));
  const longest = read.match(/\uE002+/g)?.reduce((most, each) => Math.max(most, each.length), 0) ?? 0;
  return '\uE002'.repeat(longest + 1);
}

function unmarked(value: unknown, place: string, numbers: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, place)) return value;
  const number = numbers[(value as Record<string, number>)[place] as number] as string;
  const written = Object.freeze({});
  WRITTEN.set(written, number);
  return written;
}

/** The number as it is written; undefined for everything else. */
export function exactNumber(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? WRITTEN.get(value) : undefined;
}

/** As JSON.stringify, of what `parseExact` has read. */
export function writeExact(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const number = WRITTEN.get(value);
  if (number !== undefined) return number;
  if (Array.isArray(value)) return `[${value.map(writeExact).join(',')}]`;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${writeExact(each)}`).join(',')}}`;
}
