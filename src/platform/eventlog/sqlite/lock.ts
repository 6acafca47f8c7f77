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
    throw new EventLogError('io', `Cannot use ${path}: another process has it open`, { cause });
  }
  return () => database.close();
}

function opened(open: OpenDatabase, path: string): Database {
  try {
    return open(path === ':memory:' ? path : `${path}-lock`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EventLogError(
      'io',
      `Cannot use ${path}: ${why}. Is its folder there, and may this user write to it?`,
      { cause },
    );
  }
}
