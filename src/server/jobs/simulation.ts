// SPDX-License-Identifier: Apache-2.0
// A simulation of many runs as a job: on a thread of its own, so that what is quick does not wait for it.
import { gzipSync } from 'node:zlib';
import type { RuleFile } from '../../monitor/index.ts';
import { writeWhole } from '../../platform/index.ts';
import type { Analyst } from '../analysis/analyst.ts';
import type { Question } from '../analysis/cascade.ts';
import type { Work } from './run.ts';

export type SimulationWork = (model: RuleFile, today: string, question: Question) => Work;

/** @param begin makes an analyst that is closed when the work is done, or not wanted any more. */
export function simulationWith(begin: () => Pick<Analyst, 'simulate' | 'close'>): SimulationWork {
  return (model, today, question) =>
    async ({ file, stopped, progress }) => {
      const analyst = begin();
      const end = (): void => void analyst.close();
      stopped.addEventListener('abort', end);
      try {
        const answer = await analyst.simulate(model, today, question, progress);
        if ('wrong' in answer) throw new Error(answer.wrong);
        writeWhole(file, gzipSync(JSON.stringify({ ...answer, offered: [...answer.offered] })), true);
        return {};
      } finally {
        stopped.removeEventListener('abort', end);
        await analyst.close();
      }
    };
}
