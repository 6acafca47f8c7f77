// SPDX-License-Identifier: Apache-2.0
// What a correlation counts, as a digest: windows outlive a change of the rules only where this stays the same.
import { sha256 } from '../../../core/digest.ts';
import type { SigmaCorrelation, SigmaRule } from '../rule.ts';
import type { RuleSet } from './resolve.ts';

/** Digest by id of each correlation. Titles, levels and places do not count; rules and correlations that it joins do. */
export function definitionsOf({ correlations, byReference }: RuleSet): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  // Those that others refer to come first, so every correlation below is known already.
  for (const correlation of correlations) {
    const parts = correlation.rules.map((reference) => {
      const target = byReference.get(reference) as SigmaRule | SigmaCorrelation;
      return [reference, target.kind === 'rule' ? ruleText(target) : known.get(target.id)];
    });
    known.set(correlation.id, sha256(JSON.stringify([ownText(correlation), parts])));
  }
  return known;
}

function ruleText({ id, logsource, expression }: SigmaRule): string {
  return JSON.stringify([id, logsource, expression]);
}

function ownText({ type, groupBy, timespanSeconds, valueFields, bounds, aliases }: SigmaCorrelation): string {
  const byAlias = [...aliases].map(([alias, fields]) => [alias, [...fields]]);
  return JSON.stringify([type, groupBy, timespanSeconds, valueFields, bounds, byAlias]);
}
