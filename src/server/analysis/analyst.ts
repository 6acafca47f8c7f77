// SPDX-License-Identifier: Apache-2.0
// Analysis on a thread of its own, started when there is something to ask and ended when there is nothing for a while: an
// analysis takes seconds, and its memory is not wanted in between.
import { parentPort, workerData } from 'node:worker_threads';
import { analyse, compileRules, type Report } from '../../analyse/index.ts';
import { hasErrors, type Problem } from '../../core/problem.ts';
import { loadModel, type Pack, resolvePack } from '../../model/index.ts';
import type { RuleFile } from '../../monitor/index.ts';
import { shelfReader } from '../../platform/index.ts';
import { type Recipe, RecipeError } from '../detect/recipe.ts';
import { answerCalls, type OneThread, startCalls } from '../thread-call.ts';
import { createTurns, type Turn } from './turns.ts';

export interface Analyst {
  /** What is wrong with a model; its uses of the pack too. */
  problemsOf(model: RuleFile): Promise<readonly Problem[]>;
  /** @throws RecipeError when the model cannot be used. */
  report(model: RuleFile, today: string): Promise<Report>;
  /**
   * How verdicts turn when other steps count as taken.
   *
   * @throws RecipeError when the model cannot be used.
   */
  turns(
    model: RuleFile,
    today: string,
    from: readonly string[],
    to: readonly string[],
  ): Promise<readonly Turn[]>;
  close(): Promise<void>;
}

type Request =
  | { readonly ask: 'problems'; readonly model: RuleFile }
  | { readonly ask: 'report'; readonly model: RuleFile; readonly today: string }
  | {
      readonly ask: 'turns';
      readonly model: RuleFile;
      readonly today: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    };

const IDLE_MS = 30_000;

export function createAnalyst(pack: Recipe['pack']): Analyst {
  let thread: OneThread<Request> | undefined;
  let asked = 0;
  let idle: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    const ending = thread;
    thread = undefined;
    await ending?.end();
  };
  const ask = async (request: Request): Promise<unknown> => {
    clearTimeout(idle);
    asked++;
    try {
      if (thread?.isAlive() !== true) thread = startOne(pack);
      return await thread.ask(request);
    } finally {
      if (--asked === 0) idle = setTimeout(() => void end(), IDLE_MS).unref();
    }
  };
  return {
    problemsOf: async (model) => (await ask({ ask: 'problems', model })) as readonly Problem[],
    report: async (model, today) => (await ask({ ask: 'report', model, today })) as Report,
    turns: async (model, today, from, to) =>
      (await ask({ ask: 'turns', model, today, from, to })) as readonly Turn[],
    close: async () => {
      clearTimeout(idle);
      await end();
    },
  };
}

function startOne(pack: Recipe['pack']): OneThread<Request> {
  return startCalls<Request>({
    module: import.meta.url,
    data: { analysis: pack },
    name: 'thread of the analysis',
    failure: (message, problems) =>
      problems === undefined ? new Error(message) : new RecipeError(message, problems),
  });
}

/** The same in this thread; what the other side runs. */
export function answerAnalysis(place: Recipe['pack']): (request: Request) => unknown {
  let known: Pack | undefined;
  const turnsOf = createTurns();
  return (request) => {
    known ??= usable(resolvePack(place.id, shelfReader(place.shelves)), `the pack ${place.id}`);
    const { name, bytes } = request.model;
    const loaded = loadModel(bytes, name, known);
    if (request.ask === 'problems') return loaded.problems;
    const input = {
      loaded: usable(loaded, `the model ${name}`),
      pack: known,
      compiled: usable(compileRules(known), `the rules of the pack ${known.id}`),
      today: request.today,
    };
    return request.ask === 'report' ? analyse(input).report : turnsOf(input, request.from, request.to);
  };
}

function usable<T>(
  { value, problems }: { readonly value?: T; readonly problems: readonly Problem[] },
  what: string,
): T {
  if (value === undefined || hasErrors(problems)) throw new RecipeError(`Cannot use ${what}`, problems);
  return value;
}

const given = (workerData as { readonly analysis?: Recipe['pack'] } | null)?.analysis;
if (parentPort !== null && given !== undefined) answerCalls(answerAnalysis(given));
