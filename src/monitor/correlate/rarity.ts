// SPDX-License-Identifier: Apache-2.0
// How much a shared value is worth: little when it comes with very many others, as the address of a proxy does.
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
export type PartnerTable = Map<string, Partners>;

/**
 * 1 while a value came with at most `hub` different partners, then hub / partners, 0 from four times `hub` on. What the
 * alerts of `rule` itself brought does not count: a burst of one rule over thousands of accounts stays together.
 */
export function rarityOf(table: PartnerTable, key: string, { hub }: KeyKind, rule: string): number {
  const known = table.get(key);
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
  const known = table.get(key) ?? { byRule: new Map<string, Set<string>>(), total: 0 };
  table.delete(key);
  table.set(key, known);
  if (table.size > MAX_VALUES) table.delete(table.keys().next().value as string);
  const partners = known.byRule.get(rule) ?? new Set<string>();
  // Enough is known once others of any rule are too many.
  if (partners.size >= DEAF * hub || known.total >= 2 * DEAF * hub || partners.has(partner)) return;
  partners.add(partner);
  known.byRule.set(rule, partners);
  known.total++;
}
