// SPDX-License-Identifier: Apache-2.0
// SQLite on a disk that fails when it is told to. Between program and file system, so it needs no kernel's help; what the
// kernel itself says is in `limits.test.ts`.
import { loadSqlite, type OpenDatabase } from '../../src/platform/eventlog/sqlite/driver.ts';

export interface Disk {
  readonly open: OpenDatabase;
  /** How often a database was opened. */
  readonly opened: () => number;
  /** Pages that a file may have from the next opening on: beyond, SQLite says SQLITE_FULL as on a full disk. */
  full(pages: number | undefined): void;
  /** COMMIT fails so many times, before (`write`) or after (`sync`) the changes are in the file, with SQLITE_IOERR. */
  failCommits(count: number, when: 'write' | 'sync'): void;
}

/** Extended result codes (https://www.sqlite.org/rescode.html). */
const IOERR_WRITE = 778;
const IOERR_FSYNC = 1034;

export async function createDisk(): Promise<Disk> {
  const real = await loadSqlite();
  let opened = 0;
  let pages: number | undefined;
  let failing: { left: number; when: 'write' | 'sync' } = { left: 0, when: 'write' };
  return {
    opened: () => opened,
    full: (most) => {
      pages = most;
    },
    failCommits: (left, when) => {
      failing = { left, when };
    },
    open: (path, options) => {
      const database = real(path, options);
      opened++;
      // The pragma never goes below what the file has already.
      if (!path.endsWith('-lock')) database.exec(`PRAGMA max_page_count=${pages ?? 1_000_000_000}`);
      return {
        ...database,
        exec: (sql) => {
          if (sql !== 'COMMIT' || failing.left === 0) return database.exec(sql);
          failing.left--;
          if (failing.when === 'sync') database.exec(sql);
          throw Object.assign(new Error('disk I/O error'), {
            errcode: failing.when === 'sync' ? IOERR_FSYNC : IOERR_WRITE,
          });
        },
      };
    },
  };
}
