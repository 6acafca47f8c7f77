// SPDX-License-Identifier: Apache-2.0
// The tables, and the settings that make an acknowledgement true.
import type { Database, OpenDatabase } from './driver.ts';

/** Changes when an older program could not read the tables. */
const SCHEMA_VERSION = '1';

export const PARTITIONS = 16;

/** Pages of the write-ahead log before they are copied into the database: 16 MiB. */
const CHECKPOINT_PAGES = 4096;

const TABLES = `
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, part INTEGER NOT NULL, observed INTEGER NOT NULL, crc INTEGER NOT NULL,
  source TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS event_part ON event(part, seq);
CREATE INDEX IF NOT EXISTS event_key ON event(key, seq);
CREATE TABLE IF NOT EXISTS seen0(digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen1(digest BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS consumer(name TEXT PRIMARY KEY, seq INTEGER NOT NULL, state BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dead(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, observed INTEGER NOT NULL, size INTEGER NOT NULL,
  source TEXT NOT NULL, reason TEXT NOT NULL, context TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS rolled(
  day TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  records INTEGER NOT NULL) WITHOUT ROWID;
`;

/** With fewer records an index is there before anybody wonders: a hundredth of a second. */
const MANY_RECORDS = 10_000;

/** Told in a sentence what takes long, before it begins, and when it is done. */
export type OnWork = (what: string) => void;

/**
 * A connection that syncs at every commit: `synchronous=FULL` syncs the write-ahead log before COMMIT returns
 * (https://www.sqlite.org/pragma.html#pragma_synchronous). It is read back: a build of SQLite may ignore it.
 *
 * @throws what SQLite says; Error when a setting does not hold.
 */
export function openDatabase(open: OpenDatabase, path: string, onWork: OnWork = () => undefined): Database {
  const database = open(path);
  try {
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    expectSetting(database, 'journal_mode', 'wal');
    expectSetting(database, 'synchronous', 2);
    database.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}; PRAGMA cache_size=-16384`);
    makeTables(database, path, onWork);
    const version = readMeta(database, 'schema');
    if (version === undefined) writeMeta(database, 'schema', SCHEMA_VERSION);
    else if (version !== SCHEMA_VERSION)
      throw new Error(`Cannot use ${path}: its schema is ${version}, expected ${SCHEMA_VERSION}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A database of an earlier version gets what it lacks, as one piece: whoever is cut off begins anew. */
function makeTables(database: Database, path: string, onWork: OnWork): void {
  const records = isWithoutKeys(database) ? recordsOf(database) : 0;
  const isLong = records >= MANY_RECORDS;
  if (isLong)
    onWork(
      `${path} is of an earlier version: building its index of keys over ${records} records, about a second for a million`,
    );
  database.exec(TABLES);
  if (isLong) onWork(`The index of keys in ${path} is built`);
}

function isWithoutKeys(database: Database): boolean {
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('event', 'event_key')").all();
  return names.length === 1;
}

/** By its ends: to count them would take as long as the index. */
function recordsOf(database: Database): number {
  const ends = database.prepare(
    'SELECT (SELECT min(seq) FROM event) first, (SELECT max(seq) FROM event) last',
  );
  const { first, last } = ends.get() ?? {};
  return typeof first === 'number' && typeof last === 'number' ? last - first + 1 : 0;
}

function expectSetting(database: Database, name: string, wanted: string | number): void {
  const found = database.prepare(`PRAGMA ${name}`).get()?.[name];
  if (found !== wanted) throw new Error(`SQLite keeps ${name} at ${String(found)}, expected ${wanted}`);
}

export function readMeta(database: Database, name: string): string | undefined {
  const value = database.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.['value'];
  return typeof value === 'string' ? value : undefined;
}

export function writeMeta(database: Database, name: string, value: string): void {
  database
    .prepare('INSERT INTO meta VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value')
    .run(name, value);
}
