// SPDX-License-Identifier: Apache-2.0
// The structure of a pattern in RE2 syntax, as far as it tells which text every match must contain. The pattern is known
// to be valid; what is not understood is `wide`, which promises nothing.

export type RegexNode =
  /** One character of these, in lower case. */
  | { readonly kind: 'chars'; readonly chars: readonly string[] }
  /** Any text, or one of very many characters. */
  | { readonly kind: 'wide' }
  /** No text: an assertion. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly least: number; readonly most: number };

const WIDE: RegexNode = { kind: 'wide' };
const NOTHING: RegexNode = { kind: 'nothing' };
/** Deeper nesting is `wide`. */
const MAX_DEPTH = 100;
/** A class of more characters is `wide`. */
const MAX_CHARS = 16;

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
}

export function readRegexTree(pattern: string): RegexNode {
  const cursor: Cursor = { text: pattern, at: 0, depth: 0 };
  const tree = readChoice(cursor);
  return cursor.at === pattern.length ? tree : WIDE;
}

function readChoice(cursor: Cursor): RegexNode {
  const of = [readSequence(cursor)];
  while (cursor.text[cursor.at] === '|') {
    cursor.at++;
    of.push(readSequence(cursor));
  }
  return of.length === 1 ? (of[0] as RegexNode) : { kind: 'choice', of };
}

function readSequence(cursor: Cursor): RegexNode {
  const of: RegexNode[] = [];
  while (cursor.at < cursor.text.length && !'|)'.includes(cursor.text[cursor.at] as string))
    of.push(...readRepeated(cursor));
  return { kind: 'sequence', of };
}

function readRepeated(cursor: Cursor): readonly RegexNode[] {
  const nodes = readAtom(cursor);
  const rest = cursor.text.slice(cursor.at, cursor.at + 16);
  const [whole, sign, low, comma, high] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(rest) ?? [];
  if (whole === undefined) return nodes;
  cursor.at += whole.length;
  const least = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
  const most =
    sign === '?'
      ? 1
      : sign === undefined && (comma === '' || high !== '')
        ? Number(high || low)
        : Number.POSITIVE_INFINITY;
  const last = nodes.at(-1);
  return last === undefined ? [] : [...nodes.slice(0, -1), { kind: 'repeat', of: last, least, most }];
}

/** More than one node for a quotation, of which a repetition takes the last. */
function readAtom(cursor: Cursor): readonly RegexNode[] {
  const char = cursor.text[cursor.at++] as string;
  if (char === '(') return [readGroup(cursor)];
  if (char === '[') return [readClass(cursor)];
  if (char === '.') return [WIDE];
  if (char === '^' || char === '$') return [NOTHING];
  return char === '\\' ? readEscape(cursor) : [charNode(char)];
}

function charNode(char: string): RegexNode {
  return { kind: 'chars', chars: [char.toLowerCase()] };
}

function readGroup(cursor: Cursor): RegexNode {
  const [head = ''] =
    /^\?(?:P?<\w+>|[imsU-]*:|[imsU-]+\))/.exec(cursor.text.slice(cursor.at, cursor.at + 80)) ?? [];
  cursor.at += head.length;
  if (head.endsWith(')')) return NOTHING;
  if (++cursor.depth > MAX_DEPTH) {
    cursor.at = cursor.text.length + 1;
    return WIDE;
  }
  const inner = readChoice(cursor);
  cursor.at++;
  cursor.depth--;
  return inner;
}

/** Escapes that stand for a set of characters, as the characters when they are few. */
const SETS: Readonly<Record<string, string>> = { d: '0123456789', s: ' \t\n\f\r' };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

function readEscape(cursor: Cursor): readonly RegexNode[] {
  const char = cursor.text[cursor.at++] ?? '';
  if ('bBAzZ'.includes(char)) return [NOTHING];
  if (char === 'Q') {
    const end = cursor.text.indexOf('\\E', cursor.at);
    const quoted = cursor.text.slice(cursor.at, end === -1 ? undefined : end);
    cursor.at = end === -1 ? cursor.text.length : end + 2;
    return [...quoted].map(charNode);
  }
  const one = escapedChar(cursor, char);
  if (one !== undefined) return [charNode(one)];
  const set = SETS[char];
  if (set !== undefined) return [{ kind: 'chars', chars: [...set] }];
  if (char === 'p' || char === 'P')
    cursor.at += /^(?:\{[^}]*\}|.)/.exec(cursor.text.slice(cursor.at))?.[0].length ?? 0;
  else if (/\d/.test(char)) cursor.at += /^[0-7]{0,2}/.exec(cursor.text.slice(cursor.at))?.[0].length ?? 0;
  return [WIDE];
}

/** The character of an escape that stands for exactly one; the cursor is moved past it. */
function escapedChar(cursor: Cursor, char: string): string | undefined {
  if (/[^A-Za-z0-9]/.test(char)) return char;
  if (CONTROLS[char] !== undefined) return CONTROLS[char];
  if (char !== 'x') return undefined;
  const [whole, braced, plain] =
    /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(cursor.text.slice(cursor.at)) ?? [];
  cursor.at += whole?.length ?? 0;
  const code = Number.parseInt(braced ?? plain ?? '', 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function readClass(cursor: Cursor): RegexNode {
  const isNegated = cursor.text[cursor.at] === '^';
  if (isNegated) cursor.at++;
  const chars = new Set<string>();
  let isWide = isNegated;
  for (let first = true; cursor.at < cursor.text.length; first = false) {
    if (cursor.text[cursor.at] === ']' && !first) break;
    const low = classChar(cursor);
    if (cursor.text[cursor.at] === '-' && cursor.text[cursor.at + 1] !== ']') {
      cursor.at++;
      const high = classChar(cursor);
      isWide ||= !addRange(chars, low, high);
    } else if (low === undefined) isWide = true;
    else for (const char of low) chars.add(char.toLowerCase());
  }
  cursor.at++;
  return isWide || chars.size > MAX_CHARS ? WIDE : { kind: 'chars', chars: [...chars] };
}

/** One member of a class, or all characters of a set in it; undefined: very many. */
function classChar(cursor: Cursor): string | undefined {
  const posix = /^\[:\^?\w+:\]/.exec(cursor.text.slice(cursor.at, cursor.at + 16))?.[0];
  if (posix !== undefined) {
    cursor.at += posix.length;
    return undefined;
  }
  const char = String.fromCodePoint(cursor.text.codePointAt(cursor.at) ?? 0);
  cursor.at += char.length;
  if (char !== '\\') return char;
  const escaped = cursor.text[cursor.at++] ?? '';
  const one = escapedChar(cursor, escaped);
  if (one !== undefined) return one;
  if (escaped === 'p' || escaped === 'P')
    cursor.at += /^(?:\{[^}]*\}|.)/.exec(cursor.text.slice(cursor.at))?.[0].length ?? 0;
  return SETS[escaped];
}

function addRange(chars: Set<string>, low: string | undefined, high: string | undefined): boolean {
  const from = low?.codePointAt(0);
  const to = high?.codePointAt(0);
  if (from === undefined || to === undefined || to - from >= MAX_CHARS) return false;
  for (let code = from; code <= to; code++) chars.add(String.fromCodePoint(code).toLowerCase());
  return true;
}
