// SPDX-License-Identifier: Apache-2.0
// The records of an event log that another process, or this one, may have open: they are read, and nothing is locked.
import { loadSqlite } from './driver.ts';
import { fromSql } from './text.ts';

export interface StoredEvent {
  readonly offset: number;
  readonly body: string;
}

const BATCH = 500;
/** Who writes may hold a reader up for so long. */
const BUSY_MS = 5_000;

/**
 * All records from the oldest to the one that is the youngest now, some at a time; others get their turn in between.
 *
 * @throws what SQLite says, such as that there is no such file.
 */
export async function* storedEvents(path: string): AsyncGenerator<readonly StoredEvent[]> {
  const database = (await loadSqlite())(path, { readOnly: true });
  try {
    database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    const last = Number(database.prepare('SELECT max(seq) AS last FROM event').get()?.['last'] ?? 0);
    for (let from = 0; from < last; ) {
      const rows = database
        .prepare('SELECT seq, body FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?')
        .all(from, last, BATCH);
      if (rows.length === 0) return;
      const batch = rows.map(({ seq, body }) => ({ offset: Number(seq), body: fromSql(body ?? '') }));
      from = batch.at(-1)?.offset ?? last;
      yield batch;
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    database.close();
  }
}
