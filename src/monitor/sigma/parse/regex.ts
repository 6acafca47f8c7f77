// SPDX-License-Identifier: Apache-2.0
// Regular expressions of rules (`re`, modifiers appendix 2.1.0): read as RE2 reads them, so that none can hang.
import { RE2JS } from 're2js';
import type { Match } from '../rule.ts';
import { neededTexts } from './regex-needs.ts';
import { readRegexTree } from './regex-tree.ts';

type Refused = { readonly refused: string };

const MAX_SOURCE = 4096;

/** The match of a pattern; its flags come from the modifiers `i`, `m`, `s` and from a leading `(?ims)`. */
export function readRegex(pattern: string, modifiers: readonly string[]): Match | Refused {
  if (pattern.length > MAX_SOURCE)
    return { refused: `has ${pattern.length} characters, expected at most ${MAX_SOURCE}` };
  const [whole = '', inline = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const flags = [...new Set([...inline, ...modifiers])].sort().join('');
  const source = pattern.slice(whole.length);
  try {
    RE2JS.compile(source, re2Flags(flags));
  } catch (error) {
    return { refused: reasonOf(error) };
  }
  return { kind: 'regex', source, flags, needs: neededTexts(readRegexTree(source)) };
}

/** RE2JS throws errors of its own and, on hostile nesting, of the machine; both refuse the pattern. */
function reasonOf(error: unknown): string {
  const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : undefined;
  return why === undefined ? 'cannot be read' : `has a pattern that RE2 refuses: ${why}`;
}

export function re2Flags(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  );
}

/**
 * Whether JavaScript's backtracking engine decides the pattern in time linear in the text: nothing repeats without
 * bound, and what repeats within bounds multiplies to little.
 */
export function isBounded(source: string): boolean {
  let product = 1;
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/[*+]|\{\d+,\}|\(\?[^:]/.test(bare)) return false;
  for (const [, low = '1', high] of bare.matchAll(/\{(\d+)(?:,(\d+))?\}/g))
    product *= Number(high ?? low) + 1;
  product *= 2 ** (bare.match(/[?|]/g)?.length ?? 0);
  return product <= 4096;
}
