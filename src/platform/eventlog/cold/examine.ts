// SPDX-License-Identifier: Apache-2.0
// Whether files of days are sound, without opening the log: also while another process writes to it.
import { existsSync } from 'node:fs';
import type { RolledDay } from '../rolled-day.ts';
import { damagedGroups, summaryOf } from './look-day.ts';
import { openDay } from './open-day.ts';
import { dayFile } from './shelf.ts';

/** Records that cannot be read, and when they were observed, in milliseconds since 1970. */
export interface LostRecords {
  readonly file: string;
  readonly why: string;
  readonly records: number;
  readonly since: number;
  readonly until: number;
}

/** @param deep Reads every record; else what the file says of itself. Never throws. */
export async function examineDay(
  folder: string,
  day: RolledDay,
  deep: boolean,
): Promise<readonly LostRecords[]> {
  const file = dayFile(folder, day.day);
  const all = (why: string): readonly LostRecords[] => [
    { file, why, records: day.records, since: day.since, until: day.until },
  ];
  if (!existsSync(file)) return all('there is no such file');
  try {
    const open = await openDay(file);
    try {
      const held = summaryOf(day.day, open.groups);
      if (held === undefined || held.last < day.first || held.first > day.last)
        return all('it holds other records');
      const damaged = deep ? await damagedGroups(open) : [];
      return damaged.map(({ records, since, until }) => ({
        ...{ file, records, since, until },
        why: 'a part of it is not what was written',
      }));
    } finally {
      open.close();
    }
  } catch (error) {
    return all(error instanceof Error ? error.message : String(error));
  }
}
