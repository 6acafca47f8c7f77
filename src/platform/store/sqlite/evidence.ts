// SPDX-License-Identifier: Apache-2.0
// Evidence in one SQLite file. Rows of `entry` are only ever added: triggers refuse anything else.
import {
  EvidenceError,
  type EvidenceStore,
  type EvidenceWrite,
  type Secret,
  type StoredEntry,
} from '../../../core/ports/index.ts';
import { type Database, loadSqlite, type OpenDatabase, type Value } from '../../eventlog/sqlite/driver.ts';
import { lockStore } from '../../eventlog/sqlite/lock.ts';
import { drop, openSynced } from './open.ts';

const TABLES = `
CREATE TABLE IF NOT EXISTS entry(seq INTEGER PRIMARY KEY, own INTEGER NOT NULL, leaf BLOB NOT NULL, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS entry_own ON entry(seq) WHERE own = 1;
CREATE TRIGGER IF NOT EXISTS entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS entry_unchanged BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TABLE IF NOT EXISTS block(number INTEGER PRIMARY KEY, root BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS secret(
  seq INTEGER NOT NULL, name TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(seq, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS head(one INTEGER PRIMARY KEY CHECK(one = 1), checkpoint TEXT NOT NULL);
`;
/** Changes when an older program could not read the tables. */
const SCHEMA_VERSION = 1;
const HASH_BYTES = 32;
const BLOCK = 256;

export interface EvidenceStoreOptions {
  /** Another SQLite, for tests. */
  readonly open?: OpenDatabase;
}

/**
 * Opens the store in a file, made when it is not there. One process at a time.
 *
 * @throws EvidenceError when it cannot be opened, or does not sync at commits.
 */
export async function openEvidenceStore(
  path: string,
  options: EvidenceStoreOptions = {},
): Promise<EvidenceStore> {
  const open = options.open ?? (await loadSqlite());
  const unlock = guarded(path, () => lockStore(open, path));
  let held: Database | undefined;
  const use = <T>(work: (database: Database) => T): T =>
    guarded(path, () => {
      held ??= openSynced(open, path, TABLES, SCHEMA_VERSION);
      try {
        return work(held);
      } catch (error) {
        // What the connection holds in memory is not what is on disk.
        drop(held);
        held = undefined;
        throw error;
      }
    });
  try {
    use(() => undefined);
  } catch (error) {
    // Nobody else gets at the store as long as this process lives, and nor does this one.
    unlock();
    throw error;
  }
  return {
    head: async () => use(readHead),
    commit: async (write) => use((database) => commit(database, write)),
    entries: async (from, to) =>
      use((database) =>
        rows(database, 'SELECT * FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq', from, to),
      ),
    leaves: async (from, to) => use((database) => leaves(database, from, to)),
    own: async () => use((database) => rows(database, 'SELECT * FROM entry WHERE own = 1 ORDER BY seq')),
    secrets: async (index) => use((database) => secrets(database, index)),
    close: async () => {
      if (held !== undefined) drop(held);
      held = undefined;
      unlock();
    },
  };
}

function readHead(database: Database) {
  const checkpoint = database.prepare('SELECT checkpoint FROM head').get()?.['checkpoint'];
  const blocks = database.prepare('SELECT root FROM block ORDER BY number').all();
  const tail = database
    .prepare('SELECT leaf FROM entry WHERE seq >= ? ORDER BY seq')
    .all(blocks.length * BLOCK);
  return {
    checkpoint: checkpoint === undefined ? undefined : String(checkpoint),
    blocks: Buffer.concat(blocks.map(({ root }) => bytesOf(root))),
    tail: Buffer.concat(tail.map(({ leaf }) => bytesOf(leaf))),
  };
}

/** `synchronous=FULL` syncs the write-ahead log before COMMIT returns (sqlite.org/pragma.html#pragma_synchronous). */
function commit(database: Database, write: EvidenceWrite): void {
  const addBlock = database.prepare('INSERT INTO block VALUES(?, ?)');
  const addSecret = database.prepare('INSERT INTO secret VALUES(?, ?, ?, ?)');
  const erase = database.prepare('DELETE FROM secret WHERE seq = ? AND name = ?');
  const setHead = database.prepare('INSERT OR REPLACE INTO head VALUES(1, ?)');
  database.exec('BEGIN IMMEDIATE');
  addEntries(database, write.entries);
  for (const { number, root } of write.blocks) addBlock.run(number, root);
  for (const { index, name, salt, value } of write.secrets) addSecret.run(index, name, salt, value);
  for (const { index, name } of write.erased) erase.run(index, name);
  setHead.run(write.checkpoint);
  database.exec('COMMIT');
  // The write-ahead log still has the pages with the values: it is copied and cut to nothing.
  if (write.erased.length > 0) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Rows that one statement adds: a call costs as much as the row itself. */
const TOGETHER = 25;
const ONE = 'INSERT INTO entry(seq, own, leaf, data) VALUES(?, ?, ?, ?)';
const MANY = ONE + ', (?, ?, ?, ?)'.repeat(TOGETHER - 1);

function addEntries(database: Database, entries: readonly StoredEntry[]): void {
  const [one, many] = [database.prepare(ONE), database.prepare(MANY)];
  const values: Value[] = [];
  const inBlocks = entries.length - (entries.length % TOGETHER);
  entries.forEach(({ index, own, leaf, data }, at) => {
    values.push(index, own ? 1 : 0, leaf, data);
    if (at < inBlocks && (at + 1) % TOGETHER !== 0) return;
    (at < inBlocks ? many : one).run(...values);
    values.length = 0;
  });
}

function rows(database: Database, sql: string, ...values: readonly Value[]): readonly StoredEntry[] {
  return database
    .prepare(sql)
    .all(...values)
    .map(({ seq, own, leaf, data }) => ({
      index: Number(seq),
      own: own === 1,
      leaf: bytesOf(leaf),
      data: bytesOf(data),
    }));
}

function leaves(database: Database, from: number, to: number): Uint8Array {
  const found = database
    .prepare('SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq')
    .all(from, to);
  const bytes = Buffer.concat(found.map(({ leaf }) => bytesOf(leaf)));
  if (bytes.length !== (to - from) * HASH_BYTES)
    throw new EvidenceError(
      'corrupt',
      `The store lacks entries of ${from} to ${to - 1}, or a hash of them has another length`,
    );
  return bytes;
}

function secrets(database: Database, index: number): readonly Secret[] {
  return database
    .prepare('SELECT * FROM secret WHERE seq = ? ORDER BY name')
    .all(index)
    .map(({ name, salt, value }) => ({
      index,
      name: String(name),
      salt: String(salt),
      value: String(value),
    }));
}

function bytesOf(value: Value | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html). */
const DAMAGE = [11, 26];

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    const code = (error as { errcode?: number }).errcode ?? 0;
    const message = error instanceof Error ? error.message : String(error);
    throw new EvidenceError(
      DAMAGE.includes(code & 0xff) ? 'corrupt' : 'io',
      message.includes(path) ? message : `${path}: ${message}`,
      { cause: error },
    );
  }
}
