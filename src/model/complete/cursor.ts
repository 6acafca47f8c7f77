// SPDX-License-Identifier: Apache-2.0
// Where a cursor stands in a model that is being written: by indentation alone, since a text in the making does not parse.

/** A step down: a key, or `[]` for any item of a list. */
export type Way = readonly string[];

export interface Cursor {
  /** Of the section, the list or the key that the cursor is in. */
  readonly way: Way;
  /** `name`: a key may stand here, or an item of a list; `value`: what the last key of the way says. */
  readonly place: 'name' | 'value';
  /** What is written of the word so far, and the column of its first character, 1-based. */
  readonly typed: string;
  readonly from: number;
  /** Keys that the same section has already. */
  readonly taken: readonly string[];
}

/** Columns of the marks of a line: `- ` once or more, then perhaps a key. */
interface Line {
  readonly dashes: readonly number[];
  readonly column: number;
  readonly key: string | undefined;
  /** Text after the key, or all of it without one. */
  readonly rest: string;
}

/** A list or a section in brackets goes on over at most so many lines. */
const MAX_FLOW = 50;

/** The line on which the brackets open that the cursor is in, with all from there to the cursor as one line. */
function flowStart(
  lines: readonly string[],
  at: number,
  own: string,
): { readonly start: number; readonly joined: string } {
  let joined = own;
  for (let start = at; start >= 0 && start > at - MAX_FLOW; start--) {
    if (start < at) joined = `${lines[start]} ${joined}`;
    const depth = [...joined].reduce(
      (sum, each) => sum + ('[{'.includes(each) ? 1 : ']}'.includes(each) ? -1 : 0),
      0,
    );
    if (depth > 0) return { start, joined };
    // A key or a dash that opens nothing: what stands above it is no bracket of this place.
    if (start < at && /^\s*(?:- |[\w.-]+:\s*$)/.test(lines[start] as string) && depth === 0) break;
  }
  return { start: at, joined: own };
}

/** Longer texts are not looked through: completion answers while one writes. */
const MAX_LINES = 20_000;

/** @param line and column: 1-based, the cursor stands before the character there. Undefined in a comment. */
export function cursorAt(text: string, line: number, column: number): Cursor | undefined {
  const lines = text.split(/\r?\n/, MAX_LINES);
  const own = (lines[line - 1] ?? '').slice(0, column - 1);
  if (line > MAX_LINES || /(?:^|\s)#/.test(own)) return undefined;
  const { start, joined } = flowStart(lines, line - 1, own);
  const here = readLine(joined);
  const inline = flowPlace(here.rest, own.length);
  const above = wayAbove(lines, start, here);
  const ways = [...above, ...here.dashes.map(() => '[]'), ...(here.key === undefined ? [] : [here.key])];
  const isFlow = inline.way.length > 0;
  return {
    way: [...ways, ...inline.way],
    place: isFlow ? inline.place : here.key === undefined ? 'name' : 'value',
    typed: inline.typed,
    from: column - inline.typed.length,
    taken: isFlow ? inline.taken : here.key === undefined ? neighbours(lines, line - 1, here.column) : [],
  };
}

/** Lists in lists on one line: no model has so many. */
const MAX_DASHES = 50;

const KEY = /^([\w.$/@-]+|"[^"]*"|'[^']*'):(?:\s+|$)/;

function readLine(text: string): Line {
  const dashes: number[] = [];
  let column = /^ */.exec(text)?.[0].length ?? 0;
  for (;;) {
    const dash = /^-(?:\s+|$)/.exec(text.slice(column))?.[0];
    if (dash === undefined || dashes.length === MAX_DASHES) break;
    dashes.push(column);
    column += dash.length;
  }
  const found = KEY.exec(text.slice(column));
  return {
    dashes,
    column,
    key: found?.[1]?.replaceAll(/^["']|["']$/g, ''),
    rest: text.slice(column + (found?.[0].length ?? 0)),
  };
}

/** From the line of the cursor upwards, every mark that stands further left than all below it. */
function wayAbove(lines: readonly string[], at: number, here: Line): Way {
  const way: string[] = [];
  const [first] = here.dashes;
  // A key may stand in the column of the dashes of its list; another dash there is of another item.
  let keyBefore = first === undefined ? here.column : first + 1;
  let dashBefore = first ?? here.column;
  for (let number = at - 1; number >= 0 && keyBefore > 0; number--) {
    const text = lines[number] as string;
    if (/^\s*(?:#|$)/.test(text)) continue;
    const { dashes, column, key } = readLine(text);
    if (key !== undefined && column < keyBefore) {
      way.unshift(key);
      [keyBefore, dashBefore] = [column, column];
    }
    for (const dash of dashes.toReversed())
      if (dash < dashBefore) {
        way.unshift('[]');
        [keyBefore, dashBefore] = [dash + 1, dash];
      }
  }
  return way;
}

/** Keys in the same column, up and down to the end of their section. */
function neighbours(lines: readonly string[], at: number, column: number): readonly string[] {
  const keys: string[] = [];
  const look = (number: number): boolean => {
    const text = lines[number] as string;
    if (/^\s*(?:#|$)/.test(text)) return true;
    const line = readLine(text);
    if (line.column < column) return false;
    if (line.column === column && line.key !== undefined) keys.push(line.key);
    // The first line of an item is its own, and ends the look upwards.
    return line.dashes.length === 0 || (line.dashes[0] as number) >= column;
  };
  const isFirst = readLine(lines[at] ?? '').dashes.length > 0;
  for (let number = at - 1; !isFirst && number >= 0 && look(number); number--);
  for (let number = at + 1; number < lines.length; number++) {
    const line = readLine(lines[number] as string);
    if (line.dashes.length > 0 && (line.dashes[0] as number) < column) break;
    if (!look(number)) break;
  }
  return keys;
}

interface FlowPlace extends Pick<Cursor, 'way' | 'place' | 'typed' | 'taken'> {}

/** Inside of `[a, b]` and `{ key: value }` on one line. */
function flowPlace(rest: string, onLine: number): FlowPlace {
  const open: { readonly isList: boolean; key?: string; readonly taken: string[] }[] = [];
  let word = '';
  for (const character of rest) {
    const inner = open.at(-1);
    if (character === '[' || character === '{') open.push({ isList: character === '[', taken: [] });
    else if (character === ']' || character === '}') open.pop();
    else if (character === ',' && inner !== undefined) delete inner.key;
    else if (character === ':' && inner?.isList === false && inner.key === undefined) {
      inner.key = word.trim();
      inner.taken.push(inner.key);
    } else {
      word += character;
      continue;
    }
    word = '';
  }
  const last = open.at(-1);
  return {
    way: open.flatMap(({ isList, key }) => (isList ? ['[]'] : key === undefined ? [] : [key])),
    place: last === undefined || last.isList || last.key !== undefined ? 'value' : 'name',
    // Of a word that began on a line above, only what stands on this one.
    typed: word.slice(Math.max(0, word.length - onLine)).trimStart(),
    taken: last?.taken ?? [],
  };
}
