// SPDX-License-Identifier: Apache-2.0
// One connection and its statements. After any error of the storage it is thrown away: what SQLite and the operating
// system still hold in memory is not what is on disk.
import {
  type Batch,
  type Commit,
  type DeadLetter,
  EventLogError,
  type LogRecord,
  type NewRecord,
  type ReadQuery,
} from '../../../core/ports/index.ts';
import type { Share } from '../terms.ts';
import { type Blocks, createBlocks } from './blocks.ts';
import { checksum, partitionOf } from './checksum.ts';
import { createDeadLetters } from './dead.ts';
import { createDedupe } from './dedupe.ts';
import type { Database } from './driver.ts';
import { createRolled, type Rolled } from './rolled.ts';
import { PARTITIONS, writeMeta } from './schema.ts';
import { createSearch, type Search } from './search.ts';
import { type Swept, sweep } from './sweep.ts';
import { fromSql, toSql } from './text.ts';

export interface SessionOptions {
  readonly dedupeWindowMs: number;
  readonly maxDeadBytes: number;
  /** Offsets of a block that is counted for searches, when it is not the usual number. */
  readonly blockRecords?: number | undefined;
  /** Told of records that were damaged on disk. */
  readonly notice: (text: string) => void;
}

export interface Counts {
  readonly stored: number;
  readonly duplicates: number;
}

export interface Facts {
  readonly next: number;
  readonly first: number;
  readonly dead: number;
  readonly deadDropped: number;
  readonly consumers: Readonly<Record<string, number>>;
}

/** Every call is one transaction, synced before it returns. @throws what SQLite says. */
export interface Session extends Search, Rolled, Pick<Blocks, 'summarise'> {
  sweep(share: Share, from: number): Swept;
  append(batches: readonly Batch[], now: number): readonly Counts[];
  read(query: ReadQuery): readonly LogRecord[];
  commit(consumer: string, commit: Commit): void;
  committed(consumer: string): Commit;
  mark(name: string): string | undefined;
  deadLetters(query: { readonly from: number; readonly limit: number }): readonly DeadLetter[];
  facts(): Facts;
  /** A closed session that says so spares the next one a check of the whole file. */
  close(): void;
}

export function createSession(database: Database, options: SessionOptions): Session {
  const dedupe = createDedupe(database, options.dedupeWindowMs);
  const dead = createDeadLetters(database, options.maxDeadBytes);
  const sound = soundRecords(options.notice);
  const write = createRecordWriter(database);
  const blocks = createBlocks(database, options.notice, options.blockRecords);
  const setMark = database.prepare(
    'INSERT INTO mark VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value',
  );
  const appendOne = ({ records, dead: letters = [], mended = [], mark }: Batch, now: number): Counts => {
    const fresh = records.filter(({ source, id }) => dedupe.add(source, id));
    for (const record of fresh) write(record, now);
    for (const letter of letters) dead.add(letter, now);
    for (const offset of mended) dead.remove(offset);
    if (mark !== undefined) setMark.run(toSql(mark.name), toSql(mark.value));
    return { stored: fresh.length, duplicates: records.length - fresh.length };
  };
  return {
    append: (batches, now) =>
      inTransaction(database, () => {
        dedupe.turn(now);
        const counts = batches.map((batch) => appendOne(batch, now));
        dead.bound();
        return counts;
      }),
    read: createReader(database, sound),
    ...createSearch(database, blocks, sound),
    ...createConsumers(database),
    mark: (name) => {
      const value = database.prepare('SELECT value FROM mark WHERE name = ?').get(toSql(name))?.['value'];
      return value === undefined ? undefined : fromSql(value);
    },
    deadLetters: dead.read,
    summarise: blocks.summarise,
    sweep: (share, from) => {
      const swept = inTransaction(database, () => sweep(database, share, from));
      if (swept.forgotten > 0) blocks.forget(from, swept.reached);
      return swept;
    },
    ...createRolled(database, (work) => inTransaction(database, work)),
    facts: () => ({ ...bounds(database), dead: dead.count, deadDropped: dead.dropped }),
    close: () => {
      writeMeta(database, 'clean', '1');
      database.close();
    },
  };
}

