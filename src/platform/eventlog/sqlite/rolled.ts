// SPDX-License-Identifier: Apache-2.0
// Which days stand in files. The row of a day and the offset below which files answer change in one transaction: that is
// the moment from which the file counts, and the records in the table do not.
import { DAY_MS, dayOf, type NextDay, type RolledDay, type RolledDays } from '../rolled-day.ts';
import type { Database } from './driver.ts';
import { readMeta, writeMeta } from './schema.ts';
import { offsetAt } from './search.ts';

export interface Rolled {
  rolled(): RolledDays;
  /** The oldest day in the table, when it ended before `closed` and every consumer has read it. */
  nextDay(closed: number): NextDay | undefined;
  /** From now on the file of the day answers. */
  roll(day: RolledDay): void;
  /** So many records are left in the file of a day; with none it is forgotten. */
  unroll(day: string, records: number): void;
  /** Takes records out of the table that are in files, a bounded number. Returns how many. */
  dropRolled(): number;
}

/** In `meta`: files answer for offsets below. */
export const BELOW = 'rolledBelow';
/** Records that one transaction deletes, so that appends do not wait for long. */
const STEP = 5000;

export function createRolled(database: Database, inTransaction: <T>(work: () => T) => T): Rolled {
  const below = (): number => Number(readMeta(database, BELOW) ?? 0);
  const rolled = (): RolledDays => ({
    days: daysIn(database),
    below: below(),
  });
  return {
    rolled,
    nextDay: (closed) => nextDay(database, below(), closed),
    roll: ({ day, first, last, since, until, records }) =>
      inTransaction(() => {
        database
          .prepare(
            'INSERT OR REPLACE INTO rolled(day, first, last, since, until, records) VALUES(?, ?, ?, ?, ?, ?)',
          )
          .run(day, first, last, since, until, records);
        writeMeta(database, BELOW, String(Math.max(below(), last + 1)));
        neverAgain(database, last);
      }),
    unroll: (day, records) =>
      inTransaction(() => {
        if (records > 0) database.prepare('UPDATE rolled SET records = ? WHERE day = ?').run(records, day);
        else database.prepare('DELETE FROM rolled WHERE day = ?').run(day);
      }),
    dropRolled: () =>
      inTransaction(() =>
        Number(
          database
            .prepare(
              'DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE seq < ? ORDER BY seq LIMIT ?)',
            )
            .run(below(), STEP).changes,
        ),
      ),
  };
}

/** The oldest first. A database that was not opened since there are such days has no table of them. */
export function daysIn(database: Database): readonly RolledDay[] {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'rolled'").get();
  return table === undefined ? [] : database.prepare('SELECT * FROM rolled ORDER BY first').all().map(toDay);
}

/** After the loss of a database its files are taken in again: their offsets are not given twice. */
function neverAgain(database: Database, last: number): void {
  const given = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq'];
  if (given === undefined)
    database.prepare("INSERT INTO sqlite_sequence(name, seq) VALUES('event', ?)").run(last);
  else if (Number(given) < last)
    database.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'event'").run(last);
}

function nextDay(database: Database, below: number, closed: number): NextDay | undefined {
  const oldest = database
    .prepare('SELECT seq, observed FROM event WHERE seq >= ? ORDER BY seq LIMIT 1')
    .get(below);
  if (oldest === undefined) return undefined;
  const last = database.prepare('SELECT max(day) AS day FROM rolled').get()?.['day'];
  // A clock that was set back must not give two files one name: such records go with the day after.
  const after = last == null ? 0 : Date.parse(String(last)) + DAY_MS;
  const start = Math.max(Math.floor(Number(oldest['observed']) / DAY_MS) * DAY_MS, after);
  if (start + DAY_MS > closed) return undefined;
  const from = Number(oldest['seq']);
  const to = Math.max(from, offsetAt(database, start + DAY_MS));
  const read = Number(
    database.prepare('SELECT min(seq) AS seq FROM consumer').get()?.['seq'] ?? Number.MAX_SAFE_INTEGER,
  );
  return to > from && to <= read ? { day: dayOf(start), from, to } : undefined;
}

function toDay(row: Readonly<Record<string, unknown>>): RolledDay {
  const number = (name: string): number => Number(row[name]);
  return {
    day: String(row['day']),
    first: number('first'),
    last: number('last'),
    since: number('since'),
    until: number('until'),
    records: number('records'),
  };
}
