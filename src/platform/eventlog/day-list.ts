// SPDX-License-Identifier: Apache-2.0
// Which days are in files, the same here, in the database and for who reads the files.
import type { Reader } from './cold/reader.ts';
import type { RolledDay, RolledDays } from './rolled-day.ts';
import type { Requests } from './sqlite/requests.ts';

export interface DayList {
  /** The oldest first. */
  all(): readonly RolledDay[];
  /** Files answer for offsets below. */
  below(): number;
  /** From now on the file of a day answers. */
  take(day: RolledDay): Promise<void>;
  /** Takes rows of the database away that are in files. */
  drop(): Promise<void>;
  /** Here and for who reads; the database is told by others. */
  add(day: RolledDay): Promise<void>;
  without(day: RolledDay): Promise<void>;
}

export interface DayListOptions {
  readonly ask: Requests;
  readonly reader: Reader;
  readonly rolled: RolledDays;
  /** Told of each step, so that a test may make it the last. */
  readonly onStep: (step: string) => void;
}

export function createDayList({ ask, reader, rolled, onStep }: DayListOptions): DayList {
  let { days, below } = rolled;
  const change = async (now: readonly RolledDay[]): Promise<void> => {
    days = now.toSorted((left, right) => left.first - right.first);
    await reader.change(days);
  };
  const others = ({ day }: RolledDay): readonly RolledDay[] => days.filter((each) => each.day !== day);
  return {
    all: () => days,
    below: () => below,
    take: async (day) => {
      await ask({ ask: 'roll', day });
      onStep('switched');
      below = Math.max(below, day.last + 1);
      await change([...others(day), day]);
    },
    drop: async () => {
      while (Number(await ask({ ask: 'dropRolled' })) > 0) onStep('dropped');
    },
    add: (day) => change([...others(day), day]),
    without: (day) => change(others(day)),
  };
}
