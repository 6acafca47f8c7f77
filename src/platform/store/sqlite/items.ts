// SPDX-License-Identifier: Apache-2.0
// A few things by kind and id, in one SQLite file: people, tokens, sessions. What a call wrote is on disk when it returns.
import { type Database, loadSqlite } from '../../eventlog/sqlite/driver.ts';
import { lockStore } from '../../eventlog/sqlite/lock.ts';
import { drop, openSynced } from './open.ts';
import { within } from './within.ts';

export interface Change {
  readonly kind: string;
  readonly id: string;
  /** JSON; undefined takes the item away, and leaves no trace of it in the file. */
  readonly value: string | undefined;
}

export interface ItemStore {
  /** Values of a kind by their id. */
  all(kind: string): ReadonlyMap<string, string>;
  /** All of them or none. @throws what SQLite says. */
  write(changes: readonly Change[]): void;
  close(): void;
}

const TABLES =
  'CREATE TABLE item(kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;';
const SCHEMA_VERSION = 1;

/** Opens a file, made when it is not there. One process at a time. @throws Error when it cannot be opened. */
export async function openItemStore(path: string): Promise<ItemStore> {
  const open = await loadSqlite();
  const unlock = lockStore(open, path);
  let database: Database;
  try {
    database = openSynced(open, path, TABLES, SCHEMA_VERSION);
  } catch (error) {
    unlock();
    throw error;
  }
  const held = readAll(database);
  const ofKind = (kind: string): Map<string, string> => {
    const known = held.get(kind) ?? new Map<string, string>();
    held.set(kind, known);
    return known;
  };
  return {
    all: ofKind,
    write: (changes) => {
      commit(database, changes);
      for (const { kind, id, value } of changes)
        if (value === undefined) ofKind(kind).delete(id);
        else ofKind(kind).set(id, value);
    },
    close: () => {
      drop(database);
      unlock();
    },
  };
}

function readAll(database: Database): Map<string, Map<string, string>> {
  const held = new Map<string, Map<string, string>>();
  for (const { kind, id, value } of database.prepare('SELECT * FROM item ORDER BY kind, id').all()) {
    const ofKind = held.get(String(kind)) ?? new Map<string, string>();
    held.set(String(kind), ofKind.set(String(id), String(value)));
  }
  return held;
}

function commit(database: Database, changes: readonly Change[]): void {
  const put = database.prepare('INSERT OR REPLACE INTO item VALUES(?, ?, ?)');
  const take = database.prepare('DELETE FROM item WHERE kind = ? AND id = ?');
  within(database, () => {
    for (const { kind, id, value } of changes)
      if (value === undefined) take.run(kind, id);
      else put.run(kind, id, value);
  });
}
