// SPDX-License-Identifier: Apache-2.0
// One writer a store. The lock is one of SQLite on a file beside it, so a process that is killed lets go of it.
import { EventLogError } from '../../../core/ports/index.ts';
import type { Database, OpenDatabase } from './driver.ts';

/** Returns how to let go. @throws EventLogError when another one has the store. */
export function lockStore(open: OpenDatabase, path: string): () => void {
  // No statement is prepared here: one that is not yet collected would keep a closed connection, and so the lock, alive.
  // A store in memory is nobody else's: it has no file to put one beside.
  const database = opened(open, path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw isStoreHeld(cause) ? heldByAnother(path, cause) : unusable(path, cause);
  }
  return () => database.close();
}

/** Whether an error, or what caused it, says that another process has a store. */
export function isStoreHeld(error: unknown): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth++)
    if (/database is locked|another process has it open/.test(each.message)) return true;
  return false;
}

function heldByAnother(path: string, cause: unknown): EventLogError {
  return new EventLogError(
    'io',
    `Cannot use ${path}: another process has it open. Does a server run on this folder, or has another command not ended yet?`,
    { cause },
  );
}

function opened(open: OpenDatabase, path: string): Database {
  try {
    return open(path === ':memory:' ? path : `${path}-lock`);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): EventLogError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new EventLogError(
    'io',
    `Cannot use ${path}: ${why}. Is its folder there, and may this user write to it?`,
    { cause },
  );
}
