// SPDX-License-Identifier: Apache-2.0
// Columns on a terminal: East Asian wide characters and emoji take two (UAX #11), combining marks none.

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ONLY_NARROW = /^[\u0020-\u007e\u00a0-\u02ff]*$/;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that escaped text takes. */
export function width(text: string): number {
  if (ONLY_NARROW.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of GRAPHEMES.segment(text)) columns += graphemeWidth(segment);
  return columns;
}

function graphemeWidth(grapheme: string): number {
  if (/^\p{M}+$/u.test(grapheme)) return 0;
  return WIDE.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1;
}

/** `text` broken at spaces into lines of at most `columns`; a word that is longer is broken inside. Never empty. */
export function wrap(text: string, columns: number, measure: (text: string) => number = width): string[] {
  const limit = Math.max(8, columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, limit, measure))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (measure(joined) <= limit) line = joined;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines;
}

/** A word cut where it can be read on: after `/ . : - _ ,` when that is in the second half of the line. */
function pieces(word: string, limit: number, measure: (text: string) => number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (measure(rest) > limit) {
    const head = fitting(rest, limit, measure);
    const good = Math.max(...['/', '.', ':', '-', '_', ','].map((mark) => head.lastIndexOf(mark))) + 1;
    const cut = good > head.length / 2 ? good : head.length;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...parts, rest];
}

function fitting(text: string, limit: number, measure: (text: string) => number): string {
  let used = 0;
  let head = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    used += measure(segment);
    if (used > limit && head !== '') break;
    head += segment;
  }
  return head;
}

/** `text` filled with spaces on the right up to `columns`. */
export function padRight(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** `text` filled with spaces on the left up to `columns`. */
export function padLeft(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}

/** `text`, or its start and `mark` when it takes more than `columns`. */
export function shorten(
  text: string,
  columns: number,
  mark = '…',
  measure: (text: string) => number = width,
): string {
  return measure(text) <= columns
    ? text
    : `${fitting(text, Math.max(1, columns - measure(mark)), measure)}${mark}`;
}
