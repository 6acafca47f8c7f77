// SPDX-License-Identifier: Apache-2.0
/**
 * The event log in one SQLite file: for one process, up to some ten thousand events a second.
 *
 * `driver` finds SQLite, `schema` has the tables and the settings that make a commit durable, `session` is one
 * connection, `store` opens it again after a fault, `recover` saves what can be read of a damaged file, `thread` runs it
 * beside the event loop.
 */
import {
  type Commit,
  type DeadLetter,
  type EventLog,
  EventLogError,
  type EventSearch,
  type LogRecord,
  MAX_BODY_CHARS,
} from '../../../core/ports/index.ts';
import { type Counts, createWriteQueue, QUEUE_LIMITS, type QueueLimits } from '../queue.ts';
import { sharesOf } from '../terms.ts';
import type { OpenDatabase } from './driver.ts';
import { answerTo, type FactsAndNotices, type Requests } from './requests.ts';
import { type OnWork, PARTITIONS } from './schema.ts';
import type { StoreOptions } from './store.ts';
import type { Swept } from './sweep.ts';
import { startThread } from './thread.ts';

export interface SqliteLogOptions extends Partial<Omit<StoreOptions, 'path'>> {
  readonly queue?: QueueLimits;
  /** On a thread of its own; works in the compiled program only. */
  readonly thread?: boolean;
  /** Told of work that takes long when an old file is opened: before it begins, and when it is done. */
  readonly onWork?: OnWork;
  /** In this thread only: another clock, another SQLite. */
  readonly now?: () => number;
  readonly open?: OpenDatabase;
}

/** Senders retry for up to three days; twice that, and a day. */
const DEDUPE_WINDOW_MS = 7 * 24 * 3600 * 1000;
const MAX_DEAD_BYTES = 256 * 1024 * 1024;

/**
 * Opens the log in a file, made when it is not there.
 *
 * @throws EventLogError when it cannot be opened: no place, no permission, another process has it.
 */
export async function openSqliteEventLog(
  path: string,
  options: SqliteLogOptions = {},
): Promise<EventLog & EventSearch> {
  return (await openSqliteStore(path, options)).log;
}

/** The log, and what else can be asked of its store. @throws EventLogError, as above. */
export async function openSqliteStore(
  path: string,
  options: SqliteLogOptions,
): Promise<{ readonly log: EventLog & EventSearch; readonly ask: Requests }> {
  const { dedupeWindowMs = DEDUPE_WINDOW_MS, maxDeadBytes = MAX_DEAD_BYTES } = options;
  const { fullCheckBytes, blockRecords } = options;
  const stored: StoreOptions = {
    path,
    dedupeWindowMs,
    maxDeadBytes,
    ...(fullCheckBytes === undefined ? {} : { fullCheckBytes }),
    ...(blockRecords === undefined ? {} : { blockRecords }),
  };
  const ask =
    options.thread === true ? startThread(stored, options.onWork) : await inThisThread(stored, options);
  await ask({ ask: 'facts' });
  return { log: logOver(ask, options.queue ?? QUEUE_LIMITS, dedupeWindowMs), ask };
}

async function inThisThread(
  stored: StoreOptions,
  { now, open, onWork }: SqliteLogOptions,
): Promise<Requests> {
  const answer = await answerTo(stored, now, open, onWork);
  return async (request) => answer(request);
}

function logOver(ask: Requests, limits: QueueLimits, dedupeWindowMs: number): EventLog & EventSearch {
  const queue = createWriteQueue(
    async (batches) => (await ask({ ask: 'append', batches })) as Counts[],
    limits,
  );
  let closed = false;
  return {
    append: async (batch) => {
      if (closed) throw new EventLogError('closed', 'Cannot append: the event log is closed');
      const long = batch.records.find(({ body }) => body.length > MAX_BODY_CHARS);
      if (long !== undefined)
        throw new RangeError(
          `Cannot append a body of ${long.body.length} characters, at most ${MAX_BODY_CHARS}`,
        );
      return queue.append(batch);
    },
    read: async (query) => (await ask({ ask: 'read', query })) as LogRecord[],
    commit: async (consumer, commit) => {
      await ask({ ask: 'commit', consumer, commit });
    },
    committed: async (consumer) => (await ask({ ask: 'committed', consumer })) as Commit,
    mark: async (name) => (await ask({ ask: 'mark', name })) as string | undefined,
    deadLetters: async (query) => (await ask({ ask: 'deadLetters', query })) as DeadLetter[],
    retain: createRetain(ask),
    offsetAt: async (time) => (await ask({ ask: 'offsetAt', time })) as number,
    search: async (window) => (await ask({ ask: 'search', window })) as Found,
    tally: async (window) => (await ask({ ask: 'tally', window })) as Tallied,
    status: async () => ({
      ...((await ask({ ask: 'facts' })) as FactsAndNotices),
      partitions: PARTITIONS,
      failures: queue.failures,
      queued: queue.queued,
      dedupeWindowMs,
    }),
    close: async () => {
      if (closed) return;
      closed = true;
      await queue.drained();
      await ask({ ask: 'close' });
    },
  };
}

type Found = Awaited<ReturnType<EventSearch['search']>>;
type Tallied = Awaited<ReturnType<EventSearch['tally']>>;

/** In steps, so that what is appended meanwhile need not wait for all of it. */
function createRetain(ask: Requests): EventLog['retain'] {
  // Up to where each share was looked through: what is younger was not old enough then.
  const looked = new Map<string, number>();
  return async (before, types = []) => {
    let forgotten = 0;
    for (const share of sharesOf(before, types)) {
      const name = JSON.stringify([share.type, share.except]);
      for (let done = false; !done; ) {
        const step = (await ask({ ask: 'sweep', share, from: looked.get(name) ?? 0 })) as Swept;
        forgotten += step.forgotten;
        looked.set(name, step.reached);
        done = step.done;
      }
    }
    return forgotten;
  };
}
