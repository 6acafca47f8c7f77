// SPDX-License-Identifier: Apache-2.0
// What a plan gains in time: each attack that succeeds today, without and with the plan, in the same runs.
import type { PassageSampler } from '../../core/ports/index.ts';
import { type TimeOptions, timesOfReached } from '../compromise-time/compromise-time.ts';
import type { PlanTime, PlanTimes } from './hardening.ts';
import type { Offer } from './offers.ts';
import type { Verification } from './verify.ts';

export interface PlanTimeOptions extends Omit<TimeOptions, 'plan'> {
  readonly sampler: PassageSampler;
}

/** @param before what was found without the plan. */
export async function planTimes(
  { basis, outcomes }: Verification,
  offers: readonly Offer[],
  { sampler, ...options }: PlanTimeOptions,
): Promise<PlanTimes> {
  const reached = outcomes
    .filter(({ outcome }) => outcome === 'INSECURE')
    .map(({ question: { attack, attacker, target } }) => ({
      ...{ attack: attack.id, title: attack.title['en'] ?? attack.id, severity: attack.severity },
      ...{ attacker, target },
    }));
  const plan = offers.flatMap(({ measure, on }) => on.map((each) => ({ measure, on: each })));
  const found = await timesOfReached(basis, reached, sampler, { ...options, plan });
  const attacks = found.map(({ of, time: { mean, within, after } }): PlanTime => {
    const unchanged = { prevented: false, mean, within, gained: { value: 0, low: 0, high: 0 } } as const;
    return { ...of, before: { mean, within }, after: after ?? unchanged };
  });
  const { samples, seed, horizon } = options;
  return {
    samples,
    seed,
    horizon,
    attacks: attacks.sort((a, b) => a.before.mean.value - b.before.mean.value),
  };
}
