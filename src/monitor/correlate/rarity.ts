// SPDX-License-Identifier: Apache-2.0
// How much a shared value is worth: little when it comes with very many others, as the address of a proxy does.
import { type Generations, recall, remember } from './generations.ts';
import type { KeyKind } from './knowledge.ts';

/** Values remembered at once; the one seen longest ago is forgotten. */
const MAX_VALUES = 50_000;
/** Partners beyond this many times `hub` are not counted, and the value joins nothing. */
const DEAF = 4;

interface Partners {
  readonly byRule: Map<string, Set<string>>;
  total: number;
}

/** By value of a key: the partners it was seen with under each rule. */
export type PartnerTable = Generations<Partners>;

/**
 * 1 while a value came with at most `hub` different partners, then hub / partners, 0 from four times `hub` on. What the
 * alerts of `rule` itself brought does not count: a burst of one rule over thousands of accounts stays together.
 */
export function rarityOf(table: PartnerTable, key: string, { hub }: KeyKind, rule: string): number {
  const known = recall(table, key);
  if (known === undefined) return 1;
  const partners = known.total - (known.byRule.get(rule)?.size ?? 0);
  if (partners <= hub) return 1;
  return partners >= DEAF * hub ? 0 : hub / partners;
}

/** Remembers that `key` came with `partner` in an alert of `rule`. */
export function notePartner(
  table: PartnerTable,
  key: string,
  { hub }: KeyKind,
  rule: string,
  partner: string,
): void {
  const known = recall(table, key) ?? { byRule: new Map<string, Set<string>>(), total: 0 };
  remember(table, key, known, MAX_VALUES);
  const partners = known.byRule.get(rule) ?? new Set<string>();
  // Enough is known once others of any rule are too many.
  if (partners.size >= DEAF * hub || known.total >= 2 * DEAF * hub || partners.has(partner)) return;
  partners.add(partner);
  known.byRule.set(rule, partners);
  known.total++;
}
