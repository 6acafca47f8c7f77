// SPDX-License-Identifier: Apache-2.0
// Detection on a thread of its own: building the automata of thousands of rules, and running them, holds up nobody who
// sends events. Works in the compiled program only: Node 20 does not run TypeScript.
import { parentPort, workerData } from 'node:worker_threads';
import type { LogRecord } from '../../core/ports/index.ts';
import type { Problem } from '../../core/problem.ts';
import { forgetPacks } from '../../model/index.ts';
import { collectWhenIdle } from '../../platform/index.ts';
import { answerCalls, type OneThread, startCalls } from '../thread-call.ts';
import { createDetection, type Detection, type Found, type IncidentQuery } from './detection.ts';
import { type Prepared, prepare, type Recipe, RecipeError } from './recipe.ts';
import type { Taken } from './taken.ts';

/** A `Detection` that answers later, and can be begun anew. */
export interface Detecting {
  /** Begins, or begins anew, from what `save` gave. */
  open(saved: Uint8Array | undefined): Promise<void>;
  detect(records: readonly LogRecord[]): Promise<Found>;
  settle(now: number): Promise<Found>;
  save(): Promise<Uint8Array>;
  incidents(query: IncidentQuery): Promise<string>;
  taken(): Promise<readonly Taken[]>;
  close(): Promise<void>;
}

type Request =
  | { readonly ask: 'prepare' }
  | { readonly ask: 'open'; readonly saved: Uint8Array | undefined }
  | { readonly ask: 'detect'; readonly records: readonly LogRecord[] }
  | { readonly ask: 'settle'; readonly now: number }
  | { readonly ask: 'save' }
  | { readonly ask: 'taken' }
  | { readonly ask: 'incidents'; readonly query: IncidentQuery };

/**
 * Starts the thread and compiles what is watched for.
 *
 * @throws RecipeError when there is nothing to run.
 */
export async function startDetecting(
  recipe: Recipe,
): Promise<{ readonly detecting: Detecting; readonly problems: readonly Problem[] }> {
  let thread = startOne(recipe);
  let problems: readonly Problem[];
  try {
    problems = (await thread.ask({ ask: 'prepare' })) as readonly Problem[];
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    problems,
    detecting: {
      open: async (saved) => {
        // One that died is replaced; its rules are compiled anew and its state is the one that was stored last.
        if (!thread.isAlive()) thread = startOne(recipe);
        await thread.ask({ ask: 'open', saved });
      },
      detect: async (records) => (await thread.ask({ ask: 'detect', records })) as Found,
      settle: async (now) => (await thread.ask({ ask: 'settle', now })) as Found,
      taken: async () => (await thread.ask({ ask: 'taken' })) as readonly Taken[],
      save: async () => (await thread.ask({ ask: 'save' })) as Uint8Array,
      incidents: async (query) => (await thread.ask({ ask: 'incidents', query })) as string,
      close: () => thread.end(),
    },
  };
}

function startOne(recipe: Recipe): OneThread<Request> {
  return startCalls<Request>({
    module: import.meta.url,
    data: { detection: recipe },
    name: 'thread of detection',
    failure: (message, problems) =>
      problems === undefined ? new Error(message) : new RecipeError(message, problems),
  });
}

/** The other side: answers one request after the other. */
function serve(recipe: Recipe): void {
  let prepared: Prepared | undefined;
  let detection: Detection | undefined;
  const answer = (request: Request): unknown => {
    prepared ??= prepare(recipe);
    if (request.ask === 'prepare') {
      forgetPacks();
      return prepared.problems;
    }
    if (request.ask === 'open') {
      detection = createDetection(prepared, request.saved);
      detection.warm();
      return undefined;
    }
    if (detection === undefined) throw new Error('Detection is starting');
    switch (request.ask) {
      case 'detect':
        return detection.detect(request.records);
      case 'settle':
        return detection.settle(request.now);
      case 'save':
        return detection.save();
      case 'taken':
        return detection.taken();
      case 'incidents':
        return detection.incidents(request.query);
    }
  };
  answerCalls(answer);
  collectWhenIdle();
}

const given = (workerData as { readonly detection?: Recipe } | null)?.detection;
if (parentPort !== null && given !== undefined) serve(given);
