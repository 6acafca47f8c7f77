// SPDX-License-Identifier: Apache-2.0
// Rule bodies matched against sets of atoms; of the premises that are left, the one with fewest candidates comes next.
import type { Atom } from '../rules/atom.ts';
import { bind, type Fact, type Values, valueIn } from '../rules/substitution.ts';

/** Atoms by predicate, and again by predicate, place and the value there. */
export type Store = Map<string, Fact[]>;
type Found = (values: Values) => boolean;

export function add(store: Store, fact: Fact): void {
  const keys = fact.args.map((value, place) => `${fact.predicate}/${place}/${value}`);
  for (const key of [fact.predicate, ...keys]) {
    if (store.get(key)?.push(fact) === undefined) store.set(key, [fact]);
  }
}

/** The shortest entry that has all atoms which fit. */
function candidates(store: Store, { predicate, terms }: Atom, values: Values): readonly Fact[] {
  let best = store.get(predicate) ?? [];
  for (const [place, term] of terms.entries()) {
    const value = valueIn(term, values);
    const entry = value === undefined ? best : (store.get(`${predicate}/${place}/${value}`) ?? []);
    if (entry.length < best.length) best = entry;
  }
  return best;
}

/** Calls `found` for every way to match all of `body`, until it says true; so does the result. */
export function join(store: Store, body: readonly Atom[], values: Values, found: Found): boolean {
  const choices = body.map((atom) => ({ atom, facts: candidates(store, atom, values) }));
  const [first, ...others] = choices.sort((a, b) => a.facts.length - b.facts.length);
  if (first === undefined) return found(values);
  const rest = others.map(({ atom }) => atom);
  return first.facts.some((fact) => {
    const extended = bind(first.atom, fact, values);
    return extended !== undefined && join(store, rest, extended, found);
  });
}

export const holds = (atom: Atom, values: Values, store: Store) => join(store, [atom], values, () => true);
