// SPDX-License-Identifier: Apache-2.0
// The files on a thread of its own, that is there only while it is asked: an idle server does not pay for it.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { EventLogError } from '../../../core/ports/index.ts';
import { answerCold, type Cold, type ColdAnswer, type ColdOptions, type ColdRequest } from './requests.ts';

interface Asked {
  readonly id: number;
  readonly request: ColdRequest;
}

type Told =
  | { readonly id: number; readonly answer: ColdAnswer }
  | { readonly id: number; readonly message: string };

/** What one thread holds at most, beside the bytes of files: one day is written a row group at a time. */
const HEAP = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 };

/** Starts the thread; only in compiled form: Node 20 does not run TypeScript. */
export function startColdThread(options: ColdOptions): Cold {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { coldLog: options },
    resourceLimits: HEAP,
  });
  const waiting = new Map<
    number,
    { resolve: (answer: ColdAnswer) => void; reject: (error: Error) => void }
  >();
  let last = 0;
  let ended: EventLogError | undefined;
  const end = (why: string): void => {
    ended ??= new EventLogError('io', why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (told: Told) => {
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if ('answer' in told) asked?.resolve(told.answer);
    else asked?.reject(new EventLogError('io', told.message));
  });
  worker.on('error', (error) => end(`The thread of the files of days failed: ${error.message}`));
  // Listened for from the start: a thread that failed has ended before anybody ends it.
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void exited.then(() => end('The thread of the files of days has ended'));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, request } satisfies Asked);
      }),
    end: async () => {
      worker.postMessage('end');
      await exited;
    },
  };
}

async function serve(options: ColdOptions): Promise<void> {
  // One question after the other: two would hold each other up and each their memory.
  const cold = answerCold(options);
  let turn: Promise<void> = Promise.resolve();
  const tell = async ({ id, request }: Asked): Promise<void> => {
    try {
      parentPort?.postMessage({ id, answer: await (await cold).ask(request) } satisfies Told);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ id, message } satisfies Told);
    }
  };
  parentPort?.on('message', (asked: Asked | 'end') => {
    turn = turn.then(async () => {
      if (asked !== 'end') return tell(asked);
      await (await cold).end();
      parentPort?.close();
    });
  });
}

const given = (workerData as { readonly coldLog?: ColdOptions } | null)?.coldLog;
if (parentPort !== null && given !== undefined) await serve(given);
