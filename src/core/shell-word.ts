// SPDX-License-Identifier: Apache-2.0

/** What shells and people read as they stand. */
const PLAIN = /^[\p{L}\p{N}_./:@%+=,][\p{L}\p{M}\p{N}_./:@%+=,-]*$/u;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text as one word of a command line that people copy: `my file` becomes `'my file'`. */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.search(UNSEEN) === -1) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll(UNSEEN, (each) =>
      [...new TextEncoder().encode(each)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
    );
  return `$'${escaped}'`;
}
