// SPDX-License-Identifier: Apache-2.0
// HiGHS in a thread of its own: it keeps its time limit only roughly, so a thread that overruns is ended.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LinearSolver, Program, Row, Solved } from '../core/ports/index.ts';

/** Seconds past its limit after which the solver is taken for stuck. */
const GRACE_SECONDS = 15;

const NOTHING_FOUND: Solved = { status: 'limit', objective: Infinity, bound: -Infinity };

interface Answer {
  readonly id: number;
  readonly answer?: Solved;
  readonly failure?: string;
}

/**
 * A solver with a thread that is started at the first program. `close` ends it; what is being solved then ends without
 * a solution, and so does what is solved later.
 */
export function openLinearSolver(graceSeconds = GRACE_SECONDS): LinearSolver & { close(): void } {
  let worker: Worker | undefined;
  let dead = false;
  let count = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  const end = (): void => {
    dead = true;
    void worker?.terminate();
    for (const [id, tell] of waiting) tell({ id, answer: NOTHING_FOUND });
    waiting.clear();
  };
  const thread = (): Worker => {
    if (worker !== undefined) return worker;
    worker = new Worker(pathToFileURL(join(root(), 'bin', 'linear-solver.mjs')));
    worker.unref();
    worker.on('message', (answer: Answer) => {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    });
    worker.on('error', end);
    worker.on('exit', end);
    return worker;
  };
  const ask = (id: number, rows: readonly Row[], relaxed: boolean, seconds: number): Promise<Solved> =>
    new Promise((resolve, reject) => {
      if (dead) return resolve(NOTHING_FOUND);
      const timer = setTimeout(end, (seconds + graceSeconds) * 1_000);
      waiting.set(id, ({ answer, failure }) => {
        clearTimeout(timer);
        if (answer === undefined) reject(new Error(`The solver failed: ${failure}`));
        else resolve(answer);
      });
      thread().postMessage({ id, kind: 'solve', rows, relaxed, seconds });
    });
  return {
    open(columns): Program {
      const id = ++count;
      if (!dead) thread().postMessage({ id, kind: 'open', columns });
      return {
        solve: (rows, { relaxed, seconds }) => ask(id, rows, relaxed, seconds),
        close: () => {
          if (!dead) thread().postMessage({ id, kind: 'close' });
        },
      };
    },
    close: end,
  };
}

/** The folder of the package, whether this runs from src/ or from dist/. */
function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
