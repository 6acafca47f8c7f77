// SPDX-License-Identifier: Apache-2.0
// What stands in the file of an event log, without opening the log: also while another process has it.
import type { RolledDay } from '../rolled-day.ts';
import { loadSqlite } from './driver.ts';
import { daysIn } from './rolled.ts';
import { readMeta } from './schema.ts';
import { fromSql } from './text.ts';

export interface EventLogLook {
  /** The offset that the next record gets. */
  readonly next: number;
  readonly first: number;
  /** When the youngest record was appended, in milliseconds since 1970; undefined when there is none. */
  readonly youngest: number | undefined;
  /** Days that are in files; `first` and `next` are of the others. */
  readonly rolled: readonly RolledDay[];
  readonly consumers: Readonly<Record<string, number>>;
  readonly dead: number;
  readonly deadDropped: number;
  /** Of the youngest dead letters, the most frequent reasons first. */
  readonly deadReasons: readonly { readonly reason: string; readonly count: number }[];
}

/** Who writes may hold a reader up for so long. */
const BUSY_MS = 5_000;
/** Dead letters whose reasons are counted, and reasons told. */
const COUNTED = 10_000;
const TOLD = 5;

/** @throws what SQLite says, such as that it is no database. */
export async function lookAtEventLog(path: string): Promise<EventLogLook> {
  const database = (await loadSqlite())(path, { readOnly: true });
  try {
    database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    const ends = database.prepare('SELECT min(seq) AS first FROM event').get();
    const youngest = database.prepare('SELECT observed FROM event ORDER BY seq DESC LIMIT 1').get();
    const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get();
    const next = Number(last?.['seq'] ?? 0) + 1;
    const reasons = database
      .prepare(
        'SELECT reason, count(*) AS count FROM (SELECT reason FROM dead ORDER BY seq DESC LIMIT ?) GROUP BY reason ORDER BY count DESC, reason LIMIT ?',
      )
      .all(COUNTED, TOLD);
    const consumers = database.prepare('SELECT name, seq FROM consumer').all();
    return {
      next,
      first: Number(ends?.['first'] ?? next),
      rolled: daysIn(database),
      youngest: youngest === undefined ? undefined : Number(youngest['observed']),
      consumers: Object.fromEntries(consumers.map(({ name, seq }) => [fromSql(name), Number(seq)])),
      dead: Number(database.prepare('SELECT count(*) AS count FROM dead').get()?.['count']),
      deadDropped: Number(readMeta(database, 'deadDropped') ?? 0),
      deadReasons: reasons.map(({ reason, count }) => ({ reason: fromSql(reason), count: Number(count) })),
    };
  } finally {
    database.close();
  }
}
