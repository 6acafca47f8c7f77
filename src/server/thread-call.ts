// SPDX-License-Identifier: Apache-2.0
// Questions to a thread and its answers. Works in the compiled program only: Node 20 does not run TypeScript.
import { parentPort, Worker } from 'node:worker_threads';
import type { Problem } from '../core/problem.ts';

export interface OneThread<Request> {
  /** @throws what the thread threw, as `failure` makes it; Error when it has ended. */
  ask(request: Request): Promise<unknown>;
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
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly message: string; readonly problems?: readonly Problem[] };

export function startCalls<Request>({ module, data, name, failure }: ThreadOptions): OneThread<Request> {
  const worker = new Worker(new URL(module), { workerData: data });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ended: Error | undefined;
  const fail = (why: string): void => {
    ended ??= new Error(why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (told: Told) => {
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if ('answer' in told) asked?.resolve(told.answer);
    else asked?.reject(failure(told.message, told.problems));
  });
  worker.on('error', (error) => fail(`The ${name} failed: ${error.message}`));
  worker.on('exit', () => fail(`The ${name} has ended`));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, request });
      }),
    isAlive: () => ended === undefined,
    end: async () => {
      await worker.terminate();
    },
  };
}

/** The other side: answers one request after the other. An error may carry `problems`. */
export function answerCalls<Request>(answer: (request: Request) => unknown): void {
  parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
    parentPort?.postMessage(told(id, () => answer(request)));
  });
}

function told(id: number, answer: () => unknown): Told {
  try {
    return { id, answer: answer() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problems = (error as { readonly problems?: readonly Problem[] } | null)?.problems;
    return problems === undefined ? { id, message } : { id, message, problems };
  }
}
