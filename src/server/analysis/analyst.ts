// SPDX-License-Identifier: Apache-2.0
// Analysis on a thread of its own, started when there is something to ask and ended when there is nothing for a while: an
// analysis takes seconds, and its memory is not wanted in between.
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { analyse, compileRules, formatGround, type Report } from '../../analyse/index.ts';
import { hasErrors, type Problem } from '../../core/problem.ts';
import { type Completion, complete, loadModel, type Pack, resolvePack } from '../../model/index.ts';
import type { RuleFile } from '../../monitor/index.ts';
import { shelfReader } from '../../platform/index.ts';
import { type Recipe, RecipeError } from '../detect/recipe.ts';
import { answerCalls, type OneThread, startCalls } from '../thread-call.ts';
import { createSimulations, type Question, type Scenario, type Simulated, scenariosIn } from './cascade.ts';
import { type Place, placeFrom } from './place.ts';
import { createTurns, type Edit, type Turn } from './turns.ts';

export interface Analyst {
  /** What is wrong with a model; its uses of the pack too. */
  problemsOf(model: RuleFile): Promise<readonly Problem[]>;
  /** What can be written at a place of a model, line and column from 1. */
  complete(model: RuleFile, line: number, column: number): Promise<Completion>;
  /** @throws RecipeError when the model cannot be used. */
  report(model: RuleFile, today: string): Promise<Reported>;
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
  /**
   * How verdicts turn with measures that are not there, and without some that are; at once when it was asked lately.
   *
   * @throws RecipeError when the model cannot be used.
   */
  trial(model: RuleFile, today: string, trial: Trial): Promise<Tried>;
  /**
   * What an attacker can do next who has these things already: `executes:web`, or a fact as the analysis writes it.
   *
   * @throws RecipeError when the model cannot be used.
   */
  place(model: RuleFile, today: string, has: readonly string[]): Promise<Place>;
  /**
   * What can happen to the model.
   *
   * @throws RecipeError when the model cannot be used.
   */
  scenarios(model: RuleFile, today: string): Promise<readonly Scenario[]>;
  /**
   * What it would cost.
   *
   * @param onProgress told how far it is, from 0 to 1.
   * @throws RecipeError when the model cannot be used.
   */
  simulate(
    model: RuleFile,
    today: string,
    question: Question,
    onProgress?: (part: number) => void,
  ): Promise<Simulated>;
  close(): Promise<void>;
}

export interface Reported {
  readonly report: Report;
  /** What `verify` checks; JSON, packed (RFC 1952): it is kept as long as the report. */
  readonly certificate: Uint8Array;
}

export interface Placed {
  readonly measure: string;
  /** Id of an element. */
  readonly on: string;
}

/** `wrong`: there is no such measure or element. */
export type Tried = { readonly turns: readonly Turn[] } | { readonly wrong: string };

export interface Trial {
  readonly add: readonly Placed[];
  readonly remove: readonly Placed[];
}

type Request =
  | { readonly ask: 'problems'; readonly model: RuleFile }
  | {
      readonly ask: 'complete';
      readonly model: RuleFile;
      readonly line: number;
      readonly column: number;
    }
  | {
      readonly ask: 'place';
      readonly model: RuleFile;
      readonly today: string;
      readonly has: readonly string[];
    }
  | { readonly ask: 'scenarios'; readonly model: RuleFile; readonly today: string }
  | {
      readonly ask: 'simulate';
      readonly model: RuleFile;
      readonly today: string;
      readonly question: Question;
    }
  | { readonly ask: 'report'; readonly model: RuleFile; readonly today: string }
  | { readonly ask: 'trial'; readonly model: RuleFile; readonly today: string; readonly trial: Trial }
  | {
      readonly ask: 'turns';
      readonly model: RuleFile;
      readonly today: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    };

/** People ask again while they look at the answer; whoever works beside them does not. */
const IDLE_MS = 30_000;
const IDLE_BESIDE_MS = 2000;
const BESIDE: ReadonlySet<Request['ask']> = new Set(['report', 'turns']);

