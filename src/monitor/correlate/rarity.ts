// SPDX-License-Identifier: Apache-2.0
// How much a shared value is worth: little when it comes with very many others, as the address of a proxy does.
import type { KeyKind } from './knowledge.ts';

/** Values remembered at once; the one seen longest ago is forgotten. */
const MAX_VALUES = 50_000;
/** Partners beyond this many times `hub` are not counted, and the value joins nothing. */
const DEAF = 4;

/** By value of a key: rule, and the partners it was seen with under that rule. */
export type PartnerTable = Map<string, Map<string, Set<string>>>;

/**
 * 1 while a value came with at most `hub` different partners, then hub / partners, 0 from four times `hub` on. What the
 * alerts of `rule` itself brought does not count: a burst of one rule over thousands of accounts stays together.
 */
export function rarityOf(table: PartnerTable, key: string, kind: KeyKind, rule: string): number {
  let partners = 0;
  for (const [other, seen] of table.get(key) ?? []) if (other !== rule) partners += seen.size;
  if (partners <= kind.hub) return 1;
  return partners >= DEAF * kind.hub ? 0 : kind.hub / partners;
}

/** Remembers that `key` came with `partner` in an alert of `rule`. */
export function notePartner(
  table: PartnerTable,
  key: string,
  kind: KeyKind,
  rule: string,
  partner: string,
): void {
  const rules = table.get(key) ?? new Map<string, Set<string>>();
  table.delete(key);
  table.set(key, rules);
  const partners = rules.get(rule) ?? new Set<string>();
  rules.set(rule, partners);
  if (partners.size < DEAF * kind.hub) partners.add(partner);
  if (table.size > MAX_VALUES) table.delete(table.keys().next().value as string);
}
