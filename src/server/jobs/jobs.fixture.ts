// SPDX-License-Identifier: Apache-2.0
// Jobs without threads, which run the compiled program only.
import { join, resolve } from 'node:path';
import { answerAnalysis } from '../analysis/analyst.ts';
import { backUp } from './backup.ts';
import type { JobDesk } from './desk.ts';
import { type JobsOptions, openJobs } from './jobs.ts';
import { simulationWith } from './simulation.ts';

interface Here {
  readonly onChange?: JobsOptions['onChange'];
  /** Runs of a simulation: nothing else is done here meanwhile. */
  readonly mostRuns?: number;
  /** A simulation stands at 40 % until it resolves. */
  readonly held?: () => Promise<void>;
}

export function jobsHere(data: string, pack: string, here: Here = {}): JobDesk {
  const { onChange = () => undefined, mostRuns = Infinity, held } = here;
  const answer = answerAnalysis({ id: pack, shelves: [resolve('packs')] });
  return {
    data,
    jobs: openJobs({ folder: join(data, 'jobs'), now: Date.now, onChange }),
    simulation: simulationWith(() => ({
      simulate: async (model, today, question, onProgress) => {
        if (held !== undefined) {
          onProgress?.(0.4);
          await held();
        }
        const few = { ...question, runs: Math.min(mostRuns, question.runs) };
        return answer({ ask: 'simulate', model, today, question: few }, onProgress) as never;
      },
      close: async () => undefined,
    })),
    backup:
      (passphrase) =>
      async ({ file, stopped, progress }) => ({
        sha256: await backUp({ data, out: file, passphrase, version: '0.0.0' }, stopped, progress),
      }),
  };
}
