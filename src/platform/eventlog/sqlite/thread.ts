// SPDX-License-Identifier: Apache-2.0
// The store on a thread of its own: a sync of the disk, milliseconds long, does not hold up who serves requests.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { EventLogError } from '../../../core/ports/index.ts';
import { type Answer, answerTo, type Request, type Requests } from './requests.ts';
import type { OnWork } from './schema.ts';
import type { StoreOptions } from './store.ts';

interface Asked {
  readonly id: number;
  readonly request: Request;
}

type Told =
  | { readonly work: string }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly code: EventLogError['code']; readonly message: string };

/**
 * Starts the thread. After a fault of the storage it is ended and another one started, so that nothing of the old
 * connection stays in memory. Only in compiled form: Node 20 does not run TypeScript.
 */
export function startThread(options: StoreOptions, onWork: OnWork = () => undefined): Requests {
  let ready = Promise.resolve(startOne(options, onWork));
  return async (request) => {
    const one = await ready;
    try {
      return await one.ask(request);
    } catch (error) {
      if ((error as EventLogError).code !== 'closed' && one === (await ready))
        ready = one.end().then(() => startOne(options, onWork));
      throw error;
    }
  };
}

interface OneThread {
  readonly ask: Requests;
  end(): Promise<unknown>;
}

function startOne(options: StoreOptions, onWork: OnWork): OneThread {
  const worker = new Worker(new URL(import.meta.url), { workerData: { eventLog: options } });
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ended: EventLogError | undefined;
  const end = (code: EventLogError['code'], why: string): void => {
    ended ??= new EventLogError(code, why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (told: Told) => {
    if ('work' in told) return onWork(told.work);
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    if ('answer' in told) asked?.resolve(told.answer);
    else asked?.reject(new EventLogError(told.code, told.message));
  });
  worker.on('error', (error) => end('io', `The thread of the event log failed: ${error.message}`));
  // Listened for from the start: a thread that failed has ended before anybody ends it.
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void exited.then(() => end('closed', 'The event log is closed'));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, request } satisfies Asked);
      }),
    // It ends by itself: a thread that is stopped inside SQLite would take the process with it.
    end: async () => {
      const id = ++last;
      waiting.set(id, { resolve: () => undefined, reject: () => undefined });
      worker.postMessage({ id, request: { ask: 'close' } } satisfies Asked);
      await exited;
    },
  };
}

async function serve(options: StoreOptions): Promise<void> {
  const asked: Asked[] = [];
  parentPort?.on('message', (one: Asked) => asked.push(one));
  const answer = await answerTo(options, undefined, undefined, (work) =>
    parentPort?.postMessage({ work } satisfies Told),
  );
  const counting = whileNobodyWaits(() => answer({ ask: 'summarise' }) === true);
  const tell = ({ id, request }: Asked): void => {
    let told: Told;
    try {
      told = { id, answer: answer(request) };
    } catch (error) {
      const { code, message } = error as EventLogError;
      told = { id, code: code ?? 'io', message };
    }
    parentPort?.postMessage(told);
    if (request.ask !== 'close') counting.begin();
    else {
      // A step after it would open the store again.
      counting.end();
      parentPort?.close();
    }
  };
  parentPort?.removeAllListeners('message');
  for (const one of asked) tell(one);
  parentPort?.on('message', tell);
}

/** Time before a step that nobody asked for, in milliseconds, and as a multiple of the step before: a tenth of the thread. */
const STEP_PAUSE_MS = 100;
const STEP_PAUSES = 9;

interface Counting {
  begin(): void;
  end(): void;
}

/** One step, then a pause, until a step says that it was the last. What fails is told to who asks next. */
function whileNobodyWaits(step: () => boolean): Counting {
  let timer: NodeJS.Timeout | undefined;
  let pause = STEP_PAUSE_MS;
  const turn = (): void => {
    timer = undefined;
    const begun = performance.now();
    let isMore = false;
    try {
      isMore = step();
    } catch {
      // The store has dropped its connection; who asks next opens another one, or is told why there is none.
    }
    pause = Math.max(STEP_PAUSE_MS, STEP_PAUSES * (performance.now() - begun));
    if (isMore) begin();
  };
  const begin = (): void => {
    if (timer === undefined) timer = setTimeout(turn, pause).unref();
  };
  return { begin, end: () => clearTimeout(timer) };
}

const given = (workerData as { readonly eventLog?: StoreOptions } | null)?.eventLog;
if (parentPort !== null && given !== undefined) await serve(given);
