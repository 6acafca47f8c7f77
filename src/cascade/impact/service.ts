// SPDX-License-Identifier: Apache-2.0

/** What an asset delivers to customers, and what it is worth. */
export interface Service {
  /** Number of the asset. */
  readonly asset: number;
  /** What is counted: a word of the model, in the plural. */
  readonly unit: string;
  /** Units an hour, on average over the profile. */
  readonly perHour: number;
  /** Loss in EUR for each unit that is never delivered. */
  readonly eurEach: number;
  /** Demand by hour of the day (24 numbers) or of the week from Monday (168), of mean 1. Absent: always the same. */
  readonly profile?: readonly number[];
  /** Share of the demand that waits when it is not served; the rest is lost at once. */
  readonly waits: number;
  /** Capacity beyond `perHour` that works off what waits, as a share of `perHour`. */
  readonly catchUp: number;
  /** What it costs that a unit was delivered wrong, and how many can be put right an hour; absent: no EUR, never put right. */
  readonly wrong?: { readonly eurEach: number; readonly perHour?: number };
}

/** What leaks from an asset while somebody reads it. */
export interface Records {
  /** Number of the asset. */
  readonly asset: number;
  readonly unit: string;
  /** Class of data; absent: whatever is read. */
  readonly data?: string;
  /** All there are; absent: they come anew, as people do who type them in. */
  readonly count?: number;
  /** Read an hour, while the asset is up. */
  readonly perHour: number;
  readonly eurEach: number;
}

/** Units an hour at `hour` after a start at this hour of the week. */
export function demandAt({ perHour, profile }: Service, startHour: number, hour: number): number {
  if (profile === undefined) return perHour;
  return perHour * (profile[Math.floor(startHour + hour) % profile.length] as number);
}
