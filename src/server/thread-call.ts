// SPDX-License-Identifier: Apache-2.0
// Questions to a thread and its answers. Works in the compiled program only: Node 20 does not run TypeScript.
import { parentPort, Worker } from 'node:worker_threads';
import type { Problem } from '../core/problem.ts';

export interface OneThread<Request> {
  /**
   * @param onProgress told how far it is, from 0 to 1, by work that says so.
   * @throws what the thread threw, as `failure` makes it; Error when it has ended.
   */
  ask(request: Request, onProgress?: (part: number) => void): Promise<unknown>;
  isAlive(): boolean;
  end(): Promise<void>;
}

export interface ThreadOptions {
  /** The module that calls `answerCalls`. */
  readonly module: string;
  readonly data: unknown;
  /** What it is in a sentence: `thread of detection`. */
  readonly name: string;
  readonly failure: (message: string, problems: readonly Problem[] | undefined) => Error;
}

type Told =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly message: string; readonly problems?: readonly Problem[] };

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((part: number) => void) | undefined;
}

export function startCalls<Request>({ module, data, name, failure }: ThreadOptions): OneThread<Request> {
  const worker = new Worker(new URL(module), { workerData: data });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let ended: Error | undefined;
  const fail = (why: string): void => {
    ended ??= new Error(why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (told: Told) => {
    const asked = waiting.get(told.id);
    if ('progress' in told) return asked?.onProgress?.(told.progress);
    waiting.delete(told.id);
    if ('answer' in told) asked?.resolve(told.answer);
    else asked?.reject(failure(told.message, told.problems));
  });
  worker.on('error', (error) => fail(`The ${name} failed: ${error.message}`));
  worker.on('exit', () => fail(`The ${name} has ended`));
  return {
    ask: (request, onProgress) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.set(++last, { resolve, reject, onProgress });
        worker.postMessage({ id: last, request });
      }),
    isAlive: () => ended === undefined,
    end: async () => {
      await worker.terminate();
    },
  };
}

/** The other side: answers one request after the other, unless an answer takes its time. An error may carry `problems`. */
export function answerCalls<Request>(
  answer: (request: Request, onProgress: (part: number) => void) => unknown,
): void {
  parentPort?.on('message', async ({ id, request }: { readonly id: number; readonly request: Request }) => {
    const tell = (said: Told): void => parentPort?.postMessage(said);
    tell(await told(id, () => answer(request, (progress) => tell({ id, progress }))));
  });
}

async function told(id: number, answer: () => unknown): Promise<Told> {
  try {
    return { id, answer: await answer() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problems = (error as { readonly problems?: readonly Problem[] } | null)?.problems;
    return problems === undefined ? { id, message } : { id, message, problems };
  }
}
