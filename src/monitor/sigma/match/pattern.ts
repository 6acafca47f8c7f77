// SPDX-License-Identifier: Apache-2.0
import { RE2JS } from 're2js';
import { isBounded, re2Flags } from '../parse/regex.ts';

/** A test on a text that takes time linear in its length, whoever wrote the pattern. */
export function compilePattern(source: string, flags: string): (text: string) => boolean {
  if (isBounded(source)) {
    const native = tryNative(source, flags);
    if (native !== undefined) return (text) => native.test(text);
  }
  const pattern = RE2JS.compile(source, re2Flags(flags));
  return remembering((text) => pattern.matcher(text).find());
}

/** Two generations of this many texts are remembered a pattern: RE2 in JavaScript is slow, and texts come again. */
const GENERATION = 512;
const LONGEST_REMEMBERED = 512;

function remembering(test: (text: string) => boolean): (text: string) => boolean {
  let young = new Map<string, boolean>();
  let old = young;
  return (text) => {
    if (text.length > LONGEST_REMEMBERED) return test(text);
    const known = young.get(text) ?? old.get(text);
    if (known !== undefined) return known;
    const holds = test(text);
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(text, holds);
    return holds;
  };
}

/** RE2 accepts some things that JavaScript does not (`\A`, `\z`, `\C`): those run on RE2. */
function tryNative(source: string, flags: string): RegExp | undefined {
  if (/\\[^dDwWsSbBnrtfvx\W]/.test(source)) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
