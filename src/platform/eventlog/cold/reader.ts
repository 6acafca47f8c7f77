// SPDX-License-Identifier: Apache-2.0
// Who answers from files: begun when something is asked, ended when nothing was asked for a while. Long work is done by
// another one, that is there for one piece of work only, so that no search waits for it.
import type { RolledDay } from '../rolled-day.ts';
import type { ArchiveIo } from './archive-io.ts';
import { answerCold, type Cold, type ColdAnswer, type ColdOptions, type ColdRequest } from './requests.ts';
import { startColdThread } from './thread.ts';

export interface Reader {
  ask(request: ColdRequest): Promise<ColdAnswer>;
  /** @throws EventLogError. */
  work(request: ColdRequest): Promise<ColdAnswer>;
  change(days: readonly RolledDay[]): Promise<void>;
  notices(): Promise<readonly string[]>;
  end(): Promise<void>;
}

export interface ReaderOptions extends ColdOptions {
  readonly thread: boolean;
  /** In this thread only: another disk. */
  readonly io?: ArchiveIo;
}

const IDLE_MS = 600_000;

export function createReader({ thread, io, ...place }: ReaderOptions): Reader {
  let { days } = place;
  let held: Promise<Cold> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let told: readonly string[] = [];
  const start = async (): Promise<Cold> =>
    thread ? startColdThread({ ...place, days }) : answerCold({ ...place, days }, io);
  const notices = async (): Promise<readonly string[]> => {
    const cold = await held;
    const fresh = ((await cold?.ask({ ask: 'notices' }).catch(() => [])) ?? []) as readonly string[];
    told = [...new Set([...told, ...fresh])].slice(0, MAX_NOTICES);
    return told;
  };
  const end = async (): Promise<void> => {
    clearTimeout(timer);
    await notices();
    const cold = await held;
    held = undefined;
    await cold?.end();
  };
  return {
    ask: async (request) => {
      clearTimeout(timer);
      held ??= start();
      const used = held;
      try {
        return await (await used).ask(request);
      } catch (error) {
        // The next one begins anew; this one must not stay, as a thread keeps the process.
        if (held === used) held = undefined;
        void used.then((cold) => cold.end()).catch(() => undefined);
        throw error;
      } finally {
        clearTimeout(timer);
        timer = setTimeout(() => void end(), IDLE_MS).unref();
      }
    },
    work: async (request) => {
      const cold = await start();
      try {
        return await cold.ask(request);
      } finally {
        await cold.end();
      }
    },
    change: async (now) => {
      days = now;
      const cold = await held;
      await cold?.ask({ ask: 'change', days });
    },
    notices,
    end,
  };
}

const MAX_NOTICES = 100;
