// SPDX-License-Identifier: Apache-2.0
// HiGHS in a thread of its own: it keeps its time limit only roughly, so a thread that overruns is ended.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LinearSolver, Program, Solved } from '../core/ports/index.ts';

/** Seconds past its limit after which the solver is taken for stuck. */
const GRACE_SECONDS = 15;

const NOTHING_FOUND: Solved = { status: 'limit', objective: Infinity, bound: -Infinity };

interface Answer {
  readonly id: number;
  readonly answer?: Solved;
  readonly failure?: string;
}

/**
 * A solver with a thread that is started at the first program. One that overruns is ended, with all its programs; the next
 * program starts another one. `close` ends it; what is being solved then ends without a solution, and so does what is
 * solved later.
 */
export function openLinearSolver(graceSeconds = GRACE_SECONDS): LinearSolver & { close(): void } {
  let thread: Thread | undefined;
  let closed = false;
  let count = 0;
  return {
    open(columns): Program {
      const id = ++count;
      if (thread?.isAlive() !== true && !closed) thread = startThread();
      const own = thread;
      own?.tell({ id, kind: 'open', columns });
      return {
        solve: async (rows, { relaxed, seconds, graceSeconds: grace = graceSeconds }) =>
          (await own?.ask({ id, kind: 'solve', rows, relaxed, seconds }, seconds + grace)) ?? NOTHING_FOUND,
        close: () => own?.tell({ id, kind: 'close' }),
      };
    },
    close: () => {
      closed = true;
      thread?.end();
    },
  };
}

type Message = Readonly<Record<string, unknown>> & { readonly id: number };

interface Thread {
  isAlive(): boolean;
  tell(message: Message): void;
  /** Ends itself when there is no answer after so many seconds. */
  ask(message: Message, seconds: number): Promise<Solved>;
  end(): void;
}

function startThread(): Thread {
  const waiting = new Map<number, (answer: Answer) => void>();
  let dead = false;
  const worker = new Worker(pathToFileURL(join(root(), 'bin', 'linear-solver.mjs')));
  const end = (): void => {
    dead = true;
    void worker.terminate();
    for (const [id, tell] of waiting) tell({ id, answer: NOTHING_FOUND });
    waiting.clear();
  };
  worker.unref();
  worker.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  worker.on('error', end);
  worker.on('exit', end);
  return {
    isAlive: () => !dead,
    tell: (message) => {
      if (!dead) worker.postMessage(message);
    },
    ask: (message, seconds) =>
      new Promise((resolve, reject) => {
        if (dead) return resolve(NOTHING_FOUND);
        const timer = setTimeout(end, seconds * 1_000);
        waiting.set(message.id, ({ answer, failure }) => {
          clearTimeout(timer);
          if (answer === undefined) reject(new Error(`The solver failed: ${failure}`));
          else resolve(answer);
        });
        worker.postMessage(message);
      }),
    end,
  };
}

/** The folder of the package, whether this runs from src/ or from dist/. */
function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
