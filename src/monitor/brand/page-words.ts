// SPDX-License-Identifier: Apache-2.0
const HIDDEN = ['script', 'style'];
/** 2 MiB of a page are enough to judge it. */
const MAX_PAGE = 2 * 1024 * 1024;

/** How many of the words stand in a text: in a page and an issuer as whole words, in a name anywhere. */
export function wordsIn(text: string, words: readonly string[], place: 'page' | 'name' | 'issuer'): number {
  const plain = plainOf(text.slice(0, MAX_PAGE));
  return words.filter((word) => {
    const wanted = word.toLowerCase();
    return place === 'name' ? plain.includes(wanted) : hasWhole(plain, wanted);
  }).length;
}

/** Without scripts, styles and tags; in one pass, whatever the page is made of. */
function plainOf(text: string): string {
  const lower = text.toLowerCase();
  const kept: string[] = [];
  let at = 0;
  while (at < lower.length) {
    const open = lower.indexOf('<', at);
    if (open < 0) break;
    kept.push(lower.slice(at, open), ' ');
    const hidden = HIDDEN.find((tag) => lower.startsWith(tag, open + 1));
    const close = lower.indexOf(hidden === undefined ? '>' : `</${hidden}`, open + 1);
    at = close < 0 ? lower.length : close + 1;
  }
  kept.push(lower.slice(at));
  return kept.join('').replaceAll('&nbsp;', ' ').replaceAll(/\s+/g, ' ');
}

function hasWhole(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  return false;
}

function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}
