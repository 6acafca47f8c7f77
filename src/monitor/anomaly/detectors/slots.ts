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

const sorted = new Float64Array(DEPTH);

/** The median of at most `DEPTH` values, without making a list: this is asked twice a reading. */
function middle(values: readonly number[]): number {
  const { length } = values;
  for (let at = 0; at < length; at++) {
    const value = values[at] as number;
    let place = at;
    for (; place > 0 && (sorted[place - 1] as number) > value; place--)
      sorted[place] = sorted[place - 1] as number;
    sorted[place] = value;
  }
  const upper = sorted[length >> 1] as number;
  return length % 2 === 1 ? upper : ((sorted[(length >> 1) - 1] as number) + upper) / 2;
}
