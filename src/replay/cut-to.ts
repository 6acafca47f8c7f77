// SPDX-License-Identifier: Apache-2.0
// A text that stays within its room. Nobody can measure fonts without a page, so widths are those of a wide one.

/** Widths of DejaVu Sans, the widest face that `system-ui` commonly is, in parts of the size of the letters. */
const [THIN, SLIM, LETTER, CAPITAL, BROAD] = [0.32, 0.42, 0.63, 0.73, 1] as const;

/** Size of letters in the drawing, pixels. */
const SIZE = 12;

/** The text, or what is left of it before an ellipsis, in at most so many pixels; no character is cut apart. */
export function cutTo(text: string, pixels: number): string {
  if (widthOf(text) <= pixels) return text;
  const letters = [...text];
  const shown = (): string => `${letters.join('').trimEnd()}…`;
  while (letters.length > 0 && widthOf(shown()) > pixels) letters.pop();
  return shown();
}

/** Pixels that the text takes at most, in letters of the drawing. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + widthIn(letter) * SIZE, 0);
}

function widthIn(letter: string): number {
  if (/[iljıíìîïΙιίϊΐ'’.,:;|! ]/u.test(letter)) return THIN;
  if (/[frtI()[\]/-]/u.test(letter)) return SLIM;
  if (/[mwMWΜΩωæœ%@—…–]/u.test(letter) || (letter.codePointAt(0) ?? 0) > 0x2e80) return BROAD;
  return /\p{Lu}/u.test(letter) ? CAPITAL : LETTER;
}
