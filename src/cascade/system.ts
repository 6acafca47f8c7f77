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
  /** From the moment nothing wrong comes in any more until it is right again. */
  readonly clean?: Duration;
}

/** What goes wrong beside the level of an asset: it says or sends what is false, or is read. */
export const CHANNELS = ['integrity', 'confidentiality'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A way on which wrong data gets from one asset to another. */
export interface Way {
  /** Names the draws of its delay. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Classes of data that it carries; absent: all. */
  readonly data?: readonly string[];
  readonly delay?: Duration;
}

/** Stops wrong data on a way, or on all ways into an asset, and notices it. */
export interface Check {
  readonly id: string;
  readonly on: string;
  readonly data?: readonly string[];
  /** Share of runs in which it catches what comes; 1 when absent. */
  readonly catches?: number;
}

/** Notices that an asset is wrong or read when it has been for so long. */
export interface Watch {
  readonly id: string;
  readonly on: string;
  readonly channel: Channel;
  readonly data?: readonly string[];
  readonly after: Duration;
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
  readonly ways?: readonly Way[];
  readonly checks?: readonly Check[];
  readonly watches?: readonly Watch[];
}

/** What happens from outside to levels. `on`: an asset or a common cause. Times in hours after the start. */
export type LevelHappening =
  /** `level`: what is left of it, 0 when absent. Needs a repair to end. */
  | { readonly kind: 'damage'; readonly on: string; readonly at: Duration; readonly level?: number }
  /** Taken off on purpose, for some time or for good. A cost like any other outage. */
  | { readonly kind: 'isolate'; readonly on: string; readonly at: Duration; readonly hours?: Duration };

export type Happening =
  | LevelHappening
  /** Wrong or read from then on, until it is noticed and repaired. `data`: one class of data; absent: all. */
  | { readonly kind: 'alter' | 'expose'; readonly on: string; readonly at: Duration; readonly data?: string }
  /** Somebody notices whatever is wrong or read by then. `on` names the draw. */
  | { readonly kind: 'notice'; readonly on: string; readonly at: Duration };

export interface Scenario {
  readonly happenings: readonly Happening[];
  /** Hours that are looked at. */
  readonly horizon: number;
}
