// SPDX-License-Identifier: Apache-2.0
// Dead letters: kept until they are mended, the oldest given up first when they fill their share of the disk.
import type { DeadLetter, NewDeadLetter } from '../../../core/ports/index.ts';
import type { Database } from './driver.ts';
import { readMeta, writeMeta } from './schema.ts';
import { fromSql, toSql } from './text.ts';

export interface DeadLetters {
  add(letter: NewDeadLetter, now: number): void;
  remove(offset: number): void;
  read(query: { readonly from: number; readonly limit: number }): readonly DeadLetter[];
  /** Gives up the oldest until the rest fits. Call it inside the transaction that adds. */
  bound(): void;
  readonly count: number;
  readonly dropped: number;
}

export function createDeadLetters(database: Database, maxBytes: number): DeadLetters {
  const insert = database.prepare(
    'INSERT INTO dead(observed, size, source, reason, context, bytes) VALUES(?, ?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM dead WHERE seq = ? RETURNING size');
  const select = database.prepare('SELECT * FROM dead WHERE seq >= ? ORDER BY seq LIMIT ?');
  const oldest = database.prepare('SELECT seq FROM dead ORDER BY seq LIMIT 1');
  const total = database.prepare('SELECT count(*) AS count, coalesce(sum(size), 0) AS size FROM dead').get();
  let count = Number(total?.['count']);
  let size = Number(total?.['size']);
  let dropped = Number(readMeta(database, 'deadDropped') ?? 0);
  const forget = (offset: number): void => {
    const gone = remove.get(offset);
    if (gone === undefined) return;
    count--;
    size -= Number(gone['size']);
  };
  return {
    add: (letter, now) => {
      const bytes = letter.bytes.length + letter.context.length + letter.reason.length;
      insert.run(now, bytes, toSql(letter.source), toSql(letter.reason), toSql(letter.context), letter.bytes);
      count++;
      size += bytes;
    },
    remove: forget,
    read: ({ from, limit }) => select.all(from, limit).map(toDeadLetter),
    bound: () => {
      const before = dropped;
      for (; size > maxBytes && count > 0; dropped++) forget(Number(oldest.get()?.['seq']));
      if (dropped > before) writeMeta(database, 'deadDropped', String(dropped));
    },
    get count() {
      return count;
    },
    get dropped() {
      return dropped;
    },
  };
}

function toDeadLetter(row: Readonly<Record<string, unknown>>): DeadLetter {
  return {
    offset: Number(row['seq']),
    observed: Number(row['observed']),
    source: fromSql(row['source']),
    reason: fromSql(row['reason']),
    context: fromSql(row['context']),
    bytes: row['bytes'] as Uint8Array,
  };
}
