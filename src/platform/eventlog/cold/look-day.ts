// SPDX-License-Identifier: Apache-2.0
// What a file holds, and whether it is sound.
import type { RolledDay } from '../rolled-day.ts';
import { isIn, type Share } from '../terms.ts';
import { type Group, groupOf } from './group.ts';
import type { OpenDay } from './open-day.ts';
import { readRows } from './records.ts';
import type { Row } from './row.ts';

/** @returns Whether the file holds anything that is in one of the shares. */
export function holdsAny({ groups }: Pick<OpenDay, 'groups'>, shares: readonly Share[]): boolean {
  return groups.some(
    ({ pairs }) => pairs === undefined || pairs.some(([, type]) => shares.some((share) => isIn(share, type))),
  );
}

export function summaryOf(day: string, groups: readonly Group[]): RolledDay | undefined {
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    day,
    first: first.first,
    last: last.last,
    since: groups.reduce((least, { since }) => Math.min(least, since), first.since),
    until: groups.reduce((most, { until }) => Math.max(most, until), first.until),
    records: groups.reduce((sum, { records }) => sum + records, 0),
  };
}

/** Groups that do not say what they said when they were written. */
export async function damagedGroups(day: OpenDay): Promise<readonly Group[]> {
  const damaged: Group[] = [];
  for (const [at, group] of day.groups.entries()) {
    const read = await rowsIn(day, at).catch(() => undefined);
    if (read === undefined || groupOf(read).crc !== group.crc) damaged.push(group);
  }
  return damaged;
}

/** All rows of a group. */
export async function rowsIn(day: OpenDay, at: number): Promise<readonly Row[]> {
  return readRows(await day.columns(at), 0, day.groups[at]?.records ?? 0, true);
}
