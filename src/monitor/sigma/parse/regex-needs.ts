// SPDX-License-Identifier: Apache-2.0
// Texts of which every match of a pattern contains at least one: where none of them is, the pattern need not be asked.
import type { RegexNode } from './regex-tree.ts';

/** All texts that a node matches, while they are few and short; undefined: too many. */
type Exact = readonly string[] | undefined;

interface Needs {
  readonly exact: Exact;
  /** One of these is in every match. */
  readonly any: readonly string[] | undefined;
}

const MAX_TEXTS = 400;
const MAX_LENGTH = 24;
/** More expected finds a text than this say too little to be worth the search. */
const MAX_FINDS = 3;

/** In lower case; undefined when nothing, or only something common, is needed. */
export function neededTexts(tree: RegexNode): readonly string[] | undefined {
  const { exact, any } = needsOf(tree);
  const best = rarer(usable(exact), any);
  return best === undefined || findsOf(best) > MAX_FINDS ? undefined : best;
}

const UNKNOWN: Needs = { exact: undefined, any: undefined };

function needsOf(node: RegexNode): Needs {
  switch (node.kind) {
    case 'chars':
      return { exact: node.chars, any: undefined };
    case 'wide':
      return UNKNOWN;
    case 'nothing':
      return { exact: [''], any: undefined };
    case 'choice':
      return ofChoice(node.of.map(needsOf));
    case 'sequence':
      return ofSequence(node.of.map(needsOf));
    case 'repeat':
      return ofRepeat(needsOf(node.of), node.least, node.most);
  }
}

function ofChoice(parts: readonly Needs[]): Needs {
  const exact = parts.every((part) => part.exact !== undefined)
    ? fewTexts(parts.flatMap((part) => part.exact ?? []))
    : undefined;
  if (exact !== undefined) return { exact, any: undefined };
  const needed = parts.map((part) => rarer(usable(part.exact), part.any));
  const any = needed.every((each) => each !== undefined) ? [...new Set(needed.flat())] : undefined;
  return { exact: undefined, any: any !== undefined && any.length <= MAX_TEXTS ? any : undefined };
}

/** Neighbours that are exact are one text; where that would be too many texts, the rarest part is kept. */
function ofSequence(parts: readonly Needs[]): Needs {
  let run: readonly string[] = [''];
  let any: readonly string[] | undefined;
  let isExact = true;
  const cut = (next: readonly string[]): void => {
    any = rarer(any, usable(run));
    run = next;
  };
  for (const part of parts) {
    any = rarer(any, part.any);
    if (part.exact === undefined) {
      cut(['']);
      isExact = false;
      continue;
    }
    const joined = fewTexts(run.flatMap((left) => (part.exact ?? []).map((right) => left + right)));
    if (joined !== undefined) {
      run = joined;
      continue;
    }
    isExact = false;
    cut(part.exact);
  }
  return isExact ? { exact: run, any } : { exact: undefined, any: rarer(any, usable(run)) };
}

function ofRepeat(part: Needs, least: number, most: number): Needs {
  if (least === 0 && most === 1 && part.exact !== undefined)
    return { exact: fewTexts(['', ...part.exact]), any: undefined };
  if (least === 0) return UNKNOWN;
  if (least === 1 && most === 1) return part;
  const all = repeated(part.exact, least);
  if (least === most && all !== undefined) return { exact: all, any: part.any };
  return { exact: undefined, any: rarer(part.any, usable(all ?? part.exact)) };
}

function repeated(exact: Exact, times: number): Exact {
  let all: Exact = [''];
  for (let time = 0; time < times && all !== undefined; time++)
    all = fewTexts(all.flatMap((left) => (exact ?? []).map((right) => left + right)));
  return exact === undefined ? undefined : all;
}

function fewTexts(texts: readonly string[]): Exact {
  const distinct = [...new Set(texts)];
  return distinct.length <= MAX_TEXTS && distinct.every(({ length }) => length <= MAX_LENGTH)
    ? distinct
    : undefined;
}

/** The empty text is everywhere; case folding of other alphabets differs between engines. */
function usable(texts: Exact): readonly string[] | undefined {
  return texts?.every((text) => text !== '' && hasPlainCase(text)) ? texts : undefined;
}

function hasPlainCase(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  return [...text].every((char) => /[\x00-\x7f]/.test(char) || char.toUpperCase() === char.toLowerCase());
}

function rarer(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return findsOf(right) < findsOf(left) ? right : left;
}

/** Share of characters of addresses, command lines and messages, roughly; what is not listed is rare. */
const SHARES: readonly (readonly [RegExp, number])[] = [
  [/[aeiotnsr]/, 0.05],
  [/[a-z0-9]/, 0.02],
  [/[ /.]/, 0.04],
  [/[\\]/, 0.02],
  [/[-_=&:"]/, 0.015],
];
const RARE = 0.002;
const USUAL_LENGTH = 60;

/** Expected number of finds in a usual text. */
function findsOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => {
    const share = [...text].reduce(
      (product, char) => product * (SHARES.find(([chars]) => chars.test(char))?.[1] ?? RARE),
      1,
    );
    return sum + share * USUAL_LENGTH;
  }, 0);
}
