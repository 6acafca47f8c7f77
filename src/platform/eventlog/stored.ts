// SPDX-License-Identifier: Apache-2.0
// The records of an event log that another process, or this one, may have open: they are read, and nothing is locked.
import { createShelf } from './cold/shelf.ts';
import type { RolledDays } from './rolled-day.ts';
import { type Database, loadSqlite } from './sqlite/driver.ts';
import { BELOW, daysIn } from './sqlite/rolled.ts';
import { readMeta } from './sqlite/schema.ts';
import { fromSql } from './sqlite/text.ts';

export interface StoredEvent {
  readonly offset: number;
  readonly body: string;
}

const BATCH = 500;
/** Who writes may hold a reader up for so long. */
const BUSY_MS = 5_000;

/**
 * All records from the oldest to the one that is the youngest now, those of closed days from their files, some at a time; others
 * get their turn in between.
 *
 * @param folder Of the files of closed days.
 * @throws what SQLite says, such as that there is no such file; Error when the file of a day cannot be read.
 */
export async function* storedEvents(path: string, folder: string): AsyncGenerator<readonly StoredEvent[]> {
  const database = (await loadSqlite())(path, { readOnly: true });
  const shelf = createShelf(folder, []);
  try {
    database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    const next = nextOffset(database);
    for (let from = 0; from < next; ) {
      const { rows, rolled } = look(database, from, next);
      if (rolled === undefined) {
        if (rows.length === 0) return;
        yield rows;
        from = (rows.at(-1)?.offset ?? next) + 1;
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      shelf.change(rolled.days);
      const batch = await shelf.read({ from, limit: BATCH });
      if (shelf.notices[0] !== undefined) throw new Error(shelf.notices[0]);
      if (batch.length > 0) yield batch.filter(({ offset }) => offset < next);
      from = (batch.at(-1)?.offset ?? rolled.below - 1) + 1;
    }
  } finally {
    shelf.close();
    database.close();
  }
}

/** Rows from an offset on, or that files answer for it: both of one moment, as days may move meanwhile. */
function look(
  database: Database,
  from: number,
  next: number,
): { readonly rows: readonly StoredEvent[]; readonly rolled?: RolledDays } {
  database.exec('BEGIN');
  try {
    const below = Number(readMeta(database, BELOW) ?? 0);
    if (from < below) return { rows: [], rolled: { below, days: daysIn(database) } };
    const rows = database
      .prepare('SELECT seq, body FROM event WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?')
      .all(from, next, BATCH);
    return { rows: rows.map(({ seq, body }) => ({ offset: Number(seq), body: fromSql(body ?? '') })) };
  } finally {
    database.exec('COMMIT');
  }
}

function nextOffset(database: Database): number {
  const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq'];
  return Number(last ?? 0) + 1;
}
