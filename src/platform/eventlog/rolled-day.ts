// SPDX-License-Identifier: Apache-2.0
// A day of records that stands in a file of its own, and not in the database any more.

export const DAY_MS = 86_400_000;

export interface RolledDay {
  /** `2026-11-26`, in UTC. The file is named after it. */
  readonly day: string;
  /** Offsets of its first and last record. */
  readonly first: number;
  readonly last: number;
  /** When the oldest and the youngest were observed, in milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  readonly records: number;
}

export interface RolledDays {
  /** The oldest first. */
  readonly days: readonly RolledDay[];
  /** Offsets below are in files, or forgotten. */
  readonly below: number;
}

/** The oldest day of the database that may go: its records have the offsets of [from, to). */
export interface NextDay {
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
