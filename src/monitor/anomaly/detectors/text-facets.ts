// SPDX-License-Identifier: Apache-2.0
// What can be said of a text without knowing what it means. All of it is linear in the length of the text.

/** Classes of characters, and every sign of its own: letters of one alphabet are alike, `'` and `<` are not. */
export function alphabetOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const sign of text) found.add(classOf(sign));
  return found;
}

function classOf(sign: string): string {
  if (sign >= 'a' && sign <= 'z') return 'lower case';
  if (sign >= 'A' && sign <= 'Z') return 'upper case';
  if (sign >= '0' && sign <= '9') return 'digits';
  if (sign === ' ' || sign === '+') return 'space';
  if (sign < ' ' || sign === '\u007f') return 'control';
  return sign > '\u007f' ? 'beyond ASCII' : sign;
}

/** Bits per character (C. E. Shannon 1948); 0 of nothing. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts.values()].reduce((sum, count) => sum - (count / total) * Math.log2(count / total), 0);
}

/** The first that fits the whole text; none of these patterns can step back. */
const TOKENS: readonly (readonly [string, RegExp])[] = [
  ['empty', /^$/],
  ['integer', /^-?\d{1,20}$/],
  ['decimal', /^-?\d{1,20}[.,]\d{1,20}$/],
  ['uuid', /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i],
  ['hexadecimal', /^[\da-f]{16,}$/i],
  ['date', /^\d{4}-\d\d-\d\d/],
  ['word', /^\p{L}{1,40}$/u],
  ['name', /^[\w-]{1,80}$/],
  ['address', /^[\w.+-]{1,64}@[\w.-]{1,255}$/],
  ['url', /^[a-z][a-z\d+.-]{1,20}:\/\//i],
  ['words', /^[\p{L}\p{N} +,.'-]{1,400}$/u],
];

export function tokenOf(text: string): string {
  return TOKENS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** Words of 32 bits of the filter of trigrams. */
export const TRIGRAM_WORDS = 256;

export function remember(filter: number[], text: string): void {
  for (const bit of trigramsOf(text)) filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
}

/** Share of the trigrams of the text that are not in the filter. */
export function noveltyOf(filter: readonly number[], text: string): number {
  let all = 0;
  let novel = 0;
  for (const bit of trigramsOf(text)) {
    all++;
    if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) novel++;
  }
  return all === 0 ? 0 : novel / all;
}

/** Digits are alike and letters are lower case here, so that another number is not news. */
function* trigramsOf(text: string): Generator<number> {
  const plain = text.toLowerCase().replaceAll(/\d/g, '0');
  for (let i = 0; i + 3 <= plain.length; i++) {
    const hash = plain.charCodeAt(i) * 31 * 31 + plain.charCodeAt(i + 1) * 31 + plain.charCodeAt(i + 2);
    yield Math.imul(hash, 0x9e3779b1) >>> 19;
  }
}
