// SPDX-License-Identifier: Apache-2.0
// The same programs to clingo (Potassco, ASP-Core-2 input language): a positive program with negation on facts only
// has exactly one stable model, and it is what the rules derive.
import clingo from 'clingo-wasm';
import type { Atom, Term } from '../../src/analyse/rules/atom.ts';
import { type PlainFact, type PlainRule, plainText } from './naive.ts';

export interface PlainProgram {
  readonly rules: readonly PlainRule[];
  readonly facts: readonly PlainFact[];
  readonly given: readonly PlainFact[];
}

/** Two-way names: clingo has no `-` in predicates and no free text in constants. */
interface Names {
  readonly numbers: Map<string, number>;
  readonly words: string[];
}

/** The atoms, facts included, in the stable model of each program. All programs go to clingo in one run. */
export async function clingoClosures(
  programs: readonly PlainProgram[],
): Promise<readonly ReadonlySet<string>[]> {
  const names: Names = { numbers: new Map(), words: [] };
  const result = await clingo.run(programs.map((program, at) => translate(program, at, names)).join('\n'), 0);
  if (result.Result !== 'SATISFIABLE') throw new Error(`Clingo says ${JSON.stringify(result).slice(0, 500)}`);
  const witnesses = result.Call.flatMap((call) => call.Witnesses);
  if (witnesses.length !== 1) throw new Error(`Clingo found ${witnesses.length} stable models, expected 1`);
  const closures = programs.map(() => new Set<string>());
  for (const text of witnesses[0]?.Value ?? []) {
    const [, program, predicate, args] = /^p(\d+)_(\d+)\((.*)\)$/.exec(text) ?? [];
    const word = (number: string | undefined): string => names.words[Number(number)] as string;
    const atom = {
      predicate: word(predicate),
      args: (args ?? '').split(',').map((arg) => word(arg.slice(1))),
    };
    closures[Number(program)]?.add(plainText(atom));
  }
  return closures;
}

function translate({ rules, facts, given }: PlainProgram, at: number, names: Names): string {
  const term = (each: Term, fresh: string): string => {
    if (each.kind === 'constant') return `c${numberOf(each.value, names)}`;
    return each.name === '_' ? '_' : `V${fresh}${numberOf(each.name, names)}`;
  };
  const atom = ({ predicate, terms }: Atom): string =>
    `p${at}_${numberOf(predicate, names)}(${terms.map((each) => term(each, '')).join(',')})`;
  const fact = ({ predicate, args }: PlainFact): string =>
    `p${at}_${numberOf(predicate, names)}(${args.map((arg) => `c${numberOf(arg, names)}`).join(',')}).`;
  const rule = ({ then, when, unless }: PlainRule): string =>
    `${atom(then)} :- ${[...when.map(atom), ...unless.map((each) => `not ${atom(each)}`)].join(', ')}.`;
  return [...[...facts, ...given].map(fact), ...rules.map(rule)].join('\n');
}

function numberOf(word: string, { numbers, words }: Names): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, words.length);
  return words.push(word) - 1;
}
