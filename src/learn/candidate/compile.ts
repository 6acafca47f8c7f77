// SPDX-License-Identifier: Apache-2.0
import type { Pack, PolicySource } from '../../model/index.ts';
import { compilePolicies, type Policy } from '../../monitor/index.ts';
import { replay, told } from './replay.ts';

export interface Drafted {
  readonly source: PolicySource;
  readonly policy: Policy;
}

/** The policy as the matcher runs it; undefined when the language refuses it. */
export function compiledPolicy(pack: Pack, source: PolicySource): Policy | undefined {
  const at = { file: 'learnt', line: 1, column: 1 };
  const placed = { ...source, pack: pack.id, at, locate: () => at };
  const { value = [], problems } = compilePolicies({ events: pack.events, policies: [placed] });
  return problems.length === 0 ? value[0] : undefined;
}

/** Whether the policy fires on its hit and not on its miss. */
export function agrees(policy: Policy, { hit, miss }: Pick<PolicySource, 'hit' | 'miss'>): boolean {
  return replay([policy], told(hit)).length > 0 && replay([policy], told(miss)).length === 0;
}
