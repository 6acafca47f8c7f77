// SPDX-License-Identifier: Apache-2.0
// The shape of what is said about time; a part of the report.

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Holds without sampling. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How long one attacker takes to reach one target: days from the first act. */
export interface CompromiseTime {
  readonly mean: Estimate;
  readonly median: number;
  /** Nine runs in ten are between these. */
  readonly p05: number;
  readonly p95: number;
  /** Probability of success within the horizon. */
  readonly within: Estimate;
  readonly bounds: { readonly mean: Range; readonly within: Range };
  /** With the plan installed, in the same runs; absent without a plan. */
  readonly after?: TimeAfter;
}

/** `prevented`: no way is left. Else what changes, run by run. */
export type TimeAfter =
  | { readonly prevented: true }
  | {
      readonly prevented: false;
      readonly mean: Estimate;
      readonly within: Estimate;
      /** Mean of the days gained in each run. */
      readonly gained: Estimate;
    };

/** How the times of a report were found. */
export interface TimeBasis {
  readonly samples: number;
  readonly seed: number;
  /** Days of `within`. */
  readonly horizon: number;
  readonly plan: readonly TimedMeasure[];
}

export interface TimedMeasure {
  readonly measure: string;
  readonly on: string;
  /** Rule instances that it cuts; 0 means that it has no effect on this model. */
  readonly cuts: number;
}
