// SPDX-License-Identifier: Apache-2.0
// A connection whose commits are on disk when they return, and whose deletions leave nothing behind.
import { EvidenceError } from '../../../core/ports/index.ts';
import type { Database, OpenDatabase } from '../../eventlog/sqlite/driver.ts';

/** Pages of the write-ahead log before they are copied into the database: 16 MiB. */
const WAL_PAGES = 4096;

/**
 * `synchronous=FULL` syncs the write-ahead log before COMMIT returns (sqlite.org/pragma.html#pragma_synchronous).
 *
 * @throws EvidenceError when a setting does not hold or the tables are of another version; else what SQLite says.
 */
export function openSynced(open: OpenDatabase, path: string, tables: string, schema: number): Database {
  const database = open(path);
  try {
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON');
    expectSetting(database, 'journal_mode', 'wal');
    expectSetting(database, 'synchronous', 2);
    expectSetting(database, 'secure_delete', 1);
    database.exec(`PRAGMA wal_autocheckpoint=${WAL_PAGES}; PRAGMA cache_size=-16384`);
    const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version !== 0 && version !== schema)
      throw new EvidenceError(
        'refused',
        `Cannot use ${path}: its tables are of version ${String(version)}, expected ${schema}`,
      );
    if (version === 0) database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version=${schema}; COMMIT`);
    return database;
  } catch (error) {
    drop(database);
    throw error;
  }
}

/** A build of SQLite may ignore a setting, so it is read back. */
function expectSetting(database: Database, name: string, wanted: string | number): void {
  const found = database.prepare(`PRAGMA ${name}`).get()?.[name];
  if (found !== wanted)
    throw new EvidenceError('io', `SQLite keeps ${name} at ${String(found)}, expected ${wanted}`);
}

/** Gives up what is not committed, and closes. */
export function drop(database: Database): void {
  for (const end of [() => database.exec('ROLLBACK'), () => database.close()])
    try {
      end();
    } catch {
      // There may be nothing to roll back.
    }
}
