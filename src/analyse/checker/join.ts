// SPDX-License-Identifier: Apache-2.0
// Rule bodies matched against relations, one atom after another, each looked up by what is bound before it.
import type { Atom } from '../rules/atom.ts';
import { Relation } from './relation.ts';

/** Facts and derived atoms by predicate, with every constant as a number. */
export interface Store {
  readonly symbols: Map<string, number>;
  readonly relations: Map<string, Relation>;
}

export function symbol(store: Store, word: string): number {
  const known = store.symbols.get(word);
  if (known === undefined) store.symbols.set(word, store.symbols.size);
  return known ?? store.symbols.size - 1;
}

export function relation(store: Store, predicate: string, arity: number): Relation {
  const known = store.relations.get(predicate);
  if (known !== undefined) return known;
  const empty = new Relation(arity);
  store.relations.set(predicate, empty);
  return empty;
}

/** An atom ready to be matched. A code is a constant when it is ≥ 0, else `~slot` of a variable. */
export interface Pattern {
  readonly relation: Relation;
  readonly codes: readonly number[];
  /** Places whose value is known before the atom is looked up, as bits, and the others. */
  readonly mask: number;
  readonly open: readonly number[];
  readonly first: readonly boolean[];
}

/** Variables of one rule: name → slot, and which of them are bound so far. */
export class Scope {
  readonly slots = new Map<string, number>();
  readonly bound = new Set<string>();

  /** The pattern of `atom`; its variables are bound from here on. `scan` asks for every row, whatever is bound. */
  pattern(atom: Atom, store: Store, scan = false): Pattern {
    const first = atom.terms.map((term) => term.kind === 'variable' && !this.bound.has(term.name) && this.#bind(term.name));
    const known = atom.terms.map((term) => !scan && (term.kind === 'constant' || this.#before(atom, term.name, first)));
    return {
      relation: relation(store, atom.predicate, atom.terms.length),
      codes: atom.terms.map((term) => (term.kind === 'constant' ? symbol(store, term.value) : ~(this.slots.get(term.name) as number))),
      mask: known.reduce((mask, is, place) => (is ? mask | (1 << place) : mask), 0),
      open: known.flatMap((is, place) => (is ? [] : [place])),
      first,
    };
  }

  /** The patterns of `atoms`, those with most bound places first. */
  order(atoms: readonly Atom[], store: Store): readonly Pattern[] {
    const rest = [...atoms];
    const patterns: Pattern[] = [];
    while (rest.length > 0) {
      const costs = rest.map((atom) => this.#cost(atom, store));
      const [next] = rest.splice(costs.indexOf(Math.min(...costs)), 1);
      patterns.push(this.pattern(next as Atom, store));
    }
    return patterns;
  }

  /** Rows that a look-up is likely to give: one bound variable tells more than one constant. */
  #cost(atom: Atom, store: Store): number {
    const rows = relation(store, atom.predicate, atom.terms.length).count + 1;
    const open = atom.terms.filter((term) => term.kind === 'variable' && !this.bound.has(term.name)).length;
    const fixed = atom.terms.filter((term) => term.kind === 'variable' && this.bound.has(term.name)).length;
    return open === 0 ? 0 : rows ** (1 / (1 + fixed + (atom.terms.length - fixed - open) / 2));
  }

  #bind(name: string): true {
    this.bound.add(name);
    if (!this.slots.has(name)) this.slots.set(name, this.slots.size);
    return true;
  }

  #before(atom: Atom, name: string, first: readonly boolean[]): boolean {
    return !atom.terms.some((term, place) => first[place] && term.kind === 'variable' && term.name === name);
  }
}

/** Calls `found` for every way to match the patterns from `level` on, until it says true; so does the result. */
export function join(body: readonly Pattern[], level: number, slots: number[], found: () => boolean): boolean {
  const pattern = body[level];
  if (pattern === undefined) return found();
  const key = fill(pattern.codes, slots);
  const index = pattern.relation.by(pattern.mask);
  for (let row = index.first(key); row >= 0; row = index.next(row, key)) {
    if (take(pattern, pattern.relation.values, row * key.length, slots) && join(body, level + 1, slots, found)) return true;
  }
  return false;
}

/** Binds the open places of `pattern` to the tuple at `offset`; false when they do not fit. */
export function take(pattern: Pattern, values: readonly number[], offset: number, slots: number[]): boolean {
  for (const place of pattern.open) {
    const value = values[offset + place] as number;
    const code = pattern.codes[place] as number;
    if (pattern.first[place]) slots[~code] = value;
    else if (value !== (code >= 0 ? code : slots[~code])) return false;
  }
  return true;
}

/** The tuple of an atom under the bindings so far. */
export function fill(codes: readonly number[], slots: readonly number[]): number[] {
  return codes.map((code) => (code >= 0 ? code : (slots[~code] as number)));
}
