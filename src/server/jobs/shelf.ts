// SPDX-License-Identifier: Apache-2.0
// Jobs on disk: a folder each, with what is known of it and, once it is done, its result.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../platform/index.ts';
import { hasEnded, INTERRUPTED, type Job, JobShape } from './job.ts';

export interface JobShelf {
  /** Those that are there; one that had not ended when the server did is `interrupted` from now on. */
  read(now: number): readonly Job[];
  /** On disk when it returns. */
  write(job: Job): void;
  /** File of its result; its folder is there. */
  resultOf(id: string): string;
  /** Takes away what it wrote; what is known of it stays. */
  clear(id: string): void;
  drop(id: string): void;
}

const [KNOWN, RESULT] = ['job.json', 'result'];

export function openJobShelf(folder: string): JobShelf {
  const clear = (id: string): void => {
    for (const name of readdirSync(join(folder, id)))
      if (name !== KNOWN) rmSync(join(folder, id, name), { recursive: true });
  };
  const drop = (id: string): void => rmSync(join(folder, id), { recursive: true, force: true });
  const write = (job: Job): void => {
    mkdirSync(join(folder, job.id), { recursive: true, mode: 0o700 });
    writeWhole(join(folder, job.id, KNOWN), `${JSON.stringify(job)}\n`, true);
  };
  return {
    clear,
    drop,
    write,
    resultOf: (id) => join(folder, id, RESULT),
    read: (now) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return readdirSync(folder).flatMap((id) => {
        const job = jobIn(join(folder, id, KNOWN));
        // Nobody can ask for one that cannot be read.
        if (job?.id !== id) {
          drop(id);
          return [];
        }
        if (hasEnded(job)) return [job];
        const ended: Job = { ...job, state: 'failed', why: INTERRUPTED, endedAt: now };
        try {
          clear(id);
          write(ended);
        } catch {
          // A full disk is no reason that the server does not start: the next start sees the same.
        }
        return [ended];
      });
    },
  };
}

function jobIn(file: string): Job | undefined {
  try {
    return JobShape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
