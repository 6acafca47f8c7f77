// SPDX-License-Identifier: Apache-2.0
// Which jobs there are, and how long each is remembered.
import { HttpRefusal } from '../../platform/index.ts';
import { hasEnded, type Job } from './job.ts';
import type { JobShelf } from './shelf.ts';

export interface JobBook {
  /** @throws HttpRefusal 404. */
  known(id: string): Job;
  /** The newest first. */
  all(): readonly Job[];
  /** On disk when it returns, and told. */
  set(job: Job): void;
  /** The same of one that has ended; where it cannot be written it has ended all the same, and is interrupted after a restart. */
  end(job: Job): void;
  /** How far it is, which is not worth a write. */
  move(id: string, progress: number): void;
  drop(job: Job): void;
  /** Drops those that are outdated. */
  forget(): void;
}

/** Jobs that are remembered, and for how long. */
const MOST_KEPT = 50;
const KEPT_MS = 24 * 3_600_000;

export const keptUntil = ({ endedAt }: Job): number | undefined =>
  endedAt === undefined ? undefined : endedAt + KEPT_MS;

export function openJobBook(shelf: JobShelf, now: () => number, onChange: (job: Job) => void): JobBook {
  const jobs = new Map(shelf.read(now()).map((job) => [job.id, job]));
  const known = (id: string): Job => {
    const job = jobs.get(id);
    if (job === undefined) throw new HttpRefusal(404, 'There is no such job: results are kept for a day');
    return job;
  };
  const drop = (job: Job): void => {
    shelf.drop(job.id);
    jobs.delete(job.id);
    onChange(job);
  };
  const keep = (job: Job): void => {
    jobs.set(job.id, job);
    onChange(job);
  };
  return {
    known,
    drop,
    all: () => [...jobs.values()].sort((a, b) => b.askedAt - a.askedAt),
    set: (job) => {
      shelf.write(job);
      keep(job);
    },
    end: (job) => {
      try {
        shelf.write(job);
      } catch {
        // A full disk is no reason that it goes on for ever.
      }
      keep(job);
    },
    move: (id, progress) => keep({ ...known(id), progress }),
    forget: () => {
      for (const job of outdated([...jobs.values()], now())) drop(job);
    },
  };
}

/** Too old, too many, or a backup that a newer one took the place of. */
function outdated(jobs: readonly Job[], now: number): readonly Job[] {
  const ended = jobs.filter(hasEnded).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  const backups = ended.filter(({ kind, state }) => kind === 'backup' && state === 'done');
  return ended.filter(
    (job, at) => at >= MOST_KEPT || (keptUntil(job) ?? now) < now || backups.indexOf(job) > 0,
  );
}
