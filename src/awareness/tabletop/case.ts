// SPDX-License-Identifier: Apache-2.0
// What an exercise is played on: a proven attack with its times, what stops it, and the legal clocks it starts.
import type { Simulation } from '../../cascade/index.ts';

/** Minutes everywhere, from the first sign on. */
export interface CaseStep {
  readonly text: string;
  /** Time that the attacker needs for it, drawn once for the exercise. */
  readonly minutes: number;
  /** The asset on which it happens. */
  readonly on?: string;
}

export interface CaseMeasure {
  readonly id: string;
  readonly name: string;
  readonly cost: number;
  /** The step that it would stop; absent: none of the proven way. */
  readonly stops?: string;
}

/** A report that is due so long after somebody became aware. */
export interface Duty {
  readonly id: string;
  readonly title: string;
  readonly regime: string;
  readonly article: string;
  readonly recipient: string;
  readonly minutes: number;
}

/** What a decision takes; `hold`: how long an asset stays off. */
export interface CaseTimes {
  readonly look: number;
  readonly isolate: number;
  readonly hold: number;
  readonly install: number;
  readonly declare: number;
  readonly report: number;
}

export interface TabletopCase {
  readonly model: string;
  readonly attack: string;
  readonly title: string;
  readonly impact: string;
  readonly attacker: string;
  readonly target: string;
  /** Names of assets by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Hour of the week of the first sign; 0 is Monday 0:00. */
  readonly startHour: number;
  /** First the proven way; then those that are left when measures close it. */
  readonly ways: readonly (readonly CaseStep[])[];
  /** By set of installed measures (bit i for measure i) the place in `ways`; -1: no way is left. */
  readonly wayOf: readonly number[];
  readonly measures: readonly CaseMeasure[];
  readonly duties: readonly Duty[];
  readonly times: CaseTimes;
  /** Facts that nobody stated, on which the duties stand: title and value, in English as in the pack. */
  readonly assumed: readonly { readonly title: string; readonly value: string }[];
}

/** What happened to the operator from outside; hours after the first sign. */
export interface Happened {
  readonly damage?: { readonly on: string; readonly hour: number };
  readonly isolated: readonly { readonly on: string; readonly hour: number; readonly hours: number }[];
}

/** Runs the cascade: the one port of the exercise. */
export type Replay = (happened: Happened) => Simulation['without']['replay'];
