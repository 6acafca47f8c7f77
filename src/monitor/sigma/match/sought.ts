// SPDX-License-Identifier: Apache-2.0
// Whether a sought atom holds for the texts of its field: few alternatives are tried one after the other, of many it is
// first looked which could hold at all.
import type { GlobToken, TextMode } from '../rule.ts';
import type { Sought, SoughtAtom } from './atoms.ts';
import type { Needle } from './compared.ts';
import { longestRun, matchesGlob } from './glob.ts';
import { buildNeedles } from './needles.ts';
import { compilePattern } from './pattern.ts';
import { endsWithText, includesText, startsWithText } from './text-access.ts';
import type { FieldTexts } from './texts.ts';

export type SoughtTest = (texts: FieldTexts) => boolean;

/** So many alternatives are tried one by one. */
const FEW = 8;

export function compileSought(atom: SoughtAtom): SoughtTest {
  const { folding } = atom;
  let test: TextTest | undefined;
  return (texts) => {
    // Most atoms are never asked, and some are long.
    test ??= compileTest(atom);
    const whole = texts.whole();
    const folded = texts.folded(folding);
    for (let at = 0; at < whole.length; at++)
      if (test(whole[at] as string, folded[at] as string)) return true;
    return false;
  };
}

/**
 * Texts of which one must be found where the atom holds: the text itself, the longest run of a glob, what a regular
 * expression needs.
 */
export function needlesOf({ folding, matches }: SoughtAtom): readonly Needle[] {
  return matches.flatMap((match): readonly Needle[] => {
    const contains = (text: string): Needle => ({ mode: 'contains', text, ...folding });
    if (match.kind === 'text') return [{ mode: match.mode, text: match.text, ...folding }];
    if (match.kind === 'glob') return [contains(longestRun(match.tokens) as string)];
    return (match.needs ?? []).map(contains);
  });
}

type TextTest = (whole: string, folded: string) => boolean;

function compileTest(atom: SoughtAtom): TextTest {
  const { matches } = atom;
  const equals = new Set(textsOf(matches, 'equals'));
  const others = matches.filter((match) => match.kind !== 'text' || match.mode !== 'equals');
  const test = compileOthers({ ...atom, matches: others });
  return equals.size === 0 ? test : (whole, folded) => equals.has(folded) || test(whole, folded);
}

function compileOthers(atom: SoughtAtom): TextTest {
  const { matches } = atom;
  const each = compileEach(matches);
  if (matches.length <= FEW) return each;
  const scan = buildNeedles(needlesOf(atom));
  const isText = matches.every(({ kind }) => kind === 'text');
  let found = false;
  const onNeedle = (): void => {
    found = true;
  };
  return (whole, folded) => {
    found = false;
    scan(whole, onNeedle);
    return found && (isText || each(whole, folded));
  };
}

function compileEach(matches: readonly Sought[]): TextTest {
  const starts = textsOf(matches, 'startswith');
  const ends = textsOf(matches, 'endswith');
  const inside = textsOf(matches, 'contains');
  const globs = matches.flatMap((match): (readonly GlobToken[])[] =>
    match.kind === 'glob' ? [match.tokens] : [],
  );
  const patterns = matches.flatMap((match) =>
    match.kind === 'regex' ? [compilePattern(match.source, match.flags)] : [],
  );
  return (whole, folded) => {
    for (let at = 0; at < ends.length; at++) if (endsWithText(folded, ends[at] as string)) return true;
    for (let at = 0; at < starts.length; at++) if (startsWithText(folded, starts[at] as string)) return true;
    for (let at = 0; at < inside.length; at++) if (includesText(folded, inside[at] as string)) return true;
    for (const tokens of globs) if (matchesGlob(folded, tokens)) return true;
    for (const pattern of patterns) if (pattern(whole)) return true;
    return false;
  };
}

function textsOf(matches: readonly Sought[], mode: TextMode): readonly string[] {
  return matches.flatMap((match) => (match.kind === 'text' && match.mode === mode ? [match.text] : []));
}