export function createAnalyst(pack: Recipe['pack']): Analyst {
  let thread: OneThread<Request> | undefined;
  let asked = 0;
  let idle: NodeJS.Timeout | undefined;
  let wantedUntil = 0;
  const end = async (): Promise<void> => {
    const ending = thread;
    thread = undefined;
    await ending?.end();
  };
  const ask = async (request: Request, onProgress?: (part: number) => void): Promise<unknown> => {
    clearTimeout(idle);
    asked++;
    try {
      if (thread?.isAlive() !== true) thread = startOne(pack);
      return await thread.ask(request, onProgress);
    } finally {
      const now = performance.now();
      wantedUntil = Math.max(wantedUntil, now + (BESIDE.has(request.ask) ? IDLE_BESIDE_MS : IDLE_MS));
      if (--asked === 0) idle = setTimeout(() => void end(), wantedUntil - now).unref();
    }
  };
  return {
    problemsOf: async (model) => (await ask({ ask: 'problems', model })) as readonly Problem[],
    complete: async (model, line, column) =>
      (await ask({ ask: 'complete', model, line, column })) as Completion,
    report: async (model, today) => (await ask({ ask: 'report', model, today })) as Reported,
    place: async (model, today, has) => (await ask({ ask: 'place', model, today, has })) as Place,
    turns: async (model, today, from, to) =>
      (await ask({ ask: 'turns', model, today, from, to })) as readonly Turn[],
    trial: async (model, today, trial) => (await ask({ ask: 'trial', model, today, trial })) as Tried,
    scenarios: async (model, today) => (await ask({ ask: 'scenarios', model, today })) as readonly Scenario[],
    simulate: async (model, today, question, onProgress) =>
      (await ask({ ask: 'simulate', model, today, question }, onProgress)) as Simulated,
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
export function answerAnalysis(
  place: Recipe['pack'],
): (request: Request, onProgress?: (part: number) => void) => unknown {
  let known: Pack | undefined;
  const turnsOf = createTurns();
  const simulated = createSimulations();
  return (request, onProgress) => {
    known ??= usable(resolvePack(place.id, shelfReader(place.shelves)), `the pack ${place.id}`);
    const { name, bytes } = request.model;
    if (request.ask === 'complete')
      return complete(new TextDecoder().decode(bytes), request.line, request.column, known);
    const loaded = loadModel(bytes, name, known);
    if (request.ask === 'problems') return loaded.problems;
    const input = {
      loaded: usable(loaded, `the model ${name}`),
      pack: known,
      compiled: usable(compileRules(known), `the rules of the pack ${known.id}`),
      today: request.today,
    };
    if (request.ask === 'place') return placeFrom(input, request.has);
    if (request.ask === 'report') return reported(input);
    if (request.ask === 'scenarios') return scenariosIn(input);
    if (request.ask === 'simulate') return simulated(input, request.question, onProgress);
    if (request.ask === 'turns') return turnsOf(input, { add: request.from }, { add: request.to });
    return tried(request.trial, known, (edit) => turnsOf(input, {}, edit));
  };
}

function tried({ add, remove }: Trial, { words }: Pack, turnsOf: (edit: Edit) => readonly Turn[]): Tried {
  const strange = [...add, ...remove].find(({ measure }) => !words.measure.has(measure));
  if (strange !== undefined) return { wrong: `There is no measure \`${strange.measure}\` in the pack` };
  try {
    return { turns: turnsOf({ add: add.map(factOf), remove: remove.map(factOf) }) };
  } catch (error) {
    if (error instanceof TypeError) return { wrong: error.message };
    throw error;
  }
}

function reported(input: Parameters<typeof analyse>[0]): Reported {
  const { report, certificate } = analyse(input);
  return { report, certificate: gzipSync(JSON.stringify(certificate)) };
}

function factOf({ measure, on }: Placed): string {
  return formatGround('measure', [on, measure]);
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
