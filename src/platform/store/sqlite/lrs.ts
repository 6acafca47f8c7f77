// SPDX-License-Identifier: Apache-2.0
// The Learning Record Store in SQLite: what is added is on disk when the call returns.
import type {
  DocumentOwner,
  FoundStatement,
  KeptDocument,
  KeptStatement,
  LrsBatch,
  LrsFound,
  LrsQuery,
  LrsStore,
} from '../../../core/ports/index.ts';
import { type Database, loadSqlite, type Value } from '../../eventlog/sqlite/driver.ts';
import { within } from './within.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS statement(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stored INTEGER NOT NULL, verb TEXT NOT NULL, registration TEXT,
  target TEXT, voiding INTEGER NOT NULL, voided INTEGER NOT NULL, attachments TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS statement_verb ON statement(verb, seq);
CREATE INDEX IF NOT EXISTS statement_registration ON statement(registration, seq) WHERE registration IS NOT NULL;
CREATE INDEX IF NOT EXISTS statement_target ON statement(target) WHERE target IS NOT NULL;
CREATE INDEX IF NOT EXISTS statement_stored ON statement(stored);
CREATE TABLE IF NOT EXISTS spoken(kind INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(kind, key, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reach(target INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(target, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attachment(sha2 TEXT PRIMARY KEY, type TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS definition(activity TEXT NOT NULL, seq INTEGER PRIMARY KEY, json TEXT NOT NULL,
  UNIQUE(activity, json));
CREATE TABLE IF NOT EXISTS name(agent TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(agent, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document(kind TEXT NOT NULL, activity TEXT NOT NULL, agent TEXT NOT NULL,
  registration TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, updated INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(kind, activity, agent, registration, id)) WITHOUT ROWID;
`;

const KINDS = { agents: 0, relatedAgents: 1, activities: 2, relatedActivities: 3 } as const;

/** @throws Error when the file cannot be opened, or SQLite does not promise what we do. */
export async function openLrsStore(path: string): Promise<LrsStore> {
  const open = await loadSqlite();
  const database = open(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  const synchronous = Number(database.prepare('PRAGMA synchronous').get()?.['synchronous']);
  if (synchronous < 2) throw new Error(`Cannot use ${path}: SQLite does not wait for the disk`);
  database.exec(SCHEMA);
  return {
    add: (batch) => within(database, () => addBatch(database, batch)),
    statement: (id) => readStatement(database, id),
    find: (query) => find(database, query),
    attachment: (sha2) => {
      const row = database.prepare('SELECT * FROM attachment WHERE sha2 = ?').get(sha2);
      return row && { sha2, contentType: String(row['type']), data: row['data'] as Uint8Array };
    },
    definitions: (activity) =>
      database
        .prepare(
          'SELECT json FROM (SELECT json, seq FROM definition WHERE activity = ? ORDER BY seq DESC LIMIT 100) ORDER BY seq',
        )
        .all(activity)
        .map(({ json }) => String(json)),
    names: (agent) =>
      database
        .prepare('SELECT name FROM name WHERE agent = ?')
        .all(agent)
        .map(({ name }) => String(name)),
    ...documentsIn(database),
    close: () => database.close(),
  };
}

function addBatch(
  database: Database,
  { statements, attachments, definitions, names }: LrsBatch,
): readonly string[] {
  for (const { sha2, contentType, data } of attachments)
    database.prepare('INSERT OR IGNORE INTO attachment VALUES(?, ?, ?)').run(sha2, contentType, data);
  for (const each of statements) addStatement(database, each);
  for (const { activity, definition } of definitions)
    database
      .prepare('INSERT OR IGNORE INTO definition(activity, json) VALUES(?, ?)')
      .run(activity, definition);
  for (const { agent, name } of names)
    database.prepare('INSERT OR IGNORE INTO name VALUES(?, ?)').run(agent, name);
  return statements.map(({ id }) => id);
}

function addStatement(database: Database, statement: KeptStatement): void {
  const { id, stored, verb, registration, target, isVoiding, attachments, body } = statement;
  const isVoided = !isVoiding && isVoidedBy(database, id);
  const { changes, lastInsertRowid } = database
    .prepare(
      'INSERT OR IGNORE INTO statement(id, stored, verb, registration, target, voiding, voided, attachments, body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      id,
      stored,
      verb,
      registration ?? null,
      target ?? null,
      Number(isVoiding),
      Number(isVoided),
      JSON.stringify(attachments),
      body,
    );
  if (Number(changes) === 0) return;
  const seq = Number(lastInsertRowid);
  for (const name of Object.keys(KINDS) as (keyof typeof KINDS)[])
    for (const key of statement[name])
      database.prepare('INSERT INTO spoken VALUES(?, ?, ?)').run(KINDS[name], key, seq);
  connect(database, seq, id, target);
  if (isVoiding && target !== undefined)
    database.prepare('UPDATE statement SET voided = 1 WHERE id = ? AND voiding = 0').run(target);
}

function isVoidedBy(database: Database, id: string): boolean {
  return (
    database.prepare('SELECT 1 FROM statement WHERE target = ? AND voiding = 1 LIMIT 1').get(id) !== undefined
  );
}

/** Who refers to a statement is found by what finds that one, however many steps away (Communication 2.1.3). */
function connect(database: Database, seq: number, id: string, target: string | undefined): void {
  const above = database.prepare('SELECT seq FROM statement WHERE target = ?').all(id);
  const seqOf = target && database.prepare('SELECT seq FROM statement WHERE id = ?').get(target);
  const below = seqOf ? [Number(seqOf['seq'])] : [];
  const reaches = database.prepare('SELECT target FROM reach WHERE seq = ?');
  const reached = database.prepare('SELECT seq FROM reach WHERE target = ?');
  const down = [
    seq,
    ...below,
    ...below.flatMap((each) => reaches.all(each).map((row) => Number(row['target']))),
  ];
  const direct = above.map((row) => Number(row['seq']));
  const up = [
    seq,
    ...direct,
    ...direct.flatMap((each) => reached.all(each).map((row) => Number(row['seq']))),
  ];
  const insert = database.prepare('INSERT OR IGNORE INTO reach VALUES(?, ?)');
  for (const to of down) for (const from of up) if (to !== from) insert.run(to, from);
}

function toFound(row: Readonly<Record<string, Value>>): FoundStatement {
  return {
    place: Number(row['seq']),
    body: String(row['body']),
    attachments: JSON.parse(String(row['attachments'])) as string[],
  };
}

function readStatement(database: Database, id: string): ReturnType<LrsStore['statement']> {
  const row = database.prepare('SELECT * FROM statement WHERE id = ?').get(id);
  return row && { ...toFound(row), isVoided: Number(row['voided']) === 1 };
}

function find(database: Database, query: LrsQuery): LrsFound {
  const { agent, verb, activity, registration, since, until, ascending, limit, after } = query;
  const values: Value[] = [];
  const conditions: string[] = [];
  const filters: string[] = [];
  const filter = (sql: string, ...bound: readonly Value[]): void => {
    filters.push(sql);
    values.push(...bound);
  };
  const spoken = 'seq IN (SELECT seq FROM spoken WHERE kind = ? AND key = ?)';
  if (agent !== undefined) filter(spoken, query.relatedAgents ? KINDS.relatedAgents : KINDS.agents, agent);
  if (activity !== undefined)
    filter(spoken, query.relatedActivities ? KINDS.relatedActivities : KINDS.activities, activity);
  if (verb !== undefined) filter('verb = ?', verb);
  if (registration !== undefined) filter('registration = ?', registration);
  if (filters.length > 0) {
    const direct = `SELECT seq FROM statement WHERE ${filters.join(' AND ')}`;
    conditions.push(
      `(seq IN (${direct}) OR seq IN (SELECT reach.seq FROM reach WHERE reach.target IN (${direct})))`,
    );
    values.push(...values);
  }
  const also = (sql: string, value: number | undefined): void => {
    if (value === undefined) return;
    conditions.push(sql);
    values.push(value);
  };
  also('stored > ?', since);
  also('stored <= ?', until);
  also(ascending ? 'seq > ?' : 'seq < ?', after);
  const where = ['voided = 0', ...conditions].join(' AND ');
  const rows = database
    .prepare(
      `SELECT seq, body, attachments FROM statement WHERE ${where} ORDER BY seq ${ascending ? 'ASC' : 'DESC'} LIMIT ?`,
    )
    .all(...values, limit + 1);
  return { statements: rows.slice(0, limit).map(toFound), more: rows.length > limit };
}

type Documents = Pick<LrsStore, 'document' | 'putDocument' | 'deleteDocuments' | 'documentIds'>;

function documentsIn(database: Database): Documents {
  const keyOf = ({ kind, activity, agent, registration }: DocumentOwner): readonly Value[] => [
    kind,
    activity,
    agent,
    registration,
  ];
  const OWNER = 'kind = ? AND activity = ? AND agent = ?';
  /** No registration: any, where no single document is asked for. */
  const all = (owner: DocumentOwner): { readonly sql: string; readonly values: readonly Value[] } =>
    owner.registration === ''
      ? { sql: OWNER, values: keyOf(owner).slice(0, 3) }
      : { sql: `${OWNER} AND registration = ?`, values: keyOf(owner) };
  return {
    document: (owner, id) => {
      const row = database
        .prepare(`SELECT * FROM document WHERE ${OWNER} AND registration = ? AND id = ?`)
        .get(...keyOf(owner), id);
      return row && toDocument(row);
    },
    putDocument: (owner, id, { contentType, updated, data }) => {
      database
        .prepare('INSERT OR REPLACE INTO document VALUES(?, ?, ?, ?, ?, ?, ?, ?)')
        .run(...keyOf(owner), id, contentType, updated, data);
    },
    deleteDocuments: (owner, id) => {
      const { sql, values } = all(owner);
      if (id === undefined) database.prepare(`DELETE FROM document WHERE ${sql}`).run(...values);
      else
        database
          .prepare(`DELETE FROM document WHERE ${OWNER} AND registration = ? AND id = ?`)
          .run(...keyOf(owner), id);
    },
    documentIds: (owner, since) => {
      const { sql, values } = all(owner);
      return database
        .prepare(`SELECT DISTINCT id FROM document WHERE ${sql} AND updated > ? ORDER BY id`)
        .all(...values, since ?? -1)
        .map(({ id }) => String(id));
    },
  };
}

function toDocument(row: Readonly<Record<string, Value>>): KeptDocument {
  return {
    contentType: String(row['type']),
    data: row['data'] as Uint8Array,
    updated: Number(row['updated']),
  };
}
