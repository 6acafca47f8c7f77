// SPDX-License-Identifier: Apache-2.0
// Datalog by its definition: try every rule on every choice of atoms until nothing new comes. Slow, and hard to get wrong.
import { type Atom, formatGround, type Term } from '../../src/analyse/rules/atom.ts';

export interface PlainRule {
  readonly id: string;
  readonly then: Atom;
  readonly when: readonly Atom[];
  readonly unless: readonly Atom[];
}

export interface PlainFact {
  readonly predicate: string;
  readonly args: readonly string[];
}

/** `rule: then <- when, when` for one choice of values. */
export interface PlainInstance {
  readonly rule: string;
  readonly then: PlainFact;
  readonly when: readonly PlainFact[];
}

type Values = Readonly<Record<string, string>>;

export const plainText = ({ predicate, args }: PlainFact): string => formatGround(predicate, args);

/** Derived atoms in an order in which each follows from those before it, `given` first. */
export function naiveClosure(
  rules: readonly PlainRule[],
  facts: readonly PlainFact[],
  given: readonly PlainFact[] = [],
): readonly PlainFact[] {
  const derived = [...new Map(given.map((fact) => [plainText(fact), fact])).values()];
  for (;;) {
    const known = new Set(derived.map(plainText));
    const heads = rules.flatMap((rule) => naiveInstances(rule, facts, derived)).map(({ then }) => then);
    const fresh = new Map(
      heads.filter((head) => !known.has(plainText(head))).map((head) => [plainText(head), head]),
    );
    if (fresh.size === 0) return derived;
    derived.push(...fresh.values());
  }
}

/** All instances of a rule whose premises are among the facts and the derived atoms, and no negated one among the facts. */
export function naiveInstances(
  rule: PlainRule,
  facts: readonly PlainFact[],
  derived: readonly PlainFact[],
): readonly PlainInstance[] {
  const atoms = [...facts, ...derived];
  let choices: readonly { values: Values; when: readonly PlainFact[] }[] = [{ values: {}, when: [] }];
  for (const premise of rule.when) {
    choices = choices.flatMap(({ values, when }) =>
      atoms.flatMap((atom) => {
        const extended = unify(premise, atom, values);
        return extended === undefined ? [] : [{ values: extended, when: [...when, atom] }];
      }),
    );
  }
  return choices
    .filter(
      ({ values }) =>
        !rule.unless.some((premise) => facts.some((fact) => unify(premise, fact, values) !== undefined)),
    )
    .map(({ values, when }) => ({ rule: rule.id, then: ground(rule.then, values), when }));
}

function unify(atom: Atom, fact: PlainFact, values: Values): Values | undefined {
  if (atom.predicate !== fact.predicate || atom.terms.length !== fact.args.length) return undefined;
  let extended: Values | undefined = values;
  atom.terms.forEach((term, place) => {
    if (extended !== undefined) extended = unifyTerm(term, fact.args[place] as string, extended);
  });
  return extended;
}

function unifyTerm(term: Term, value: string, values: Values): Values | undefined {
  if (term.kind === 'constant') return term.value === value ? values : undefined;
  if (term.name === '_' || !Object.hasOwn(values, term.name)) return { ...values, [term.name]: value };
  return values[term.name] === value ? values : undefined;
}

function ground(atom: Atom, values: Values): PlainFact {
  return {
    predicate: atom.predicate,
    args: atom.terms.map((term) => (term.kind === 'constant' ? term.value : (values[term.name] as string))),
  };
}
