// SPDX-License-Identifier: Apache-2.0
// Which of many needles hold for a text, found in one pass over it. Each needle stands under the rarest three characters
// of it, and the pass looks each three characters of the text up in one bit table that fits the fastest cache (the q-gram
// filter of Wu and Manber 1994, without shifts). Which three are rare is counted on the texts themselves; it changes
// nothing else. All foldings share the pass: characters are coarser there than any of them, and what is found is compared
// by the folding of the needle.
import { fold } from '../parse/text.ts';
import type { Folding } from '../rule.ts';
import {
  comparedOf,
  foldedCodes,
  foldingsOf,
  isAt,
  isSame,
  LAST_UNFOLDED,
  type Needle,
  type OnNeedle,
  type Pass,
  RAW,
} from './compared.ts';
import { type Coded, createGrams, type Grams, LAST_CODE, placeLiterals, SINGLE } from './grams.ts';
import { buildSkipPass, type Skips } from './skips.ts';
import { codeAt, isUpTo } from './text-access.ts';

/** The same for needles that say the same. */
export function keyOf({ mode, text, cased, dash }: Needle): string {
  return `${mode} ${cased} ${dash} ${text}`;
}

export interface Scan {
  (text: string, onNeedle: OnNeedle): void;
  /** By which `isBare` tells of most texts that no needle holds; undefined: there is no quick way. */
  readonly skips?: Skips;
}

/** Needles may be empty only when their mode is `equals`. */
export function buildNeedles(needles: readonly Needle[]): Scan {
  const short = shortEquals(needles);
  const numbers = needles.flatMap((needle, number) => (isShort(needle) ? [] : [number]));
  const shortest = numbers.reduce(
    (least, number) => Math.min(least, (needles[number] as Needle).text.length),
    Number.POSITIVE_INFINITY,
  );
  const isPlain = (number: number): boolean => isUpTo((needles[number] as Needle).text, LAST_CODE);
  // Texts of ASCII, which are most, cannot hold the others.
  const others = numbers.filter((number) => !isPlain(number));
  // What skips characters cannot tell that none of them is beyond ASCII.
  const skipping = others.length === 0 ? buildSkipPass(needles, numbers) : undefined;
  const last = others.length === 0 ? LAST_UNFOLDED : LAST_CODE;
  const plain = skipping?.pass ?? buildPass(needles, numbers.filter(isPlain), last);
  const beyond = others.length === 0 ? undefined : buildPass(needles, others, last);
  const foldings = foldingsOf(needles);
  const scan: Scan = (text, onNeedle) => {
    const { length } = text;
    if (length < SHORT) short?.(text, onNeedle);
    // Folding makes no text longer than twice its length, and only one character grows at all.
    if (length < shortest && (length * 2 < shortest || !mayGrow(text))) return;
    if (plain(text, length, RAW, onNeedle)) return;
    for (let number = 0; number < foldings.length; number++) {
      const folded = fold(text, foldings[number] as Folding);
      plain(folded, folded.length, number, onNeedle);
      beyond?.(folded, folded.length, number, onNeedle);
    }
  };
  // Short texts are looked up beside what is skipped through.
  return skipping === undefined ? scan : Object.assign(scan, { skips: skipping.skips });
}

/** The one character that becomes longer when it is folded. */
const GROWS = 0x130;

/** Asked of short texts only. */
function mayGrow(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (codeAt(text, at) === GROWS) return true;
  return false;
}

/** Whole texts shorter than this have no three characters to stand under; they are looked up. */
const SHORT = 3;

function isShort({ mode, text }: Needle): boolean {
  return mode === 'equals' && text.length < SHORT;
}

function shortEquals(needles: readonly Needle[]): Scan | undefined {
  const tables = needles.flatMap((needle, number) => (isShort(needle) ? [{ needle, number }] : []));
  if (tables.length === 0) return undefined;
  const foldings = foldingsOf(tables.map(({ needle }) => needle)).map((folding) => ({
    folding,
    byText: new Map(
      tables
        .filter(({ needle }) => isSame(needle, folding))
        .map(({ needle, number }) => [needle.text, number] as const),
    ),
  }));
  return (text, onNeedle) => {
    for (const { folding, byText } of foldings) {
      const number = byText.get(fold(text, folding));
      if (number !== undefined) onNeedle(number);
    }
  };
}

/** @param last The greatest code of characters in texts that need not be folded. */
function buildPass(needles: readonly Needle[], placed: readonly number[], last: number): Pass {
  const codes = foldedCodes({ cased: false, dash: needles.some(({ dash }) => dash) });
  const coded: Coded = { texts: needles.map(({ text }) => text), placed, codes };
  const grams = createGrams(coded);
  const compared = comparedOf(needles, foldingsOf(needles));
  const tally = createTally(grams, coded);
  const visit = (hit: number, text: string, length: number, folding: number, onNeedle: OnNeedle): void => {
    const { next, slots, literal, end, heads, headMask, singles } = grams;
    const at = HITS[hit] as number;
    const gram = HITS[hit + 1] as number;
    let node = (gram < 0 ? singles[-1 - gram] : heads[gram & headMask]) as number;
    for (; node !== 0; node = next[node] as number) {
      if (slots[node] !== gram) continue;
      const number = literal[node] as number;
      const start = at - (end[node] as number);
      if (isAt(compared, number, text, length, start, folding)) onNeedle(number);
    }
  };
  return (text, length, folding, onNeedle) => {
    tally(text, length);
    for (let from = 0; from < length; from += CHUNK) {
      const found = collect(
        grams,
        codes,
        text,
        from,
        Math.min(length, from + CHUNK),
        folding === RAW ? last : MOST,
      );
      if (found < 0) return false;
      for (let hit = 0; hit < found; hit += 2) visit(hit, text, length, folding, onNeedle);
    }
    return true;
  };
}

/** Characters that are counted before needles are placed anew, and those that pass before it is counted again. */
const SAMPLE = 32_768;
const PERIOD = 2 ** 25;

function createTally(grams: Grams, coded: Coded): (text: string, length: number) => void {
  let counts: Uint32Array | undefined;
  let passed = 0;
  const count = (text: string, length: number): void => {
    counts ??= new Uint32Array(grams.mask + 1);
    let gram = 0;
    for (let at = 0; at < length; at++) {
      const code = (coded.codes[codeAt(text, at) & LAST_CODE] as number) & LAST_CODE;
      gram = ((gram << grams.shift) ^ code) & grams.mask;
      counts[gram] = (counts[gram] as number) + 1;
    }
  };
  return (text, length) => {
    if (passed < SAMPLE) count(text, length);
    else if (counts !== undefined) {
      placeLiterals(grams, coded, counts);
      counts = undefined;
    } else if (passed >= PERIOD) passed = 0;
    passed += length;
  };
}

/** The greatest code of all. */
const MOST = 0xffff;

/** So many characters are looked through before what they hit is compared: a loop that calls nothing runs fastest. */
const CHUNK = 1024;
/** Where in the text, and the gram, or -1 less the code of a single character. Both may stand at one place. */
const HITS = new Int32Array(4 * CHUNK);

/** Fills `HITS` from `from` to `to`; gives how far it is filled, -1 at a character with a code beyond `last`. */
function collect(
  { bits, mask, shift }: Grams,
  codes: Uint8Array,
  text: string,
  from: number,
  to: number,
  last: number,
): number {
  const hits = HITS;
  let found = 0;
  let gram = 0;
  for (let at = from > 2 ? from - 2 : 0; at < to; at++) {
    const code = codeAt(text, at);
    if (code > last) return -1;
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
