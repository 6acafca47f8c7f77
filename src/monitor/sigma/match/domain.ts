// SPDX-License-Identifier: Apache-2.0
// All sought atoms of one field and one folding: a text in, the atoms that hold for it out.
import { fold } from '../parse/text.ts';
import type { Folding } from '../rule.ts';
import type { Sought, SoughtAtom } from './atoms.ts';
import { longestRun, matchesGlob } from './glob.ts';
import { buildLiterals, type Literals } from './literals.ts';
import { compilePattern } from './pattern.ts';

/** Adds the atoms that hold for the text to `found`, each once. */
export type Domain = (text: string, found: number[]) => void;

/** What finding a literal means. */
interface Outputs {
  readonly contains: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly confirm: Confirm[];
}

/** A test that must confirm on the whole text what was found: globs, regular expressions. */
interface Confirm {
  readonly atom: number;
  readonly test: (text: string, folded: string) => boolean;
  /** The text that it was last asked about. */
  pass: number;
}

export function buildDomain(folding: Folding, atoms: readonly (readonly [number, SoughtAtom])[]): Domain {
  const equal = new Map<string, number[]>();
  const numbers = new Map<string, number>();
  const outputs: Outputs[] = [];
  const outputOf = (literal: string): Outputs => {
    const number = numbers.get(literal) ?? outputs.length;
    numbers.set(literal, number);
    outputs[number] ??= { contains: [], starts: [], ends: [], confirm: [] };
    return outputs[number];
  };
  for (const [atom, { matches }] of atoms) for (const match of matches) place(match, atom, equal, outputOf);
  const literals = [...numbers.keys()];
  return createScanner(
    folding,
    equal,
    literals.length === 0 ? undefined : buildLiterals(literals, folding),
    outputs,
    literals,
  );
}

function place(
  match: Sought,
  atom: number,
  equal: Map<string, number[]>,
  outputOf: (literal: string) => Outputs,
): void {
  if (match.kind === 'regex') {
    const test = compilePattern(match.source, match.flags);
    const confirm = { atom, test, pass: 0 };
    for (const literal of match.needs ?? []) outputOf(literal).confirm.push(confirm);
  } else if (match.kind === 'glob') {
    const { tokens } = match;
    const test = (_: string, folded: string): boolean => matchesGlob(folded, tokens);
    outputOf(longestRun(tokens) as string).confirm.push({ atom, test, pass: 0 });
  } else if (match.mode === 'equals') {
    const list = equal.get(match.text);
    if (list === undefined) equal.set(match.text, [atom]);
    else list.push(atom);
  } else {
    const output = outputOf(match.text);
    const list = { contains: output.contains, startswith: output.starts, endswith: output.ends };
    list[match.mode].push(atom);
  }
}

function createScanner(
  folding: Folding,
  equal: ReadonlyMap<string, readonly number[]>,
  finder: Literals | undefined,
  outputs: readonly Outputs[],
  literals: readonly string[],
): Domain {
  const seen = new Int32Array(literals.length);
  const lengths = Int32Array.from(literals, (literal) => literal.length);
  const equalLengths = new Set([...equal.keys()].map((text) => text.length));
  let pass = 0;
  let whole = '';
  let folded: string | undefined;
  let result: number[] = [];
  const add = (atoms: readonly number[]): void => {
    for (const atom of atoms) if (!result.includes(atom)) result.push(atom);
  };
  const foldedText = (): string => {
    folded ??= fold(whole, folding);
    return folded;
  };
  const onHit = (literal: number, start: number): void => {
    const output = outputs[literal] as Outputs;
    if (start === 0 && output.starts.length > 0) add(output.starts);
    if (output.ends.length > 0 && start + (lengths[literal] as number) === (folded ?? whole).length)
      add(output.ends);
    if (seen[literal] === pass) return;
    seen[literal] = pass;
    add(output.contains);
    for (const confirm of output.confirm) {
      if (confirm.pass === pass) continue;
      confirm.pass = pass;
      const { atom, test } = confirm;
      if (!result.includes(atom) && test(whole, foldedText())) result.push(atom);
    }
  };
  return (text, found) => {
    pass = (pass + 1) | 0;
    whole = text;
    folded = undefined;
    result = found;
    if (finder?.scan(text, onHit, false) === false) finder.scan(foldedText(), onHit, true);
    // Folding does not change the length of ASCII, which the text is when the first scan went through.
    if (folded === undefined && finder !== undefined && !equalLengths.has(text.length)) return;
    const same = equal.get(foldedText());
    if (same !== undefined) add(same);
  };
}
