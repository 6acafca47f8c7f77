// SPDX-License-Identifier: Apache-2.0
// A damaged store is put aside whole, and what can still be read of it starts a new one. The service always starts.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identityDigest } from './checksum.ts';
import type { Database, OpenDatabase, Value } from './driver.ts';
import { holesAreMade } from './holes.ts';
import { openDatabase } from './schema.ts';
import { fromSql } from './text.ts';

/** Puts the damaged files aside and returns what became of it, in a sentence. The new file is at `path`. */
export function recover(open: OpenDatabase, path: string, now: number, why: string): string {
  const aside = join(dirname(path), 'quarantine', new Date(now).toISOString().replaceAll(/[:.]/g, '-'));
  mkdirSync(aside, { recursive: true });
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, join(aside, basename(path) + suffix));
  const fresh = openDatabase(open, path);
  try {
    const { kept, lost } = salvage(open, join(aside, basename(path)), fresh);
    return `The event log ${path} was damaged (${why.replaceAll(/\s+/g, ' ')}). It was put aside in ${aside}; ${kept} records were read from it, ${lost === undefined ? 'how many are lost is unknown' : `${lost} are lost`}`;
  } finally {
    fresh.close();
  }
}

interface Salvaged {
  readonly kept: number;
  /** Undefined: the old file does not even say how many there were. */
  readonly lost: number | undefined;
}

function salvage(open: OpenDatabase, path: string, fresh: Database): Salvaged {
  let old: Database;
  try {
    old = open(path);
  } catch {
    return { kept: 0, lost: undefined };
  }
  fresh.exec('BEGIN');
  for (const table of ['meta', 'consumer', 'mark', 'dead', 'rolled'])
    attempt(() => copyTable(old, fresh, table), undefined);
  const last = attempt(
    () => Number(old.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'event'").get()?.['seq'] ?? 0),
    undefined,
  );
  const counts = { kept: 0, lost: 0 };
  if (last !== undefined) copyRange(old, fresh, [1, last], counts);
  if (counts.lost > 0) holesAreMade(fresh);
  fresh.exec('COMMIT');
  attempt(() => old.close(), undefined);
  if (last === undefined) return { kept: 0, lost: undefined };
  return counts;
}

function copyTable(old: Database, fresh: Database, table: string): void {
  for (const row of old.prepare(`SELECT * FROM ${table}`).all()) insertRow(fresh, table, row);
}

/** Halves a range that cannot be read until only what is damaged is left out. */
function copyRange(
  old: Database,
  fresh: Database,
  [from, to]: readonly [number, number],
  counts: { kept: number; lost: number },
): void {
  const rows =
    to - from < MAX_RANGE
      ? attempt(() => old.prepare('SELECT * FROM event WHERE seq BETWEEN ? AND ?').all(from, to), undefined)
      : undefined;
  if (rows !== undefined) {
    for (const row of rows) {
      insertRow(fresh, 'event', row);
      fresh
        .prepare('INSERT OR IGNORE INTO seen0 VALUES(?)')
        .run(identityDigest(fromSql(row['source']), fromSql(row['id'])));
    }
    counts.kept += rows.length;
    return;
  }
  if (from === to) {
    counts.lost++;
    return;
  }
  const middle = Math.floor((from + to) / 2);
  copyRange(old, fresh, [from, middle], counts);
  copyRange(old, fresh, [middle + 1, to], counts);
}

const MAX_RANGE = 2000;

function insertRow(fresh: Database, table: string, row: Readonly<Record<string, Value>>): void {
  const names = Object.keys(row);
  fresh
    .prepare(
      `INSERT OR REPLACE INTO ${table}(${names.join(', ')}) VALUES(${names.map(() => '?').join(', ')})`,
    )
    .run(...Object.values(row));
}

function attempt<T, F>(work: () => T, otherwise: F): T | F {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
