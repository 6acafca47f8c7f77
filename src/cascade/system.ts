// SPDX-License-Identifier: Apache-2.0
// What depends on what, and how long it holds out: the static model of docs/explanation/cascades.md §1.

/** A time in hours, drawn by inverse transform from one uniform number. */
export type Duration =
  | { readonly kind: 'fixed'; readonly hours: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** `sigma`: standard deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'triangular'; readonly least: number; readonly mode: number; readonly most: number };

/**
 * hard: without it the asset stops. degrade: the asset delivers only as much as the group does. start: only needed at the
 * moment the asset starts again. repair: only needed while the asset is repaired.
 */
export const MODES = ['hard', 'degrade', 'start', 'repair'] as const;
export type Mode = (typeof MODES)[number];

export interface Supply {
  readonly asset: string;
  /** Counts as up from this level on; 1 when absent. */
  readonly threshold?: number;
  /** Capacity that it adds at full level; with any share the group is counted in capacity, not in suppliers. */
  readonly share?: number;
}

/** A requirement: `need` of the suppliers, or `need` units of capacity. */
export interface Group {
  /** Names the draws of its times, so it must stay the same when other things change. */
  readonly id: string;
  readonly of: string;
  readonly suppliers: readonly Supply[];
  readonly need: number;
  readonly mode: Mode;
  /** A shortage that ends within it leaves no trace: battery, stock, cached token, queue. */
  readonly buffer?: Duration;
  /** After the buffer, a level in [0, 1] for some time: paper, a second provider, a generator. */
  readonly fallback?: { readonly level: number; readonly duration?: Duration };
}

export interface Asset {
  readonly id: string;
  /** From the moment all is there again until it delivers. */
  readonly restart?: Duration;
  readonly repair?: Duration;
  /** Kind of crew that repairs it; crews without a number are as many as needed. */
  readonly crew?: string;
  /** Lower is repaired first. */
  readonly priority?: number;
}

/** Assets that one cause hits together: a site, a vendor, a version of a program. */
export interface CommonCause {
  readonly id: string;
  readonly members: readonly string[];
}

export interface System {
  readonly assets: readonly Asset[];
  readonly groups: readonly Group[];
  readonly causes?: readonly CommonCause[];
  /** Crews by kind. */
  readonly crews?: Readonly<Record<string, number>>;
}

/** What happens from outside. `on`: an asset or a common cause. Times in hours after the start. */
export type Happening =
  /** `level`: what is left of it, 0 when absent. Needs a repair to end. */
  | { readonly kind: 'damage'; readonly on: string; readonly at: Duration; readonly level?: number }
  /** Taken off on purpose, for some time or for good. A cost like any other outage. */
  | { readonly kind: 'isolate'; readonly on: string; readonly at: Duration; readonly hours?: Duration };

export interface Scenario {
  readonly happenings: readonly Happening[];
  /** Hours that are looked at. */
  readonly horizon: number;
}
