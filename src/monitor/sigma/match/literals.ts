// SPDX-License-Identifier: Apache-2.0
// Finds all of many literals in one pass over a text. Each literal stands under the rarest three characters of it, and
// the pass looks each three characters of the text up in one bit table that fits the fastest cache (the q-gram filter of
// Wu and Manber 1994, without shifts). Which three are rare is counted on the texts themselves; it changes nothing else.
import { fold } from '../parse/text.ts';
import type { Folding } from '../rule.ts';
import { createGrams, type Grams, LAST_CODE, placeLiterals, SINGLE } from './grams.ts';

/** Reported for each occurrence of a literal: its number and where it starts. */
export type OnHit = (literal: number, start: number) => void;

export interface Literals {
  /**
   * Visits every occurrence in `text`. The text need not be folded while it is ASCII; where it is not, the scan stops
   * there and gives false, and is to be made again over the folded text.
   * @param isFolded Whether the text is folded as the literals are.
   */
  scan(text: string, onHit: OnHit, isFolded: boolean): boolean;
}

/** Literals are folded, not empty, and differ from one another. */
export function buildLiterals(literals: readonly string[], folding: Folding): Literals {
  const codes = foldedCodes(folding);
  const numbers = literals.map((_, number) => number);
  const plain = buildScan(
    literals,
    numbers.filter((each) => isAscii(literals[each] as string)),
    codes,
  );
  const others = numbers.filter((each) => !isAscii(literals[each] as string));
  const beyond = others.length === 0 ? undefined : buildScan(literals, others, codes);
  const mayHit = prefilter(literals, folding);
  return {
    scan(text, onHit, isFolded) {
      if (!isFolded && !mayHit(text)) return true;
      if (!plain(text, onHit, isFolded)) return false;
      // ASCII text is not folded when it comes here, and has none of these.
      if (isFolded) beyond?.(text, onHit, true);
      return true;
    },
  };
}

/** The one character that becomes longer when it is folded. */
const GROWS = '\u0130';
/** So few literals are looked for by one regular expression first: most texts hold none. */
const FEW = 6;

/** False for texts that surely hold no literal. */
function prefilter(literals: readonly string[], { cased, dash }: Folding): (text: string) => boolean {
  const shortest = literals.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const isLong = (text: string): boolean => text.length >= shortest || text.includes(GROWS);
  if (literals.length > FEW || shortest < 2 || dash) return isLong;
  const escaped = literals.map((literal) => literal.replace(/[^a-z0-9]/gi, escapedCode));
  // Text beyond ASCII folds in other ways than regular expressions do: it is scanned.
  const any = new RegExp(`${escaped.join('|')}|[^\\x00-\\x7f]`, cased ? '' : 'i');
  return (text) => isLong(text) && any.test(text);
}

function escapedCode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Characters that are counted before literals are placed anew, and those that pass before it is counted again. */
const SAMPLE = 32_768;
const PERIOD = 2 ** 25;

function buildScan(
  literals: readonly string[],
  numbers: readonly number[],
  plain: Uint8Array,
): Literals['scan'] {
  const codes = plain.slice();
  const grams = createGrams(literals, numbers, codes);
  let counts: Uint32Array | undefined;
  let passed = 0;
  const count = (text: string): void => {
    if (passed < SAMPLE) {
      counts ??= new Uint32Array(grams.mask + 1);
      let gram = 0;
      for (let at = 0; at < text.length; at++) {
        gram =
          ((gram << grams.shift) ^ ((codes[text.charCodeAt(at) & LAST_CODE] as number) & LAST_CODE)) &
          grams.mask;
        counts[gram] = (counts[gram] as number) + 1;
      }
      return;
    }
    if (counts !== undefined) placeLiterals(grams, literals, numbers, counts);
    counts = undefined;
    if (passed >= PERIOD) passed = 0;
  };
  const isAt = (literal: string, text: string, start: number, isFolded: boolean): boolean => {
    if (start < 0 || start + literal.length > text.length) return false;
    if (isFolded) return text.startsWith(literal, start);
    for (let at = 0; at < literal.length; at++) {
      const code = text.charCodeAt(start + at);
      if (code > LAST_CODE || plain[code] !== literal.charCodeAt(at)) return false;
    }
    return true;
  };
  const visit = (at: number, gram: number, text: string, onHit: OnHit, isFolded: boolean): void => {
    const { next, slots, literal, end, heads, headMask, singles } = grams;
    let node = (gram < 0 ? singles[-1 - gram] : heads[gram & headMask]) as number;
    for (; node !== 0; node = next[node] as number) {
      if (slots[node] !== gram) continue;
      const number = literal[node] as number;
      const start = at - (end[node] as number);
      if (isAt(literals[number] as string, text, start, isFolded)) onHit(number, start);
    }
  };
  return (text, onHit, isFolded) => {
    if (passed < SAMPLE || counts !== undefined || passed >= PERIOD) count(text);
    passed += text.length;
    for (let from = 0; from < text.length; from += CHUNK) {
      const found = collect(grams, codes, text, from, isFolded);
      if (found < 0) return false;
      for (let hit = 0; hit < found; hit += 2)
        visit(HITS[hit] as number, HITS[hit + 1] as number, text, onHit, isFolded);
    }
    return true;
  };
}

/** So many characters are looked through before what they hit is compared: a loop that calls nothing runs fastest. */
const CHUNK = 1024;
/** Where in the text, and the gram, or -1 less the code of a single character. Both may stand at one place. */
const HITS = new Int32Array(4 * CHUNK);

/** Fills `HITS` from `from` on; gives how far it is filled, -1 at a character beyond ASCII. */
function collect(
  { bits, mask, shift }: Grams,
  codes: Uint8Array,
  text: string,
  from: number,
  isFolded: boolean,
): number {
  const to = Math.min(text.length, from + CHUNK);
  const hits = HITS;
  let found = 0;
  let gram = 0;
  for (let at = from > 2 ? from - 2 : 0; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code > LAST_CODE && !isFolded) return -1;
    const folded = codes[code & LAST_CODE] as number;
    gram = ((gram << shift) ^ (folded & LAST_CODE)) & mask;
    if (at < from) continue;
    if (folded >= SINGLE) {
      hits[found++] = at;
      hits[found++] = SINGLE - 1 - folded;
    }
    if ((((bits[gram >> 5] as number) >>> gram) & 1) !== 0) {
      hits[found++] = at;
      hits[found++] = gram;
    }
  }
  return found;
}

/** What each ASCII character is compared as. Other characters share these codes; what they hit is compared. */
function foldedCodes(folding: Folding): Uint8Array {
  return Uint8Array.from({ length: LAST_CODE + 1 }, (_, code) =>
    fold(String.fromCharCode(code), folding).charCodeAt(0),
  );
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > LAST_CODE) return false;
  return true;
}
