// SPDX-License-Identifier: Apache-2.0
// What a certificate is about, read anew from the model and the pack: with the text of atoms and SHA-256, all that is believed.
import type { LoadedModel, Pack } from '../../model/index.ts';
import { type InputFact, inputFacts } from '../facts/index.ts';
import { assumptionsOf, gapsOf } from '../facts/open.ts';
import type { CompiledRules } from '../rules/compile.ts';

export type Rule = Pick<CompiledRules['rules'][number], 'id' | 'then' | 'when' | 'unless'>;

export interface Subject {
  readonly model: { readonly name: string; readonly sha256: string };
  readonly pack: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly attackers: readonly string[];
  readonly rules: readonly Rule[];
  readonly predicates: ReadonlyMap<string, { readonly sorts: readonly string[]; readonly base: boolean }>;
  readonly facts: readonly Pick<InputFact, 'predicate' | 'args'>[];
  readonly gaps: readonly { readonly gap: string; readonly about: string; readonly unknown: string }[];
  readonly assumptions: readonly string[];
}

/** The subject of a certificate. `today` is an ISO date: measures whose proof ran out before it do not count. */
export function subjectOf(loaded: LoadedModel, pack: Pack, compiled: CompiledRules, today: string): Subject {
  return {
    model: { name: loaded.model.name, sha256: loaded.sha256 },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    attackers: pack.attackers.map(({ id }) => id),
    ...compiled,
    facts: inputFacts(loaded, pack, today),
    gaps: gapsOf(loaded),
    assumptions: assumptionsOf(loaded).map(({ id }) => id),
  };
}
