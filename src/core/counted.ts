// SPDX-License-Identifier: Apache-2.0

const IRREGULAR: Readonly<Record<string, string>> = { person: 'people' };

/** `1 entry`, `2 entries`, `0 hashes`: an English noun, given in the singular, with its number. */
export function counted(count: number | bigint, noun: string): string {
  return `${count} ${plural(count, noun)}`;
}

/** The noun alone, as it stands with that number. */
export function plural(count: number | bigint, noun: string): string {
  return Number(count) === 1 ? noun : pluralOf(noun);
}

/** The last word is the noun. */
function pluralOf(noun: string): string {
  if (Object.hasOwn(IRREGULAR, noun)) return IRREGULAR[noun] as string;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
