// SPDX-License-Identifier: Apache-2.0
// What a plan gains in time, as rows: one for each attack and target.
import type { PlanTime, PlanTimes } from '../../analyse/index.ts';
import { ENGLISH, type Tongue } from '../report-words/tongue.ts';
import { days, daysWithInterval, percent } from './times.ts';

export interface PlanTimeRow {
  readonly title: string;
  readonly attacker: string;
  readonly before: string;
  readonly within: string;
  readonly after: string;
}

/** Each told for the attacker who is fastest without the plan, and for whoever is fastest with it. */
export function planTimeRows({ attacks }: PlanTimes, tongue: Tongue = ENGLISH): readonly PlanTimeRow[] {
  const groups = new Map<string, PlanTime[]>();
  for (const each of attacks) {
    const key = `${each.attack} ${each.target}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [PlanTime, ...PlanTime[]];
    return {
      title: `${first.title}: ${first.target}`,
      attacker: tongue.named('attacker', first.attacker),
      before: daysWithInterval(first.before.mean, tongue),
      within: percent(first.before.within.value),
      after: afterOf(group, first.attacker, tongue),
    };
  });
}

function afterOf(group: readonly PlanTime[], attacker: string, tongue: Tongue): string {
  const { say, named } = tongue;
  const told = (value: number): string => days(value, tongue);
  const left = group.flatMap((each) => (each.after.prevented ? [] : [{ ...each, after: each.after }]));
  const [first] = left.toSorted((a, b) => a.after.mean.value - b.after.mean.value);
  if (first === undefined) return say('times.never');
  if (first.attacker !== attacker)
    return say('times.by', {
      days: told(first.after.mean.value),
      attacker: named('attacker', first.attacker),
    });
  const { low, high, value } = first.after.gained;
  return low === 0 && high === 0
    ? say('times.same')
    : `${told(first.after.mean.value)}, +${told(value)} (${told(low)}–${told(high)})`;
}
