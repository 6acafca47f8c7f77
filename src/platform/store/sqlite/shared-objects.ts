// SPDX-License-Identifier: Apache-2.0
// Shared objects in SQLite: what is added is on disk when the call returns.
import type { KeptObject, SharedObject, SharedQuery, SharedStore } from '../../../core/ports/index.ts';
import { type Database, loadSqlite, type Value } from '../../eventlog/sqlite/driver.ts';
import { drop, openSynced } from './open.ts';
import { within } from './within.ts';

const TABLES = `
CREATE TABLE object(added INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
  spec TEXT NOT NULL, version INTEGER NOT NULL, versioned INTEGER NOT NULL, level INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX object_version ON object(collection, id, version);
CREATE INDEX object_added ON object(collection, added);
CREATE TABLE status(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
`;
const SCHEMA = 1;
/** Of requests that are remembered. */
const STATUSES = 10_000;

/** @throws EvidenceError when the disk or SQLite does not promise what we do. */
export async function openSharedStore(path: string): Promise<SharedStore> {
  const database = openSynced(await loadSqlite(), path, TABLES, SCHEMA);
  return {
    add: (collection, objects, now) =>
      within(database, () => objects.map((each) => addOne(database, collection, each, now))),
    find: (query) => find(database, query),
    remove: (query) => {
      const { where, values } = conditions(query);
      return Number(
        within(database, () => database.prepare(`DELETE FROM object AS o WHERE ${where}`).run(...values))
          .changes,
      );
    },
    keepStatus: (id, body) =>
      within(database, () => {
        database.prepare('INSERT INTO status(id, body) VALUES(?, ?)').run(id, body);
        database.prepare('DELETE FROM status WHERE seq <= (SELECT max(seq) FROM status) - ?').run(STATUSES);
      }),
    status: (id) => {
      const row = database.prepare('SELECT body FROM status WHERE id = ?').get(id);
      return row && String(row['body']);
    },
    close: () => drop(database),
  };
}

/** An object is the same when its id and version are; one without a version, when its text is. */
function addOne(database: Database, collection: string, object: SharedObject, now: number): KeptObject {
  const { id, type, spec, level, body, version } = object;
  const same =
    version === undefined
      ? database
          .prepare('SELECT * FROM object WHERE collection = ? AND id = ? AND versioned = 0 AND body = ?')
          .get(collection, id, body)
      : database
          .prepare('SELECT * FROM object WHERE collection = ? AND id = ? AND version = ? AND versioned = 1')
          .get(collection, id, version);
  if (same !== undefined) return keptOf(same);
  const last = Number(database.prepare('SELECT max(added) AS last FROM object').get()?.['last'] ?? 0);
  const added = Math.max(now, last + 1);
  const kept = { ...object, added, version: version ?? added };
  database
    .prepare('INSERT INTO object VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(added, collection, id, type, spec, kept.version, version === undefined ? 0 : 1, level, body);
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
function conditions(query: SharedQuery): { readonly where: string; readonly values: readonly Value[] } {
  const { collection, ceiling, after, ids, types, specs, versions } = query;
  const within = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`;
  const all: [text: string, ...values: Value[]][] = [
    ['o.collection = ? AND o.level <= ?', collection, ceiling],
  ];
  if (after !== undefined) all.push(['o.added > ?', after]);
  if (ids !== undefined) all.push([within('o.id'), JSON.stringify(ids)]);
  if (types !== undefined) all.push([within('o.type'), JSON.stringify(types)]);
  // What who asks cannot see is no other version, and neither is one of a specification that is not asked for.
  const other =
    'SELECT 1 FROM object AS n WHERE n.collection = o.collection AND n.id = o.id AND n.level <= ?';
  const listed = specs === undefined ? undefined : JSON.stringify(specs);
  const peer = listed === undefined ? `${other} AND n.spec = o.spec` : `${other} AND ${within('n.spec')}`;
  const seen: Value[] = listed === undefined ? [ceiling] : [ceiling, listed];
  if (listed === undefined) all.push([`NOT EXISTS (${other} AND n.spec > o.spec)`, ceiling]);
  else all.push([within('o.spec'), listed]);
  if (!versions.includes('all')) {
    const exact = versions.filter((version) => typeof version === 'number');
    const any: [text: string, ...values: Value[]][] = [[within('o.version'), JSON.stringify(exact)]];
    for (const [name, sign] of [
      ['last', '>'],
      ['first', '<'],
    ] as const)
      if (versions.includes(name))
        any.push([`NOT EXISTS (${peer} AND (n.version, n.added) ${sign} (o.version, o.added))`, ...seen]);
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
