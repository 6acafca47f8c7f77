// SPDX-License-Identifier: Apache-2.0
// One job while it runs: its progress, and how it ends.
import { statSync } from 'node:fs';
import { INTERRUPTED, type Job } from './job.ts';
import type { JobShelf } from './shelf.ts';

export interface Doing {
  /** Where the result goes. */
  readonly file: string;
  /** Aborted when nobody wants it any more. */
  readonly stopped: AbortSignal;
  /** @param part from 0 to 1. */
  progress(part: number): void;
}

/** @throws Error with a sentence for a person. */
export type Work = (doing: Doing) => Promise<{ readonly sha256?: string }>;

/** Changes of progress that are told. */
const STEP = 0.01;

type Ending = 'cancelled' | 'interrupted';

export interface Running {
  readonly end: (why: Ending) => void;
  /** Tells how it ended, and never fails. */
  readonly done: Promise<Partial<Job>>;
}

export function runJob(shelf: JobShelf, id: string, work: Work, tell: (progress: number) => void): Running {
  const stopping = new AbortController();
  let ending: Ending | undefined;
  let told = 0;
  const progress = (part: number): void => {
    const now = Math.min(1, Math.max(told, part));
    if (now - told < STEP) return;
    told = now;
    tell(told);
  };
  const doing = async (): Promise<Partial<Job>> => {
    try {
      const file = shelf.resultOf(id);
      const { sha256 } = await work({ file, stopped: stopping.signal, progress });
      const bytes = statSync(file).size;
      if (ending === undefined)
        return { state: 'done', progress: 1, bytes, ...(sha256 === undefined ? {} : { sha256 }) };
    } catch (error) {
      if (ending === undefined) {
        shelf.clear(id);
        return failed(error);
      }
    }
    shelf.clear(id);
    return ending === 'interrupted' ? { state: 'failed', why: INTERRUPTED } : { state: 'cancelled' };
  };
  return {
    end: (why) => {
      ending = why;
      stopping.abort();
    },
    // What it left may not be taken away: then that is why.
    done: doing().catch(failed),
  };
}

export function failed(error: unknown): Pick<Job, 'state' | 'why'> {
  return { state: 'failed', why: error instanceof Error ? error.message : String(error) };
}
