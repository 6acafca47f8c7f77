// SPDX-License-Identifier: Apache-2.0
// Samples of first passages on several threads. Draws are keyed, so how runs are split does not show in the numbers.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type PassageGraph, type Runs, samplePassages } from '../core/first-passage/index.ts';
import type { PassageSampler } from '../core/ports/index.ts';

interface Task {
  readonly graph: PassageGraph;
  readonly runs: Runs;
  readonly disabled: Uint8Array | undefined;
}

/** Below this many edges times runs, starting threads takes longer than sampling. */
const WORTH_THREADS = 4_000_000;
const MAX_THREADS = 16;

/** Node 20 does not run TypeScript, so only the compiled form can start threads. */
const isCompiled = import.meta.url.endsWith('.js');

/** @param threads how many at most; one for each core unless said otherwise. */
export function openPassageSampler(threads = Math.min(MAX_THREADS, availableParallelism())): PassageSampler {
  return {
    async sample(graph, runs, disabled) {
      const wanted = Math.min(threads, runs.count);
      const isSmall = graph.heads.length * runs.count < WORTH_THREADS;
      if (!isCompiled || isSmall || wanted < 2) return samplePassages(graph, runs, disabled);
      const parts = await Promise.all(
        split(runs, wanted).map((part) => sampleApart({ graph, runs: part, disabled })),
      );
      const all = new Float64Array(runs.count * graph.goals.length);
      let filled = 0;
      for (const part of parts) {
        all.set(part, filled);
        filled += part.length;
      }
      return all;
    },
  };
}

function split({ seed, first, count }: Runs, parts: number): readonly Runs[] {
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((count * part) / parts);
    return { seed, first: first + from, count: Math.floor((count * (part + 1)) / parts) - from };
  });
}

function sampleApart(task: Task): Promise<Float64Array> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { passages: task } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The thread of a sampler ended early, with code ${code}`)),
    );
  });
}

const given = (workerData as { readonly passages?: Task } | null)?.passages;
if (!isMainThread && given !== undefined)
  parentPort?.postMessage(samplePassages(given.graph, given.runs, given.disabled));
