// SPDX-License-Identifier: Apache-2.0
// What every kind of detection reports: rules, correlations, policies and baselines alike.
import type { EventRecord } from './sigma/match/record.ts';
import type { Level } from './sigma/rule.ts';

/** Where an event stands in what was read. */
export interface EventPlace {
  readonly file: string;
  readonly line: number;
}

/** What fired. */
export interface RuleHead {
  readonly id: string;
  readonly kind: 'rule' | 'correlation' | 'policy' | 'baseline';
  readonly title: string;
  readonly level: Level;
  /** ATT&CK, F3, CAPEC, CWE or OAT ids. */
  readonly techniques: readonly string[];
  /** Numbers of threats of the pack. */
  readonly threats?: readonly number[];
}

/** An event that took part in an alert. */
export interface Witness {
  readonly record: EventRecord;
  readonly at: EventPlace;
  readonly time: number | undefined;
}

export interface Alert extends Witness {
  readonly rule: RuleHead;
  /** What joins it to other alerts: keys of the event, or the values that a correlation groups by. */
  readonly keys: Readonly<Record<string, string>>;
  /** The other events that made it fire, oldest first; at most the last of them when there were many. */
  readonly because?: readonly Witness[];
  /** Why it fired, in one sentence per reason, when the rule alone does not say it. */
  readonly reasons?: readonly string[];
}
