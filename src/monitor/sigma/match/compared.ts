// SPDX-License-Identifier: Apache-2.0
// Whether a needle stands at a place of a text.
import { fold } from '../parse/text.ts';
import type { Folding, TextMode } from '../rule.ts';
import { LAST_CODE } from './grams.ts';
import { codeAt, startsWithText } from './text-access.ts';

/** A text to look for, folded as `folding` says. */
export interface Needle extends Folding {
  readonly mode: TextMode;
  readonly text: string;
}

/** Told the number of each needle that holds for the text, of some more than once. It must not scan itself. */
export type OnNeedle = (needle: number) => void;

/**
 * Finds needles in a text. False: the text is not what `folding` says, and was not looked through to its end.
 * @param folding `RAW`, or the number of the folding of the text; only its needles are found.
 */
export type Pass = (text: string, length: number, folding: number, onNeedle: OnNeedle) => boolean;

/** What needles are compared by, in columns: objects that are made in many places are slow to read. */
export interface Compared {
  readonly texts: readonly string[];
  readonly lengths: Int32Array;
  readonly isAtStart: Uint8Array;
  readonly isAtEnd: Uint8Array;
  /** Of each needle, the number of its folding. */
  readonly foldings: Uint8Array;
  /** Of each folding, what each character of ASCII is folded to. */
  readonly codes: readonly Uint8Array[];
}

export function comparedOf(needles: readonly Needle[], foldings: readonly Folding[]): Compared {
  const lengths = new Int32Array(needles.length);
  const [isAtStart, isAtEnd, own] = [0, 0, 0].map(() => new Uint8Array(needles.length)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  for (let at = 0; at < needles.length; at++) {
    const needle = needles[at] as Needle;
    lengths[at] = needle.text.length;
    isAtStart[at] = needle.mode === 'equals' || needle.mode === 'startswith' ? 1 : 0;
    isAtEnd[at] = needle.mode === 'equals' || needle.mode === 'endswith' ? 1 : 0;
    own[at] = foldings.findIndex((each) => isSame(each, needle));
  }
  const texts = needles.map(({ text }) => text);
  return { texts, lengths, isAtStart, isAtEnd, foldings: own, codes: foldings.map(foldedCodes) };
}

/** In the place of the number of a folding: the text is not folded, and nothing in it may become ASCII when it is. */
export const RAW = -1;
/** No character up to this one, the last of Latin-1, becomes ASCII when it is folded, but for what is ASCII. */
export const LAST_UNFOLDED = 255;

export function isAt(
  { texts, lengths, isAtStart, isAtEnd, foldings, codes }: Compared,
  number: number,
  text: string,
  length: number,
  start: number,
  folding: number,
): boolean {
  const size = lengths[number] as number;
  const end = start + size;
  if (start < 0 || end > length) return false;
  if ((isAtStart[number] === 1 && start > 0) || (isAtEnd[number] === 1 && end < length)) return false;
  const needle = texts[number] as string;
  const own = foldings[number] as number;
  if (folding !== RAW) return folding === own && startsWithText(text, needle, start);
  const folded = codes[own] as Uint8Array;
  for (let at = 0; at < size; at++) {
    const code = codeAt(text, start + at);
    if (code > LAST_CODE || folded[code] !== codeAt(needle, at)) return false;
  }
  return true;
}

export function foldingsOf(needles: readonly Needle[]): readonly Folding[] {
  return FOLDINGS.filter((folding) => needles.some((needle) => isSame(needle, folding)));
}

const FOLDINGS: readonly Folding[] = [false, true].flatMap((cased) =>
  [false, true].map((dash) => ({ cased, dash })),
);

export function isSame(left: Folding, right: Folding): boolean {
  return left.cased === right.cased && left.dash === right.dash;
}

/** What each ASCII character is compared as. Other characters share these codes; what they hit is compared. */
export function foldedCodes(folding: Folding): Uint8Array {
  return Uint8Array.from({ length: LAST_CODE + 1 }, (_, code) =>
    fold(String.fromCharCode(code), folding).charCodeAt(0),
  );
}
