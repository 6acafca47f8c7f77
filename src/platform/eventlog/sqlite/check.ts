// SPDX-License-Identifier: Apache-2.0
// Whether a file is a sound database, and which errors say that it is not.
import { statSync } from 'node:fs';
import type { Database } from './driver.ts';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html): the file is damaged, or no database at all. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** The same in words (`sqlite3_errstr`): the driver tells no code for what fails in `all`. */
const DAMAGE_IN_WORDS = ['database disk image is malformed', 'file is not a database'];

interface Told {
  readonly code?: unknown;
  readonly errcode?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** By the primary result code of an error of SQLite, which extended codes have in their low byte. */
export function isDamage(error: unknown): boolean {
  const { code, errcode, message, cause } = (error ?? {}) as Told;
  if (typeof errcode === 'number') return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff);
  if (code === 'ERR_SQLITE_ERROR' && DAMAGE_IN_WORDS.includes(String(message))) return true;
  return cause !== undefined && isDamage(cause);
}

/** Up to this size the whole file is checked after a crash, about a second; beyond, only its youngest records. */
export const FULL_CHECK_BYTES = 512 * 1024 * 1024;
const YOUNGEST = 10_000;

/** What is wrong in the file, in the words of SQLite; undefined when nothing was found. */
export function findDamage(database: Database, path: string, fullCheckBytes: number): string | undefined {
  try {
    if (statSync(path).size > fullCheckBytes) {
      database
        .prepare('SELECT sum(length(body)) FROM (SELECT body FROM event ORDER BY seq DESC LIMIT ?)')
        .get(YOUNGEST);
      return undefined;
    }
    const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    return found === 'ok' ? undefined : String(found);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
