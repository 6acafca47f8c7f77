// SPDX-License-Identifier: Apache-2.0
// What stands in a store, without opening it: also while another process has it.
import type { StoredEntry } from '../../../core/ports/index.ts';
import { type Database, loadSqlite } from '../../eventlog/sqlite/driver.ts';

export interface EvidenceLook {
  readonly size: number;
  /** Entries about the log itself. */
  readonly own: readonly Pick<StoredEntry, 'index' | 'data'>[];
  /** The youngest entry. */
  readonly last: Uint8Array | undefined;
}

/** Who writes may hold a reader up for so long. */
const BUSY_MS = 5_000;

/** @throws what SQLite says. */
export function lookAtEvidence(path: string): Promise<EvidenceLook> {
  return looking(path, (database) => {
    const [last] = database.prepare('SELECT seq, data FROM entry ORDER BY seq DESC LIMIT 1').all();
    const own = database.prepare('SELECT seq, data FROM entry WHERE own = 1 ORDER BY seq').all();
    return {
      size: last === undefined ? 0 : Number(last['seq']) + 1,
      own: own.map(({ seq, data }) => ({ index: Number(seq), data: data as Uint8Array })),
      last: last?.['data'] as Uint8Array | undefined,
    };
  });
}

/** Values of a kind in a store of items. @throws what SQLite says. */
export function lookAtItems(path: string, kind: string): Promise<readonly string[]> {
  return looking(path, (database) =>
    database
      .prepare('SELECT value FROM item WHERE kind = ? ORDER BY id')
      .all(kind)
      .map(({ value }) => String(value)),
  );
}

async function looking<T>(path: string, look: (database: Database) => T): Promise<T> {
  const database = (await loadSqlite())(path, { readOnly: true });
  try {
    database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    return look(database);
  } finally {
    database.close();
  }
}
