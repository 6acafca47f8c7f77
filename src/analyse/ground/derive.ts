// SPDX-License-Identifier: Apache-2.0
import { close } from '../closure/close.ts';
import type { InputFact } from '../facts/index.ts';
import { parseAtom } from '../rules/atom.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { GroundFact } from './encode.ts';
import { buildSystem, CANDIDATE, factOf, nodeOf, textOf } from './system.ts';

/**
 * Every atom of a derived predicate that follows from the facts and the given atoms, as text. Facts with a gap do not
 * count: they are possible, not known.
 *
 * @param given ground atoms of derived predicates, or `attacker(id)`.
 * @throws TypeError when a given atom cannot be read.
 */
export function deriveAll(
  compiled: CompiledRules,
  facts: readonly InputFact[],
  given: readonly string[] = [],
): Set<string> {
  const seeds = given.map(readGround);
  const attackers = seeds
    .filter((fact) => fact.predicate === 'attacker')
    .map((fact) => fact.args[0] as string);
  const others = seeds.filter((fact) => fact.predicate !== 'attacker');
  const system = buildSystem({ compiled, facts, attackers, given: others });
  const closure = close(
    system.graph,
    seeds.map((fact) => nodeOf(system, fact.predicate, fact.args)),
  );
  const derived = new Set<string>();
  for (const node of closure.order) {
    const fact = factOf(system, node);
    if (fact.predicate !== 'attacker' && fact.predicate !== CANDIDATE) derived.add(textOf(fact));
  }
  return derived;
}

/** A ground atom from text; throws a TypeError with what is wrong. */
export function readGround(text: string): GroundFact {
  const atom = parseAtom(text);
  if (typeof atom === 'string') throw new TypeError(atom);
  const args = atom.terms.map((term) => {
    if (term.kind === 'variable')
      throw new TypeError(`Cannot use ${text} as a fact: ${term.name} is a variable`);
    return term.value;
  });
  return { predicate: atom.predicate, args };
}