function createRecordWriter(database: Database): (record: NewRecord, now: number) => void {
  const insert = database.prepare(
    'INSERT INTO event(part, observed, crc, source, id, key, body) VALUES(?, ?, ?, ?, ?, ?, ?)',
  );
  return (record, now) => {
    const { source, id, key, body } = record;
    insert.run(
      partitionOf(key, PARTITIONS),
      now,
      checksum(record, now),
      toSql(source),
      toSql(id),
      toSql(key),
      toSql(body),
    );
  };
}

type ToRecords = (row: Readonly<Record<string, unknown>>) => readonly LogRecord[];

/** The record of a row, or none when it was damaged. */
function soundRecords(notice: (text: string) => void): ToRecords {
  return (row) => {
    const record = toRecord(row);
    if (checksum(record, record.observed) === Number(row['crc'])) return [record];
    notice(`Record ${record.offset} was damaged on disk: its checksum is wrong. It is left out`);
    return [];
  };
}

/** Records are read in steps, so that long ones end a read before they fill the memory. */
const READ_STEP = 32;
const MAX_READ_CHARS = 8 * 2 ** 20;

function createReader(database: Database, sound: ToRecords): (query: ReadQuery) => readonly LogRecord[] {
  const all = database.prepare('SELECT * FROM event WHERE seq >= ? ORDER BY seq LIMIT ?');
  const some = database.prepare('SELECT * FROM event WHERE part = ? AND seq >= ? ORDER BY seq LIMIT ?');
  return ({ from, limit, partition }) => {
    const records: LogRecord[] = [];
    let chars = 0;
    for (let start = from; records.length < limit && chars < MAX_READ_CHARS; ) {
      const step = Math.min(limit - records.length, READ_STEP);
      const rows = partition === undefined ? all.all(start, step) : some.all(partition, start, step);
      // Nothing means that there is nothing more, so what is damaged must not look like the end.
      if (rows.length === 0) break;
      const read = rows.flatMap(sound);
      records.push(...read);
      chars += read.reduce((sum, { body }) => sum + body.length, 0);
      start = Number(rows.at(-1)?.['seq']) + 1;
    }
    return records;
  };
}

export function toRecord(row: Readonly<Record<string, unknown>>): LogRecord {
  return {
    offset: Number(row['seq']),
    partition: Number(row['part']),
    observed: Number(row['observed']),
    source: fromSql(row['source']),
    id: fromSql(row['id']),
    key: fromSql(row['key']),
    body: fromSql(row['body']),
  };
}

function createConsumers(database: Database): Pick<Session, 'commit' | 'committed'> {
  const set = database.prepare(
    'INSERT INTO consumer VALUES(?, ?, ?) ON CONFLICT(name) DO UPDATE SET seq = excluded.seq, state = excluded.state',
  );
  const get = database.prepare('SELECT seq, state FROM consumer WHERE name = ?');
  return {
    commit: (consumer, { offset, state }) => {
      set.run(consumer, offset, state ?? null);
    },
    committed: (consumer) => {
      const row = get.get(consumer);
      if (row === undefined) return { offset: 0 };
      const { seq, state } = row;
      return { offset: Number(seq), ...(state instanceof Uint8Array ? { state } : {}) };
    },
  };
}

function bounds(database: Database): Pick<Facts, 'next' | 'first' | 'consumers'> {
  const last = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq'];
  const next = Number(last ?? 0) + 1;
  const first = database.prepare('SELECT min(seq) AS seq FROM event').get()?.['seq'];
  const consumers = database.prepare('SELECT name, seq FROM consumer').all();
  return {
    next,
    first: Number(first ?? next),
    consumers: Object.fromEntries(consumers.map(({ name, seq }) => [String(name), Number(seq)])),
  };
}

function inTransaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    throw error instanceof EventLogError
      ? error
      : new EventLogError('io', `Cannot write to the event log: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
