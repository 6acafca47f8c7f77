// SPDX-License-Identifier: Apache-2.0

/** Something that lasts at an asset, from one hour to another; `until` is absent while it lasts. */
export interface Interval {
  readonly asset: number;
  readonly from: number;
  until?: number;
}

/** What a run leaves for whoever shows it: when crews were at work, and when assets lived by a fallback. */
export interface Intervals {
  readonly works: Interval[];
  readonly fallbacks: Interval[];
}
