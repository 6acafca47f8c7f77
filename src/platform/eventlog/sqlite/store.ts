// SPDX-License-Identifier: Apache-2.0
// A session that comes back: after a fault the connection is dropped, and the next call opens the file again.
import { existsSync } from 'node:fs';
import { EventLogError } from '../../../core/ports/index.ts';
import { FULL_CHECK_BYTES, findDamage, isDamage } from './check.ts';
import type { Database, OpenDatabase } from './driver.ts';
import { lockStore } from './lock.ts';
import { recover } from './recover.ts';
import { type OnWork, openDatabase, readMeta, writeMeta } from './schema.ts';
import { createSession, type Session } from './session.ts';

export interface StoreOptions {
  readonly path: string;
  /** Duplicates are left out for at least so long, in milliseconds. */
  readonly dedupeWindowMs: number;
  /** Dead letters beyond are given up, the oldest first. */
  readonly maxDeadBytes: number;
  readonly fullCheckBytes?: number;
  /** Offsets of a block that is counted for searches, when it is not the usual number. */
  readonly blockRecords?: number;
}

/** At most so many notices are kept; the count of the rest is told. */
const MAX_NOTICES = 100;

export interface Store {
  /** @throws EventLogError; the call may be made again. */
  use<T>(work: (session: Session) => T): T;
  readonly notices: readonly string[];
  close(): void;
}

export function createStore(
  open: OpenDatabase,
  options: StoreOptions,
  now: () => number,
  onWork?: OnWork,
): Store {
  const notices: string[] = [];
  const notice = (text: string): void => {
    if (notices.length < MAX_NOTICES && !notices.includes(text)) notices.push(text);
  };
  let held: { readonly session: Session; readonly database: Database } | undefined;
  let unlock: (() => void) | undefined;
  const drop = (): void => {
    for (const end of [() => held?.database.exec('ROLLBACK'), () => held?.database.close()])
      try {
        end();
      } catch {
        // There may be nothing to roll back, and a connection that cannot even be closed holds nothing that we believe.
      }
    held = undefined;
  };
  return {
    use: (work) => {
      try {
        unlock ??= lockStore(open, options.path);
        held ??= openSession(open, options, now, { notice, onWork });
        return work(held.session);
      } catch (error) {
        drop();
        if (error instanceof EventLogError && !isDamage(error)) throw error;
        const message = error instanceof Error ? error.message : String(error);
        throw new EventLogError(isDamage(error) ? 'corrupt' : 'io', message, { cause: error });
      }
    },
    notices,
    close: () => {
      held?.session.close();
      held = undefined;
      unlock?.();
      unlock = undefined;
    },
  };
}

interface Told {
  /** Kept until somebody asks for the status. */
  readonly notice: (text: string) => void;
  /** Told at once. */
  readonly onWork: OnWork | undefined;
}

function openSession(
  open: OpenDatabase,
  options: StoreOptions,
  now: () => number,
  told: Told,
): { readonly session: Session; readonly database: Database } {
  const { path, dedupeWindowMs, maxDeadBytes, blockRecords } = options;
  const database = openSound(open, options, now, told);
  try {
    // After a sync that failed, pages may be in memory that never reached the disk. Copying the whole write-ahead log
    // into the database writes and syncs them anew; nothing is acknowledged before that has worked.
    const copied = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (copied?.['busy'] !== 0) throw new EventLogError('io', `Cannot sync what is left in ${path}-wal`);
    writeMeta(database, 'clean', '0');
    return {
      session: createSession(database, { dedupeWindowMs, maxDeadBytes, blockRecords, notice: told.notice }),
      database,
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openSound(
  open: OpenDatabase,
  { path, fullCheckBytes = FULL_CHECK_BYTES }: StoreOptions,
  now: () => number,
  { notice, onWork }: Told,
): Database {
  const isNew = !existsSync(path);
  let why: string | undefined;
  try {
    const database = openDatabase(open, path, onWork);
    if (isNew || readMeta(database, 'clean') === '1') return database;
    why = findDamage(database, path, fullCheckBytes);
    if (why === undefined) return database;
    database.close();
  } catch (error) {
    if (isNew || !isDamage(error)) throw error;
    why = error instanceof Error ? error.message : String(error);
  }
  notice(recover(open, path, now(), why));
  return openDatabase(open, path);
}
