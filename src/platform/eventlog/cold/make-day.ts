// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the file of a day, from records of the database or from its older file.
 *
 * Beside the place, synced; then read again from the start, and every record compared with what was written; then given its
 * name, and the folder synced. Only when this has returned may anybody count on the file.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventLogError } from '../../../core/ports/index.ts';
import type { NextDay, RolledDay } from '../rolled-day.ts';
import type { OpenDatabase } from '../sqlite/driver.ts';
import { toRecord } from '../sqlite/session.ts';
import { TYPE_SQL } from '../sqlite/type-sql.ts';
import { isIn, type Share } from '../terms.ts';
import type { ArchiveIo } from './archive-io.ts';
import type { Group } from './group.ts';
import { damagedGroups, rowsIn, summaryOf } from './look-day.ts';
import { type OpenDay, openDay } from './open-day.ts';
import type { Row } from './row.ts';
import { dayFile } from './shelf.ts';
import { createDayWriter, type DayWriter } from './write-day.ts';

export interface Place {
  /** The folder of the files. */
  readonly folder: string;
  readonly io: ArchiveIo;
  /** Records of a row group at most, when it is not the usual number. */
  readonly groupRecords?: number;
}

/** Rows that are in memory beside those of the group that is written. */
const READ_ROWS = 500;

/** Writes the file of a day of the database. @throws EventLogError; the file is not to be counted on. */
export async function rollDay(
  open: OpenDatabase,
  database: string,
  place: Place,
  { day, from, to }: NextDay,
): Promise<RolledDay> {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const groups = await makeDay(place, day, rowsOf(open, database, from, to));
  const all = summaryOf(day, groups);
  if (all === undefined)
    throw new EventLogError('io', `Cannot write the file of ${day}: there are no records`);
  return all;
}

/** Writes the file of a day again without what is in the shares; takes it away when nothing is left. */
export async function thinDay(
  place: Place,
  { day }: RolledDay,
  gone: readonly Share[],
): Promise<RolledDay | undefined> {
  const path = dayFile(place.folder, day);
  const old = await openDay(path);
  try {
    const isKept = (type: string | null): boolean => !gone.some((share) => isIn(share, type));
    const mayKeep = old.groups.some(
      ({ pairs }) => pairs === undefined || pairs.some(([, type]) => isKept(type)),
    );
    const groups = mayKeep ? await makeDay(place, day, keptRows(old, isKept)) : [];
    if (groups.length === 0) place.io.remove(path);
    return summaryOf(day, groups);
  } finally {
    old.close();
  }
}

type Rows = Iterable<Row> | AsyncIterable<Row>;

/** No groups: there were no rows, and there is no file of them. */
async function makeDay(
  { folder, io, groupRecords }: Place,
  day: string,
  rows: Rows,
): Promise<readonly Group[]> {
  const beside = join(folder, `${day}.parquet.partial`);
  const path = dayFile(folder, day);
  let groups: readonly Group[];
  try {
    groups = await writeAll(createDayWriter(io, beside, groupRecords), rows);
    if (groups.length === 0) return groups;
    await compare(beside, groups, true);
    io.rename(beside, path);
  } catch (error) {
    io.remove(beside);
    throw asLogError(day, error);
  }
  await compare(path, groups, false).catch((error) => {
    throw asLogError(day, error);
  });
  return groups;
}

async function writeAll(writer: DayWriter, rows: Rows): Promise<readonly Group[]> {
  try {
    for await (const row of rows) writer.add(row);
    return writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/** @throws Error when the file does not say what was written: what it says of its groups, and every record when `whole`. */
async function compare(path: string, written: readonly Group[], whole: boolean): Promise<void> {
  const day = await openDay(path);
  try {
    if (JSON.stringify(day.groups) !== JSON.stringify(written))
      throw new Error('what was read of it is not what was written');
    const wrong = whole ? await damagedGroups(day) : [];
    if (wrong.length > 0) throw new Error('what was read of it is not what was written');
  } finally {
    day.close();
  }
}

async function* keptRows(day: OpenDay, isKept: (type: string | null) => boolean): AsyncGenerator<Row> {
  for (const [at] of day.groups.entries())
    for (const row of await rowsIn(day, at)) if (isKept(row.type)) yield row;
}

/** Each step is a read of its own: a long one would keep the database from copying its log. */
function* rowsOf(open: OpenDatabase, path: string, from: number, to: number): Generator<Row> {
  const database = open(path, { readOnly: true });
  try {
    database.exec('PRAGMA busy_timeout=5000');
    const select = database.prepare(
      `SELECT *, ${TYPE_SQL} AS type FROM event WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?`,
    );
    for (let at = from; ; ) {
      const rows = select.all(at, to, READ_ROWS);
      for (const row of rows) {
        const record = toRecord(row);
        const { type } = row;
        // What search of the database asks first, so that both find the same.
        const isFound = typeof type === 'string' && record.body.includes(JSON.stringify(type));
        yield { ...record, crc: Number(row['crc']), type: isFound ? type : null };
        at = record.offset + 1;
      }
      if (rows.length === 0) return;
    }
  } finally {
    database.close();
  }
}

function asLogError(day: string, cause: unknown): EventLogError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new EventLogError('io', `Cannot write the file of ${day}: ${why}`, { cause });
}
