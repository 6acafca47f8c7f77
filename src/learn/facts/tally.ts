// SPDX-License-Identifier: Apache-2.0
// How often something was seen, and on how many days: a fact of one day may be a mistake, one of many is none.

const DAY_MS = 86_400_000;
/** Days are told apart up to here; after that nothing changes. */
const MAX_DAYS = 1_000;

export interface Tally {
  count: number;
  readonly days: Set<number>;
}

export function createTally(): Tally {
  return { count: 0, days: new Set() };
}

export function note(tally: Tally, time: number): void {
  tally.count++;
  if (tally.days.size < MAX_DAYS) tally.days.add(Math.floor(time / DAY_MS));
}

/** Nothing that is learnt is certain. */
const MOST = 0.99;

/** Laplace's rule of succession over the days, each of which agreed: one day 0.67, a week 0.89, three months 0.99. */
export function confidenceOf(days: number): number {
  return Math.min(MOST, Number(((days + 1) / (days + 2)).toFixed(2)));
}

/** Tallies by name, at most `limit` of them; what is new after that is counted as lost. */
export interface Tallies {
  note(key: readonly string[], time: number): void;
  entries(): readonly (readonly [readonly string[], Tally])[];
  readonly lost: number;
}

export function createTallies(limit: number): Tallies {
  const byKey = new Map<string, readonly [readonly string[], Tally]>();
  let lost = 0;
  return {
    note(key, time) {
      const name = JSON.stringify(key);
      const known = byKey.get(name);
      if (known === undefined && byKey.size >= limit) {
        lost++;
        return;
      }
      const entry = known ?? ([key, createTally()] as const);
      if (known === undefined) byKey.set(name, entry);
      note(entry[1], time);
    },
    entries: () => [...byKey.values()],
    get lost() {
      return lost;
    },
  };
}
