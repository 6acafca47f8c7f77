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

/** What of a rule has a meaning; the rest is for people. */
export type PlainRule = Pick<Rule, 'id' | 'then' | 'when' | 'unless'>;

export interface Subject extends Pick<Certificate, 'model' | 'pack' | 'assumptions'> {
  readonly attackers: readonly string[];
  readonly rules: ReadonlyMap<string, PlainRule>;
  /** By predicate, the rules that have it in `when`, and where. */
  readonly uses: ReadonlyMap<string, readonly (readonly [PlainRule, number])[]>;
  /** Arity of the predicates that are not facts of the model. */
  readonly derived: ReadonlyMap<string, number>;
  /** What is known: neither gaps nor who attacks. */
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
    ...rulesOf(compiled),
    facts: inputFacts(loaded, pack, today).filter(
      ({ predicate }) => predicate !== 'gap' && predicate !== 'attacker',
    ),
    gaps: new Map(gaps),
  };
}

/** The rules as the checker looks them up. */
export function rulesOf({ rules, predicates }: CompiledRules): Pick<Subject, 'rules' | 'uses' | 'derived'> {
  const uses = new Map<string, [PlainRule, number][]>();
  for (const rule of rules) {
    for (const [place, { predicate }] of rule.when.entries()) {
      uses.set(predicate, [...(uses.get(predicate) ?? []), [rule, place]]);
    }
  }
  const derived = [...predicates.values()].filter(({ base }) => !base);
  return {
    uses,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    derived: new Map(derived.map(({ id, sorts }) => [id, sorts.length])),
  };
}
