// SPDX-License-Identifier: Apache-2.0
// SQLite files as files: copied while others write to them, and checked.
import { closeSync, openSync, readSync } from 'node:fs';
import { loadSqlite } from '../../eventlog/sqlite/driver.ts';
import { lockStore } from '../../eventlog/sqlite/lock.ts';

export interface SqliteFiles {
  /**
   * Writes the state of one moment to a new file (https://www.sqlite.org/lang_vacuum.html#vacuuminto). Who writes to the
   * database meanwhile does not wait.
   *
   * @throws what SQLite says, such as that the database is damaged.
   */
  copy(from: string, to: string): void;
  /** What is wrong with a file, in the words of SQLite; none when it is sound. Reads all of it. */
  faults(path: string): readonly string[];
  /** Keeps others from opening a store; returns how to let go. @throws EventLogError when somebody has it open. */
  lock(path: string): () => void;
}

/** Faults that are told of one file. */
const MAX_FAULTS = 5;
/** A checkpoint of who writes may hold a reader up for so long. */
const BUSY_MS = 10_000;

/** @throws Error when there is no SQLite. */
export async function openSqliteFiles(): Promise<SqliteFiles> {
  const open = await loadSqlite();
  return {
    copy: (from, to) => {
      const database = open(from, { readOnly: true });
      try {
        database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
        database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
      } finally {
        database.close();
      }
    },
    faults: (path) => {
      try {
        const database = open(path, { readOnly: true });
        try {
          database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
          const found = database.prepare(`PRAGMA integrity_check(${MAX_FAULTS})`).all();
          return found.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
        } finally {
          database.close();
        }
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
    },
    lock: (path) => lockStore(open, path),
  };
}

const SQLITE_START = 'SQLite format 3\0';

/** By its first bytes (https://www.sqlite.org/fileformat.html). @throws what the file system says. */
export function isSqliteFile(path: string): boolean {
  const start = Buffer.alloc(SQLITE_START.length);
  const file = openSync(path, 'r');
  try {
    return (
      readSync(file, start, 0, start.length, 0) === start.length && start.toString('latin1') === SQLITE_START
    );
  } finally {
    closeSync(file);
  }
}
