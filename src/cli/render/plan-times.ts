// SPDX-License-Identifier: Apache-2.0
// What a plan gains in time, as rows: one for each attack and target.
import type { PlanTime, PlanTimes } from '../../analyse/index.ts';
import { shortName } from './summary.ts';
import { days, daysWithInterval, percent } from './times.ts';

export interface PlanTimeRow {
  readonly title: string;
  readonly attacker: string;
  readonly before: string;
  readonly within: string;
  readonly after: string;
}

/** Each told for the attacker who is fastest without the plan, and for whoever is fastest with it. */
export function planTimeRows({ attacks }: PlanTimes): readonly PlanTimeRow[] {
  const groups = new Map<string, PlanTime[]>();
  for (const each of attacks) {
    const key = `${each.attack} ${each.target}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [PlanTime, ...PlanTime[]];
    return {
      title: `${first.title}: ${first.target}`,
      attacker: shortName(first.attacker),
      before: daysWithInterval(first.before.mean),
      within: percent(first.before.within.value),
      after: afterOf(group, first.attacker),
    };
  });
}

function afterOf(group: readonly PlanTime[], attacker: string): string {
  const left = group.flatMap((each) => (each.after.prevented ? [] : [{ ...each, after: each.after }]));
  const [first] = left.toSorted((a, b) => a.after.mean.value - b.after.mean.value);
  if (first === undefined) return 'never';
  if (first.attacker !== attacker) return `${days(first.after.mean.value)} by ${shortName(first.attacker)}`;
  const { low, high, value } = first.after.gained;
  return low === 0 && high === 0
    ? 'no change'
    : `${days(first.after.mean.value)}, +${days(value)} (${days(low)}–${days(high)})`;
}
