// SPDX-License-Identifier: Apache-2.0
/**
 * Work that takes longer than somebody waits for an answer: one piece at a time, each with its progress, kept on disk.
 *
 * A job that runs when the server ends is `failed: interrupted` afterwards; nothing of it is left. Results are kept for a day, of
 * backups the newest alone.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { HttpRefusal } from '../../platform/index.ts';
import { openJobBook } from './book.ts';
import { hasEnded, INTERRUPTED, type Job } from './job.ts';
import { failed, type Running, runJob, type Work } from './run.ts';
import { openJobShelf } from './shelf.ts';

export interface Jobs {
  /** @throws HttpRefusal 429 when too many wait. */
  start(asked: Pick<Job, 'kind' | 'question' | 'by'>, work: Work): Job;
  /** The newest first. */
  all(): readonly Job[];
  /** @throws HttpRefusal 404. */
  get(id: string): Job;
  /** Ends it; one that has ended goes, with its result. @throws HttpRefusal 404. */
  remove(id: string): Promise<void>;
  /** File of the result. @throws HttpRefusal 404, 409 when it is not done. */
  resultOf(id: string): string;
  close(): Promise<void>;
}

export interface JobsOptions {
  readonly folder: string;
  readonly now: () => number;
  readonly onChange: (job: Job) => void;
}

const MOST_WAITING = 8;
const LOOK_MS = 600_000;

export function openJobs({ folder, now, onChange }: JobsOptions): Jobs {
  const shelf = openJobShelf(folder);
  const { known, set, end: settle, move, drop, forget, all } = openJobBook(shelf, now, onChange);
  const waiting = new Map<string, Work>();
  let busy: (Pick<Running, 'end'> & { readonly id: string; readonly done: Promise<void> }) | undefined;
  let isClosed = false;
  const tidy = (): void => {
    try {
      forget();
    } catch {
      // What cannot be taken away now is tried again at the next look.
    }
  };
  const next = (): void => {
    const [first] = waiting;
    if (busy !== undefined || first === undefined || isClosed) return;
    const [id, work] = first;
    waiting.delete(id);
    try {
      set({ ...known(id), state: 'running', startedAt: now() });
    } catch (error) {
      settle({ ...known(id), ...failed(error), endedAt: now() });
      next();
      return;
    }
    const { end, done } = runJob(shelf, id, work, (progress) => move(id, progress));
    const ended = (how: Partial<Job>): void => {
      busy = undefined;
      settle({ ...known(id), ...how, endedAt: now() });
      tidy();
      next();
    };
    busy = { id, end, done: done.then(ended) };
  };
  const timer = setInterval(tidy, LOOK_MS).unref();
  return {
    get: known,
    all: () => {
      tidy();
      return all();
    },
    start: (asked, work) => {
      if (waiting.size >= MOST_WAITING)
        throw new HttpRefusal(429, 'Too many jobs wait: come again, or cancel one', 10_000);
      const id = randomUUID();
      set({ ...asked, id, state: 'queued', progress: 0, askedAt: now() });
      waiting.set(id, work);
      next();
      return known(id);
    },
    remove: async (id) => {
      const job = known(id);
      if (hasEnded(job)) drop(job);
      else if (waiting.delete(id)) settle({ ...job, state: 'cancelled', endedAt: now() });
      else if (busy?.id === id) {
        busy.end('cancelled');
        await busy.done;
      }
    },
    resultOf: (id) => {
      if (known(id).state !== 'done') throw new HttpRefusal(409, 'The job has no result');
      const file = shelf.resultOf(id);
      if (!existsSync(file)) throw new HttpRefusal(404, 'The result of the job is gone: start it again');
      return file;
    },
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      for (const id of waiting.keys())
        settle({ ...known(id), state: 'failed', why: INTERRUPTED, endedAt: now() });
      busy?.end('interrupted');
      await busy?.done;
    },
  };
}
