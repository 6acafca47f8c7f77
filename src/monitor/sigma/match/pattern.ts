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
  return (text) => pattern.matcher(text).find();
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
