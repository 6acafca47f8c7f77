// SPDX-License-Identifier: Apache-2.0

/** The last values at each time of a period. */
export interface Slots {
  /** The median of the values at this time; undefined while there are too few. */
  usual(time: number): number | undefined;
  add(time: number, value: number): void;
  save(): SlotsState;
}

/** By number of the slot: its last values, oldest first; null where none was. */
export type SlotsState = readonly (readonly number[] | null)[];

/** Values kept for each slot. */
const DEPTH = 7;

/**
 * @param period Milliseconds after which the times come again.
 * @param width Milliseconds of a slot.
 * @param least Values a slot needs before it is asked.
 */
export function createSlots(period: number, width: number, least: number, saved?: SlotsState): Slots {
  const slots: (number[] | null)[] = (saved ?? []).map((each) => (each === null ? null : [...each]));
  const slotOf = (time: number): number => Math.floor((((time % period) + period) % period) / width);
  return {
    usual: (time) => {
      const values = slots[slotOf(time)];
      return values && values.length >= least ? middle(values) : undefined;
    },
    add: (time, value) => {
      const slot = slotOf(time);
      while (slots.length <= slot) slots.push(null);
      slots[slot] ??= [];
      slots[slot].push(value);
      if (slots[slot].length > DEPTH) slots[slot].shift();
    },
    save: () => slots.map((each) => (each === null ? null : [...each])),
  };
}

/** The median of a few values. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
