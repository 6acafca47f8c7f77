// SPDX-License-Identifier: Apache-2.0
// Policies and baselines as refinements change them.
import type { Position } from '../../core/problem.ts';
import type { BaselineSource } from './baseline.ts';
import type { Placed } from './pack.ts';
import type { PolicySource } from './policy.ts';
import type { RefinementSource } from './refinement.ts';

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
