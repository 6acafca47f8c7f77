// SPDX-License-Identifier: Apache-2.0
// Rule bodies matched against sets of atoms; of the premises that are left, the one with fewest candidates comes next.
import { type Atom, formatAtom, type Term } from '../rules/atom.ts';

export type Args = readonly string[];
/** Value of each variable that has one. */
export type Values = Map<string, string>;
/** Ground atoms by predicate. */
export type Store = Map<string, Relation>;

/** The atoms of one predicate, with a hash index for each set of places that somebody asks by. */
export class Relation {
  readonly #tuples: Args[] = [];
  readonly #indexes = new Map<number, Map<string, Args[]>>();

  add(tuple: Args): void {
    this.#tuples.push(tuple);
    for (const [mask, index] of this.#indexes) insert(index, mask, tuple);
  }

  /** Tuples equal to `known` wherever it has a value. */
  matching(known: readonly (string | undefined)[]): readonly Args[] {
    const mask = known.reduce((bits, value, place) => (value === undefined ? bits : bits | (1 << place)), 0);
    if (mask === 0) return this.#tuples;
    const index = this.#indexes.get(mask) ?? new Map<string, Args[]>();
    if (!this.#indexes.has(mask)) for (const tuple of this.#tuples) insert(index, mask, tuple);
    this.#indexes.set(mask, index);
    return index.get(keyOf(mask, known)) ?? [];
  }
}

function insert(index: Map<string, Args[]>, mask: number, tuple: Args): void {
  const others = index.get(keyOf(mask, tuple));
  if (others === undefined) index.set(keyOf(mask, tuple), [tuple]);
  else others.push(tuple);
}

const keyOf = (mask: number, known: readonly (string | undefined)[]): string =>
  known.filter((_, place) => (mask >> place) & 1).join('\u0000');

/** A ground atom. */
export interface Fact {
  readonly predicate: string;
  readonly args: Args;
}

export function add(store: Store, { predicate, args }: Fact): void {
  const relation = store.get(predicate) ?? new Relation();
  store.set(predicate, relation);
  relation.add(args);
}

const valueIn = (term: Term, values: Values) =>
  term.kind === 'constant' ? term.value : values.get(term.name);

/** Tuples that agree with `atom` wherever its value is known. */
export function candidates(store: Store, atom: Atom, values: Values): readonly Args[] {
  return store.get(atom.predicate)?.matching(atom.terms.map((term) => valueIn(term, values))) ?? [];
}

/** Calls `found` for every way to match all of `body`, until it says true; so does the result. */
export function join(store: Store, body: readonly Atom[], values: Values, found: () => boolean): boolean {
  const choices = body.map((atom) => ({ atom, tuples: candidates(store, atom, values) }));
  const [first, ...others] = choices.sort((a, b) => a.tuples.length - b.tuples.length);
  if (first === undefined) return found();
  const rest = others.map(({ atom }) => atom);
  return first.tuples.some((tuple) =>
    bound(first.atom, tuple, values, () => join(store, rest, values, found)),
  );
}

/** What `inner` says while the variables of `atom` stand for `tuple`; false when the two do not fit. */
export function bound(atom: Atom, tuple: Args, values: Values, inner: (values: Values) => boolean): boolean {
  const names = bind(atom, tuple, values);
  const result = names !== undefined && inner(values);
  for (const name of names ?? []) values.delete(name);
  return result;
}

/** Gives the variables of `atom` the values of `tuple` and says which were new; undefined when they do not fit. */
export function bind({ terms }: Atom, tuple: Args, values: Values): readonly string[] | undefined {
  const names = terms.flatMap((term) =>
    term.kind === 'variable' && !values.has(term.name) ? term.name : [],
  );
  for (const [place, term] of terms.entries()) {
    if (term.kind === 'variable' && !values.has(term.name)) values.set(term.name, tuple[place] as string);
  }
  if (terms.length === tuple.length && terms.every((term, place) => valueIn(term, values) === tuple[place]))
    return names;
  for (const name of names) values.delete(name);
  return undefined;
}

/** True when some tuple fits `atom`: the keys of the indexes are not believed, the values are compared. */
export function exists(store: Store, atom: Atom, values: Values): boolean {
  return candidates(store, atom, values).some((tuple) => bound(atom, tuple, values, () => true));
}

/** The text of `atom` under `values`; a variable without a value is `_`. */
export function textOf({ predicate, terms }: Atom, values: Values): string {
  const filled = terms.map((term): Term => {
    const value = valueIn(term, values);
    return value === undefined ? { kind: 'variable', name: '_' } : { kind: 'constant', value };
  });
  return formatAtom({ predicate, terms: filled });
}

/** The arguments of `atom` under `values`, as far as they have one. */
export function argsOf({ terms }: Atom, values: Values): Args {
  return terms.flatMap((term) => valueIn(term, values) ?? []);
}
