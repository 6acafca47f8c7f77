// SPDX-License-Identifier: Apache-2.0
// Regular expressions of rules (`re`, modifiers appendix 2.1.0): read as RE2 reads them, so that none can hang.
import { RE2JS } from 're2js';
import type { Match } from '../rule.ts';

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
  return { kind: 'regex', source, flags, literal: requiredLiteral(source) };
}

/** RE2JS throws errors of its own and, on hostile nesting, of the machine; both refuse the pattern. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'cannot be read';
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

const CLASSES = 'dDwWsSbBAzpPQE0123456789xnrtfvaC';

/** Lower-case text that is part of every match: the longest plain run outside groups, classes and options. */
export function requiredLiteral(source: string): string | undefined {
  const runs: string[] = [];
  let run = '';
  const cut = (): void => {
    runs.push(run);
    run = '';
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '|') return undefined;
    if (char === '(' || char === '[') {
      at = char === '(' ? endOfGroup(source, at) : endOfClass(source, at);
      cut();
    } else if (char === '\\') {
      const next = source[++at] ?? '';
      if (CLASSES.includes(next)) {
        // What follows a class letter (\x41, \pL) is left out with it.
        at += /^(?:x\{[^}]*\}|x[0-9A-Fa-f]{2}|[pP]\{[^}]*\}|[pP].|Q)/.exec(source.slice(at))?.[0].length ?? 1;
        at--;
        if (next === 'Q') return undefined;
        cut();
      } else run += next;
    } else if (char === '*' || char === '?' || char === '{') {
      run = run.slice(0, -1);
      cut();
      if (char === '{') at = source.indexOf('}', at) === -1 ? source.length : source.indexOf('}', at);
    } else if (char === '+') cut();
    else if (char === '.' || char === '^' || char === '$') cut();
    else run += char;
  }
  cut();
  const longest = runs.reduce((best, each) => (each.length > best.length ? each : best), '').toLowerCase();
  return longest.length >= 2 && isAscii(longest) ? longest : undefined;
}

/** Case folding of other alphabets differs between engines; such literals do not filter. */
function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text);
}

function endOfGroup(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[') at = endOfClass(source, at);
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return source.length;
}

function endOfClass(source: string, from: number): number {
  // `]` as the first character of a class is plain.
  let at = from + (source[from + 1] === '^' ? 2 : 1);
  if (source[at] === ']') at++;
  for (; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at;
  }
  return source.length;
}
