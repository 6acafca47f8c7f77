// SPDX-License-Identifier: Apache-2.0
// Shared objects in SQLite: what is added is on disk when the call returns.
import type { KeptObject, SharedObject, SharedQuery, SharedStore } from '../../../core/ports/index.ts';
import { type Database, loadSqlite, type Value } from '../../eventlog/sqlite/driver.ts';
import { drop, openSynced } from './open.ts';
import { within } from './within.ts';

const TABLES = `
CREATE TABLE object(added INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
  spec TEXT NOT NULL, version INTEGER NOT NULL, versioned INTEGER NOT NULL, level INTEGER NOT NULL, giver TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX object_version ON object(collection, id, version, giver);
CREATE INDEX object_spec ON object(collection, id, spec, version, added, level);
CREATE INDEX object_text ON object(collection, id, giver, body) WHERE versioned = 0;
CREATE INDEX object_added ON object(collection, added);
CREATE TABLE status(seq INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
`;
const SCHEMA = 2;
/** Of requests that are remembered, and of bytes about them: the space is for objects. */
const [STATUSES, STATUS_BYTES] = [1_000, 64 * 1024 * 1024];

/** @throws EvidenceError when the disk or SQLite does not promise what we do. */
export async function openSharedStore(path: string): Promise<SharedStore> {
  const database = openSynced(await loadSqlite(), path, TABLES, SCHEMA);
  return {
    add: (collection, objects, now, by) =>
      within(database, () => objects.map((each) => addOne(database, collection, each, now, by))),
    find: (query) => find(database, query),
    remove: (query, by) => {
      const { where, values } = conditions(query, by);
      return Number(
        within(database, () => database.prepare(`DELETE FROM object AS o WHERE ${where}`).run(...values))
          .changes,
      );
    },
    size: () => {
      const of = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
      return (of('page_count') - of('freelist_count')) * of('page_size');
    },
    keepStatus: (id, body) => within(database, () => keepStatus(database, id, body)),
    status: (id) => {
      const row = database.prepare('SELECT body FROM status WHERE id = ?').get(id);
      return row && String(row['body']);
    },
    close: () => drop(database),
  };
}

const SAME = 'SELECT * FROM object WHERE collection = ? AND id = ? AND giver = ?';

function keepStatus(database: Database, id: string, body: string): void {
  database
    .prepare('INSERT INTO status(bytes, id, body) VALUES(?, ?, ?)')
    .run(Buffer.byteLength(body), id, body);
  database
    .prepare(
      `DELETE FROM status WHERE seq IN (SELECT seq FROM
       (SELECT seq, sum(bytes) OVER newer AS bytes, count(*) OVER newer AS number FROM status WINDOW newer AS (ORDER BY seq DESC))
       WHERE number > ? OR bytes > ?)`,
    )
    .run(STATUSES, STATUS_BYTES);
}

/**
 * An object is the same when its id and version are; one without a version, when its text is. What two givers hand in is kept
 * of each: neither takes away, or keeps out, what the other has given.
 */
function addOne(
  database: Database,
  collection: string,
  object: SharedObject,
  now: number,
  by: string,
): KeptObject {
  const { id, type, spec, level, body, version } = object;
  const same =
    version === undefined
      ? database.prepare(`${SAME} AND versioned = 0 AND body = ?`).get(collection, id, by, body)
      : database.prepare(`${SAME} AND versioned = 1 AND version = ?`).get(collection, id, by, version);
  if (same !== undefined) return keptOf(same);
  const last = Number(database.prepare('SELECT max(added) AS last FROM object').get()?.['last'] ?? 0);
  const added = Math.max(now, last + 1);
  const kept = { ...object, added, version: version ?? added };
  database
    .prepare('INSERT INTO object VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(added, collection, id, type, spec, kept.version, version === undefined ? 0 : 1, level, by, body);
  return kept;
}

function find(database: Database, query: SharedQuery): ReturnType<SharedStore['find']> {
  const { where, values } = conditions(query);
  const rows = database
    .prepare(`SELECT * FROM object AS o WHERE ${where} ORDER BY added LIMIT ?`)
    .all(...values, query.limit + 1);
  return { objects: rows.slice(0, query.limit).map(keptOf), more: rows.length > query.limit };
}

/** Lists go as JSON, so that the texts of statements, which are kept, stay few. */
function conditions(
  query: SharedQuery,
  by?: string,
): { readonly where: string; readonly values: readonly Value[] } {
  const { collection, ceiling, after, ids, types, specs, versions } = query;
  const among = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`;
  const all: [text: string, ...values: Value[]][] = [
    ['o.collection = ? AND o.level <= ?', collection, ceiling],
  ];
  if (after !== undefined) all.push(['o.added > ?', after]);
  if (ids !== undefined) all.push([among('o.id'), JSON.stringify(ids)]);
  if (types !== undefined) all.push([among('o.type'), JSON.stringify(types)]);
  if (by !== undefined) all.push(['o.giver = ?', by]);
  // What who asks cannot see is no other version, and neither is one of a specification that is not asked for.
  const own =
    by !== undefined ? ' AND n.giver = ?' : query.eachGiver === true ? ' AND n.giver = o.giver' : '';
  const other = `SELECT 1 FROM object AS n WHERE n.collection = o.collection AND n.id = o.id AND n.level <= ?${own}`;
  const seen: Value[] = by === undefined ? [ceiling] : [ceiling, by];
  const listed = specs === undefined ? undefined : JSON.stringify(specs);
  const peer = listed === undefined ? `${other} AND n.spec = o.spec` : `${other} AND ${among('n.spec')}`;
  const peers: Value[] = listed === undefined ? seen : [...seen, listed];
  if (listed === undefined) all.push([`NOT EXISTS (${other} AND n.spec > o.spec)`, ...seen]);
  else all.push([among('o.spec'), listed]);
  if (!versions.includes('all')) {
    const exact = versions.filter((version) => typeof version === 'number');
    const any: [text: string, ...values: Value[]][] = [[among('o.version'), JSON.stringify(exact)]];
    for (const [name, sign] of [
      ['last', '>'],
      ['first', '<'],
    ] as const)
      if (versions.includes(name))
        any.push([`NOT EXISTS (${peer} AND (n.version, n.added) ${sign} (o.version, o.added))`, ...peers]);
    all.push([`(${any.map(([text]) => text).join(' OR ')})`, ...any.flatMap(([, ...values]) => values)]);
  }
  return {
    where: all.map(([text]) => text).join(' AND '),
    values: all.flatMap(([, ...values]) => values),
  };
}

function keptOf(row: Readonly<Record<string, Value>>): KeptObject {
  return {
    id: String(row['id']),
    type: String(row['type']),
    spec: String(row['spec']),
    version: Number(row['version']),
    level: Number(row['level']),
    body: String(row['body']),
    added: Number(row['added']),
  };
}
