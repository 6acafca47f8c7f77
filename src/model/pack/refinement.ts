// SPDX-License-Identifier: Apache-2.0
// A change to a policy or a baseline of a pack that this one uses: narrower, never wider.
import { z } from 'zod';
import type { Position } from '../../core/problem.ts';
import type { BaselineSource } from './baseline.ts';
import type { Placed } from './pack.ts';
import type { PolicySource } from './policy.ts';
import { line, slug } from './schema-parts.ts';

export const RefinementChange = z.union([
  z
    .strictObject({ unless: z.string().min(1).max(600).describe('One more exception, as in a policy') })
    .describe('Of a policy'),
  z
    .strictObject({ least: z.number().gt(0).describe('Score below which it is never an alert') })
    .describe('Of a baseline'),
]);
export type RefinementChange = z.infer<typeof RefinementChange>;

export const RefinementSource = z.strictObject({
  id: slug,
  of: slug.describe('The policy or baseline that is changed'),
  change: RefinementChange,
  reason: line,
});
export type RefinementSource = z.infer<typeof RefinementSource>;

/** Policies with their refinements, those of baselines left out. */
export function refinedPolicies(
  policies: readonly Placed<PolicySource>[],
  refinements: readonly RefinementSource[],
): readonly Placed<PolicySource>[] {
  return policies.map((policy) => {
    const more = refinements.flatMap(({ of, change }) =>
      of === policy.id && 'unless' in change ? [change.unless] : [],
    );
    return more.length === 0 ? policy : { ...policy, unless: [...(policy.unless ?? []), ...more] };
  });
}

/** Baselines with their refinements; the strictest of several counts. */
export function refinedBaselines(
  baselines: readonly Placed<BaselineSource>[],
  refinements: readonly RefinementSource[],
): readonly Placed<BaselineSource>[] {
  return baselines.map((baseline) => {
    const more = refinements.flatMap(({ of, change }) =>
      of === baseline.id && 'least' in change ? [change.least] : [],
    );
    return more.length === 0 ? baseline : { ...baseline, least: Math.max(baseline.least ?? 0, ...more) };
  });
}

/** Refinements of what is not there, or of the wrong kind. */
export function lostRefinements(
  refinements: readonly Placed<RefinementSource>[],
  policies: readonly { readonly id: string }[],
  baselines: readonly { readonly id: string }[],
): readonly { readonly at: Position; readonly of: string; readonly expected: string }[] {
  return refinements.flatMap(({ of, change, locate }) => {
    const [list, expected] =
      'unless' in change ? ([policies, 'a policy'] as const) : ([baselines, 'a baseline'] as const);
    return list.some(({ id }) => id === of) ? [] : [{ at: locate(['of']), of, expected }];
  });
}
