// SPDX-License-Identifier: Apache-2.0
// What people say of incidents, and what it tells about rules.
import type { Exception } from './exceptions.ts';
import type { IncidentWire } from './wire.ts';

/** What a verdict needs of an incident, as others read it: it may come from a file. */
export type Judged = Pick<IncidentWire, 'id'> & {
  readonly timeline: readonly Pick<IncidentWire['timeline'][number], 'rule' | 'about' | 'keys' | 'count'>[];
};

export interface IncidentVerdict {
  readonly incident: string;
  readonly isFalse: boolean;
  readonly reason: string;
  /** Rules of the incident, and how many alerts of each it had. */
  readonly rules: ReadonlyMap<string, number>;
}

export function verdictOn(incident: Judged, isFalse: boolean, reason: string): IncidentVerdict {
  const rules = new Map<string, number>();
  for (const { rule, count } of incident.timeline) rules.set(rule, (rules.get(rule) ?? 0) + count);
  return { incident: incident.id, isFalse, reason, rules };
}

export interface RuleStatistics {
  readonly rule: string;
  /** Incidents with the rule that people called real, and false. */
  readonly real: number;
  readonly false: number;
  /** Alerts of the rule in them. */
  readonly alerts: number;
  /** real / (real + false), and the bounds between which it is with 95 % confidence. */
  readonly precision: number;
  readonly low: number;
  readonly high: number;
}

/** Statistics of each rule over verdicts, the least precise first. A later verdict on an incident replaces the one before. */
export function ruleStatistics(verdicts: readonly IncidentVerdict[]): readonly RuleStatistics[] {
  const last = new Map(verdicts.map((verdict) => [verdict.incident, verdict]));
  const counted = new Map<string, { real: number; false: number; alerts: number }>();
  for (const { rules, isFalse } of last.values())
    for (const [rule, alerts] of rules) {
      const count = counted.get(rule) ?? { real: 0, false: 0, alerts: 0 };
      counted.set(rule, count);
      count[isFalse ? 'false' : 'real']++;
      count.alerts += alerts;
    }
  return [...counted]
    .map(([rule, count]) => ({ rule, ...count, ...wilson(count.real, count.real + count.false) }))
    .sort((left, right) => left.high - right.high || (left.rule < right.rule ? -1 : 1));
}

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959_964;

/** Score interval of Wilson (1927): right also for few trials, where the usual one is not. */
function wilson(successes: number, trials: number): { precision: number; low: number; high: number } {
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const middle = (share + Z ** 2 / (2 * trials)) / scale;
  const width = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return { precision: share, low: Math.max(0, middle - width), high: Math.min(1, middle + width) };
}

/**
 * The narrow exceptions that a false incident suggests: one for each rule and thing it was about. A rule without a key
 * suggests none; it would be switched off as a whole.
 */
export function suggestedExceptions(
  incident: Judged,
  { until, reason }: Pick<Exception, 'until' | 'reason'>,
): readonly Exception[] {
  return incident.timeline.flatMap(({ rule, about, keys }, index): Exception[] => {
    const main = Object.entries(keys).find(([kind, value]) => `${kind} ${value}` === about);
    if (main === undefined) return [];
    return [{ id: `${incident.id}-${index + 1}`, rule, when: { [main[0]]: main[1] }, until, reason }];
  });
}
