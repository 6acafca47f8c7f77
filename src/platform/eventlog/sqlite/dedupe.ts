// SPDX-License-Identifier: Apache-2.0
// Which records were seen already. Two tables take turns, each for one window, so that forgetting costs no search: what
// is younger than one window is always known, what is older than two never.
import { identityDigest } from './checksum.ts';
import type { Database } from './driver.ts';
import { readMeta, writeMeta } from './schema.ts';

export interface Dedupe {
  /** Whether the record is new; from now on it is not. */
  add(source: string, id: string): boolean;
  /** Lets the tables take turns when it is time. Call it inside the transaction that adds. */
  turn(now: number): void;
}

export function createDedupe(database: Database, windowMs: number): Dedupe {
  let current = readMeta(database, 'seen') === '1' ? 1 : 0;
  let since = Number(readMeta(database, 'seenSince') ?? 0);
  const has = [0, 1].map((table) => database.prepare(`SELECT 1 FROM seen${table} WHERE digest = ?`));
  const put = [0, 1].map((table) => database.prepare(`INSERT OR IGNORE INTO seen${table} VALUES(?)`));
  return {
    add: (source, id) => {
      const digest = identityDigest(source, id);
      if (has[1 - current]?.get(digest) !== undefined) return false;
      return Number(put[current]?.run(digest).changes) === 1;
    },
    turn: (now) => {
      if (since !== 0 && now - since < windowMs) return;
      if (since !== 0) current = 1 - current;
      since = now;
      database.exec(`DELETE FROM seen${current}`);
      writeMeta(database, 'seen', String(current));
      writeMeta(database, 'seenSince', String(since));
    },
  };
}
