// SPDX-License-Identifier: Apache-2.0
// After an alert a policy is quiet for the same keys, so that one attack does not tell itself a thousand times.
import type { Policy } from './policy.ts';

export type QuietState = readonly (readonly [policy: number, key: string, time: number])[];

export interface Quiet {
  /** True, and then quiet from `time` on, when the policy gave no alert for these keys for long enough. */
  allows(policy: number, keys: Readonly<Record<string, string>>, time: number): boolean;
  save(): QuietState;
  restore(state: QuietState): void;
}

/** @param limit Keys of one policy that are remembered. */
export function createQuiet(policies: readonly Policy[], limit: number): Quiet {
  const last = policies.map(() => new Map<string, number>());
  return {
    allows(policy, keys, time) {
      const { quiet, per } = policies[policy] as Policy;
      if (quiet === 0) return true;
      const known = last[policy] as Map<string, number>;
      const key = JSON.stringify(per.map((name) => keys[name]));
      const before = known.get(key);
      if (before !== undefined && time - before < quiet) return false;
      known.delete(key);
      known.set(key, time);
      for (const [oldest, at] of known) {
        if (known.size <= limit && time - at < quiet) break;
        known.delete(oldest);
      }
      return true;
    },
    save: () =>
      last.flatMap((known, policy) => [...known].map(([key, time]) => [policy, key, time] as const)),
    restore(state) {
      for (const known of last) known.clear();
      for (const [policy, key, time] of state) last[policy]?.set(key, time);
    },
  };
}
