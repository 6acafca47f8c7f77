// SPDX-License-Identifier: Apache-2.0
// Looks for needles that are all long without looking at every character (Wu and Manber 1994): where the last characters
// of a window stand in no needle, the window moves on by nearly the length of the shortest. Most values of an event are
// looked through for a few keywords only, and of those a third is read.
import {
  comparedOf,
  foldedCodes,
  foldingsOf,
  isAt,
  LAST_UNFOLDED,
  type Needle,
  type Pass,
  RAW,
} from './compared.ts';
import { LAST_CODE } from './grams.ts';
import { codeAt, isUpTo } from './text-access.ts';

/** The last characters of a window, which are looked at together. */
const BLOCK = 3;
/** Shorter needles let a window move on by hardly more than what is read of it. */
const SHORTEST = 6;
const LONGEST_WINDOW = 254;
/** Places of the table for each block of a needle: how rarely a block of a text is taken for one of them. */
const PLACES_EACH = 8;
const [FEWEST_BITS, MOST_BITS] = [10, 15];
/** More needles than this under one block are too many: all of them are compared wherever it stands. */
const MOST_ALIKE = 8;
/** Up to so many, a needle joins them: each block that a window ends with is one more at which a text is looked at closely. */
const FEW = 2;

export interface Skips {
  /** Length of the window: that of the shortest needle. */
  readonly window: number;
  /** What characters are taken for, and the part of a block that each of them has. */
  readonly codes: Uint8Array;
  readonly shift: number;
  readonly mask: number;
  /** Of each block, how far the window may move on; 0: windows of needles end so. */
  readonly moves: Uint8Array;
  /** First needle of each such block, and after each needle the next; -1: none. */
  readonly heads: Int32Array;
  readonly next: Int32Array;
  /** Of each needle, where in it its window ends. */
  readonly ends: Int32Array;
}

/**
 * True: no needle holds for the text, and nothing in it may be folded into ASCII. It is most of what is ever found, and
 * quick to tell without a function for each set of needles, which the engine of JavaScript could not put in place.
 */
export function isBare(skips: Skips, text: string): boolean {
  const { length } = text;
  return length >= skips.window && nextEnd(skips, text, length, skips.window - 1, false) >= length;
}

/** Undefined when this is not the faster way: for no needle, one too short, or many alike. All must be of ASCII. */
export function buildSkipPass(
  needles: readonly Needle[],
  placed: readonly number[],
): { readonly pass: Pass; readonly skips: Skips } | undefined {
  const lengths = placed.map((number) => (needles[number] as Needle).text.length);
  const window = lengths.reduce((least, length) => Math.min(least, length), LONGEST_WINDOW);
  if (placed.length === 0 || window < SHORTEST) return undefined;
  const skips = skipsOf(window, needles, placed);
  if (skips === undefined) return undefined;
  const compared = comparedOf(needles, foldingsOf(needles));
  const pass: Pass = (text, length, folding, onNeedle) => {
    const { heads, next, ends } = skips;
    // Asked once a text, and only of texts in which a needle nearly stands.
    let isPlain = folding !== RAW;
    for (let end = window - 1; end < length; end++) {
      end = nextEnd(skips, text, length, end, folding !== RAW);
      if (end < 0) return false;
      if (end >= length) return true;
      let number = heads[blockAt(skips, text, end)] as number;
      for (; number >= 0; number = next[number] as number) {
        const start = end - (ends[number] as number);
        if (isAt(compared, number, text, length, start, folding)) onNeedle(number);
        // It may be there, under characters that are folded into ASCII.
        else if (!isPlain) {
          if (!isUpTo(text, LAST_UNFOLDED)) return false;
          isPlain = true;
        }
      }
    }
    return true;
  };
  return { pass, skips };
}

function skipsOf(window: number, needles: readonly Needle[], placed: readonly number[]): Skips | undefined {
  const wanted = Math.ceil(Math.log2(placed.length * window * PLACES_EACH));
  const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, wanted));
  const skips = {
    window,
    codes: foldedCodes({ cased: false, dash: needles.some(({ dash }) => dash) }),
    shift: Math.ceil(bits / BLOCK),
    mask: 2 ** bits - 1,
    moves: new Uint8Array(2 ** bits).fill(window - BLOCK + 1),
    heads: new Int32Array(2 ** bits).fill(-1),
    next: new Int32Array(needles.length).fill(-1),
    ends: new Int32Array(needles.length),
  };
  const { moves, heads, next, ends } = skips;
  const loads = new Int32Array(2 ** bits);
  for (const number of placed) {
    const { text } = needles[number] as Needle;
    const end = windowEnd(skips, text, loads);
    for (let at = end - window + BLOCK; at <= end; at++) {
      const block = blockAt(skips, text, at);
      moves[block] = Math.min(moves[block] as number, end - at);
    }
    const last = blockAt(skips, text, end);
    if ((loads[last] as number) >= MOST_ALIKE) return undefined;
    loads[last] = (loads[last] as number) + 1;
    ends[number] = end;
    next[number] = heads[last] as number;
    heads[last] = number;
  }
  return skips;
}

/** The first window of the needle under whose end few others stand, else that with the fewest: many needles begin alike. */
function windowEnd(skips: Skips, text: string, loads: Int32Array): number {
  let [best, least] = [skips.window - 1, Number.POSITIVE_INFINITY];
  for (let end = skips.window - 1; end < text.length && least > FEW; end++) {
    const load = loads[blockAt(skips, text, end)] as number;
    if (load < least) [best, least] = [end, load];
  }
  return best;
}

/** The block that ends there. Characters beyond ASCII share the blocks of others. */
function blockAt({ codes, shift, mask }: Skips, text: string, at: number): number {
  let block = 0;
  for (let each = at - BLOCK + 1; each <= at; each++)
    block = (block << shift) ^ (codes[codeAt(text, each) & LAST_CODE] as number);
  return block & mask;
}

/**
 * From `from` on, where the next window ends that ends as one of a needle does; `length` or more: nowhere; -1: a
 * character that may be folded into ASCII was met, in a text that is not folded. The block is written out: this loop is most of the work.
 */
function nextEnd(
  { codes, moves, shift, mask }: Skips,
  text: string,
  length: number,
  from: number,
  isFolded: boolean,
): number {
  let at = from;
  while (at < length) {
    const first = codeAt(text, at - 2);
    const second = codeAt(text, at - 1);
    const third = codeAt(text, at);
    if ((first | second | third) > LAST_UNFOLDED && !isFolded) return -1;
    const start = ((codes[first & LAST_CODE] as number) << shift) ^ (codes[second & LAST_CODE] as number);
    const move = moves[((start << shift) ^ (codes[third & LAST_CODE] as number)) & mask] as number;
    if (move === 0) return at;
    at += move;
  }
  return at;
}
