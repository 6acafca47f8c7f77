// SPDX-License-Identifier: Apache-2.0
// What was found for the last event of a shape, while the fields that decide it say the same.
import type { Row } from '../sigma/match/row.ts';
import type { Shape } from '../sigma/match/shape.ts';

export interface Recall<T> {
  /** Whether what was kept last holds for this row, too. */
  isSame(row: Row): boolean;
  keep(row: Row, found: T): T;
  readonly last: T | undefined;
}

/** Longer texts are not kept: what an event holds must not outlive it. */
const LONGEST = 256;

/**
 * @param decisive Fields of which the values decide, and those of which only counts whether they are more than null.
 *   Where one of them may stand inside a section, nothing is recalled.
 */
export function createRecall<T>(
  { places }: Shape,
  decisive: { readonly values: readonly string[]; readonly presence: readonly string[] },
): Recall<T> {
  const placesOf = (names: readonly string[]): readonly number[] =>
    [...new Set(names)].map((name) => places.get(name) ?? -1);
  const values = placesOf(decisive.values);
  const presence = placesOf(decisive.presence);
  const isExact = ![...values, ...presence].includes(-1);
  const known: unknown[] = [];
  const present: boolean[] = [];
  let isKept = false;
  let last: T | undefined;
  return {
    get last() {
      return last;
    },
    isSame(row) {
      if (!isKept) return false;
      for (let at = 0; at < values.length; at++)
        if (row.values[values[at] as number] !== known[at]) return false;
      for (let at = 0; at < presence.length; at++)
        if (((row.values[presence[at] as number] ?? null) !== null) !== present[at]) return false;
      return true;
    },
    keep(row, found) {
      isKept = isExact && values.every((place) => isShort(row.values[place]));
      if (!isKept) return found;
      values.forEach((place, at) => {
        known[at] = row.values[place];
      });
      presence.forEach((place, at) => {
        present[at] = (row.values[place] ?? null) !== null;
      });
      last = found;
      return found;
    },
  };
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= LONGEST : typeof value !== 'object' || value === null;
}
