// SPDX-License-Identifier: Apache-2.0
// Seeded random programs in the rule language: recursion, constants, repeated variables, negation of facts.
import type { Atom, Term } from '../../src/analyse/rules/atom.ts';
import type { PlainFact, PlainRule } from './naive.ts';

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
}

/** Mulberry32: 32 bits of state, the same sequence for the same seed everywhere. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)] as never,
    chance: (probability) => next() < probability,
  };
}

export interface RandomProgram {
  readonly rules: readonly PlainRule[];
  readonly facts: readonly PlainFact[];
  readonly given: readonly PlainFact[];
  /** Arity by name. */
  readonly base: ReadonlyMap<string, number>;
  readonly derived: ReadonlyMap<string, number>;
}

const CONSTANTS = ['a', 'b', 'c', '443/tcp', 'Capital', "it's", 'two words', '_'];
const VARIABLES = ['X', 'Y', 'Z', '_u', 'Long_Name1'];

export function randomProgram(random: Random): RandomProgram {
  const constants = CONSTANTS.slice(0, 2 + random.below(CONSTANTS.length - 1));
  const predicates = (prefix: string, count: number): ReadonlyMap<string, number> =>
    new Map(Array.from({ length: count }, (_, at) => [`${prefix}-${at}`, 1 + random.below(3)]));
  const base = predicates('base', 2 + random.below(3));
  const derived = predicates('derived', 1 + random.below(4));
  const fact = (from: ReadonlyMap<string, number>): PlainFact => {
    const [predicate, arity] = random.pick([...from]);
    return { predicate, args: Array.from({ length: arity }, () => random.pick(constants)) };
  };
  return {
    base,
    derived,
    facts: distinct(Array.from({ length: 4 + random.below(20) }, () => fact(base))),
    given: random.chance(0.3) ? [fact(derived)] : [],
    rules: Array.from({ length: 2 + random.below(7) }, (_, at) =>
      randomRule(`r${at}`, random, base, derived, constants),
    ),
  };
}

function randomRule(
  id: string,
  random: Random,
  base: ReadonlyMap<string, number>,
  derived: ReadonlyMap<string, number>,
  constants: readonly string[],
): PlainRule {
  const atom = (from: ReadonlyMap<string, number>, term: () => Term): Atom => {
    const [predicate, arity] = random.pick([...from]);
    return { predicate, terms: Array.from({ length: arity }, term) };
  };
  const constant = (): Term => ({ kind: 'constant', value: random.pick(constants) });
  const variable = (names: readonly string[]): Term => ({ kind: 'variable', name: random.pick(names) });
  const anyTerm = (): Term => (random.chance(0.12) ? constant() : variable(VARIABLES));
  const when = Array.from({ length: 1 + random.below(3) }, () =>
    atom(random.chance(0.6) ? base : derived, anyTerm),
  );
  const bound = when.flatMap(({ terms }) =>
    terms.flatMap((term) => (term.kind === 'variable' ? [term.name] : [])),
  );
  const boundTerm = (): Term => (bound.length === 0 || random.chance(0.15) ? constant() : variable(bound));
  const unless = Array.from({ length: random.chance(0.4) ? 1 + random.below(2) : 0 }, () =>
    atom(base, boundTerm),
  );
  return { id, when, unless, then: atom(derived, boundTerm) };
}

function distinct(facts: readonly PlainFact[]): readonly PlainFact[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}
