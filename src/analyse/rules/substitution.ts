// SPDX-License-Identifier: Apache-2.0
// Ground atoms, and what makes an atom of a rule one of them.
import { type Atom, formatAtom, formatGround, parseAtom, type Term } from './atom.ts';

/** A ground atom. */
export interface Fact {
  readonly predicate: string;
  readonly args: readonly string[];
}

/** Value of each variable that has one. */
export type Values = ReadonlyMap<string, string>;

const NO_VALUES: Values = new Map();

/** The values with those that make `atom` the fact; undefined when nothing does. */
export function bind({ predicate, terms }: Atom, fact: Fact, values = NO_VALUES): Values | undefined {
  if (predicate !== fact.predicate || terms.length !== fact.args.length) return undefined;
  const extended = new Map(values);
  for (const [place, term] of terms.entries()) {
    const value = valueIn(term, extended) ?? fact.args[place];
    if (value !== fact.args[place]) return undefined;
    if (term.kind === 'variable') extended.set(term.name, value as string);
  }
  return extended;
}

/** What a term stands for; undefined for a variable without a value. */
export function valueIn(term: Term, values: Values): string | undefined {
  return term.kind === 'constant' ? term.value : values.get(term.name);
}

/** What `atom` states under values for all its variables. */
export function factOf({ predicate, terms }: Atom, values: Values): Fact {
  return { predicate, args: terms.map((term) => valueIn(term, values) as string) };
}

/** The text of `atom` under `values`; a variable without a value is `_`. */
export function textOf({ predicate, terms }: Atom, values: Values): string {
  const filled = terms.map((term): Term => {
    const value = valueIn(term, values);
    return value === undefined ? { kind: 'variable', name: '_' } : { kind: 'constant', value };
  });
  return formatAtom({ predicate, terms: filled });
}

/** The atom that `text` states, undefined when it has a variable or is not written the one way there is. */
export function readGround(text: string): Fact | undefined {
  const atom = parseAtom(text);
  if (typeof atom === 'string') return undefined;
  const args = atom.terms.flatMap((term) => (term.kind === 'constant' ? term.value : []));
  return formatGround(atom.predicate, args) === text ? { predicate: atom.predicate, args } : undefined;
}
