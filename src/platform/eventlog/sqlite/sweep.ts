// SPDX-License-Identifier: Apache-2.0
// Forgetting what is old enough, a bounded number of records a call, and never past a consumer.
import { beginning, isOpen, type Share } from '../terms.ts';
import type { Database, Value } from './driver.ts';
import { hasHoles, holesAreMade } from './holes.ts';
import { offsetAt } from './search.ts';
import { TYPE_SQL } from './type-sql.ts';

export interface Swept {
  readonly forgotten: number;
  /** Offsets below were looked at. */
  readonly reached: number;
  readonly done: boolean;
}

/** Records that one step looks at, so that appends do not wait for long. */
const STEP = 5000;

/** Call it inside a transaction. */
export function sweep(database: Database, share: Share, from: number): Swept {
  const consumed = database.prepare('SELECT min(seq) AS seq FROM consumer').get()?.['seq'];
  const end = Math.min(Number(consumed ?? Number.MAX_SAFE_INTEGER), offsetAt(database, share.before));
  const next = database
    .prepare('SELECT seq FROM event WHERE seq >= ? ORDER BY seq LIMIT 1 OFFSET ?')
    .get(from, STEP);
  const to = Math.min(end, Number(next?.['seq'] ?? end));
  if (to <= from) return { forgotten: 0, reached: from, done: true };
  const { where, values } = condition(share);
  const { changes } = database
    .prepare(
      `DELETE FROM event WHERE seq IN (SELECT seq FROM (SELECT seq, observed, ${where === '' ? 'NULL' : TYPE_SQL} AS type FROM event WHERE seq >= ? AND seq < ?) WHERE observed < ?${where})`,
    )
    .run(from, to, share.before, ...values);
  if (Number(changes) > 0 && where !== '' && !hasHoles(database)) holesAreMade(database);
  return { forgotten: Number(changes), reached: to, done: to >= end };
}

function condition({ type, except }: Share): { readonly where: string; readonly values: readonly Value[] } {
  const outside = except.map(fits);
  const parts = [
    ...(type === undefined ? [] : [fits(type)]),
    ...(outside.length === 0
      ? []
      : [
          {
            sql: `(type IS NULL OR NOT (${outside.map(({ sql }) => sql).join(' OR ')}))`,
            values: outside.flatMap(({ values }) => values),
          },
        ]),
  ];
  return {
    where: parts.map(({ sql }) => ` AND ${sql}`).join(''),
    values: parts.flatMap(({ values }) => values),
  };
}

function fits(term: string): { readonly sql: string; readonly values: readonly Value[] } {
  const start = beginning(term);
  return isOpen(term)
    ? { sql: 'substr(type, 1, length(?)) = ?', values: [start, start] }
    : { sql: 'type = ?', values: [start] };
}
