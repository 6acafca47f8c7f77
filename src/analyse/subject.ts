// SPDX-License-Identifier: Apache-2.0
// What a certificate is about, read anew from the model and the pack: all that the checker believes.
import type { LoadedModel, Pack } from '../model/index.ts';
import type { Certificate } from './certificate-format.ts';
import { inputFacts } from './facts/index.ts';
import { assumptionsOf, gapsOf } from './facts/open.ts';
import { formatGround } from './rules/atom.ts';
import type { CompiledRules } from './rules/compile.ts';
import type { Rule } from './rules/rule.ts';
import type { Fact } from './rules/substitution.ts';

export interface Subject extends Pick<Certificate, 'model' | 'pack' | 'assumptions'> {
  readonly attackers: readonly string[];
  readonly rules: ReadonlyMap<string, Pick<Rule, 'id' | 'then' | 'when' | 'unless'>>;
  /** Arity of the predicates that are not facts of the model. */
  readonly derived: ReadonlyMap<string, number>;
  readonly facts: readonly Fact[];
  /** By id, the atom that is not excluded. */
  readonly gaps: ReadonlyMap<string, string>;
}

/** The subject of a certificate. `today` is an ISO date: measures whose proof ran out before it do not count. */
export function subjectOf(loaded: LoadedModel, pack: Pack, compiled: CompiledRules, today: string): Subject {
  const gaps = gapsOf(loaded).map(
    ({ gap, about, unknown }) => [gap, formatGround('gap', [about, unknown])] as const,
  );
  return {
    model: { name: loaded.model.name, sha256: loaded.sha256 },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    attackers: pack.attackers.map(({ id }) => id),
    assumptions: [...new Set(assumptionsOf(loaded).map(({ id }) => id))].sort(),
    rules: new Map(compiled.rules.map((rule) => [rule.id, rule])),
    derived: derivedOf(compiled),
    facts: inputFacts(loaded, pack, today),
    gaps: new Map(gaps),
  };
}

/** Arity of each predicate that rules may derive. */
export function derivedOf({ predicates }: Pick<CompiledRules, 'predicates'>): ReadonlyMap<string, number> {
  const derived = [...predicates.values()].filter(({ base }) => !base);
  return new Map(derived.map(({ id, sorts }) => [id, sorts.length]));
}
