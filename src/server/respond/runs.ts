// SPDX-License-Identifier: Apache-2.0
// Runs of playbooks: what somebody says is on disk before it is acknowledged, then the run goes on by itself as far as it
// gets. After a restart all that are open go on from their events.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog } from '../../core/ports/index.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal, openSqliteEventLog } from '../../platform/index.ts';
import {
  type Answer,
  answerEffect,
  approveEffect,
  beginRun,
  type Effect,
  expired,
  goOn,
  type Playbook,
  RunError,
  type RunPorts,
  type RunState,
  readRuns,
  runReport,
  stopRun,
  undoEffect,
} from '../../respond/index.ts';
import { runPorts } from './run-ports.ts';

export interface RunsOptions {
  /** Folder of the data. */
  readonly data: string;
  readonly pack: Pack;
  readonly time: () => number;
  /** A run has changed. */
  readonly onChange: (run: string) => void;
  readonly onTrouble: (why: string) => void;
}

export interface StartRequest {
  readonly run: string;
  readonly playbook: Playbook;
  readonly library: readonly Playbook[];
  readonly values: Readonly<Record<string, string>>;
  readonly simulated: boolean;
}

/** Every call: @throws HttpRefusal 404, 409. What it wrote is on disk when it resolves. */
export interface Runs {
  all(): Promise<readonly RunState[]>;
  get(run: string): Promise<RunState>;
  /**
   * A run of this id that is there already stays as it is, when it is of the same playbook and as much in earnest.
   *
   * @param announce Writes down whose run it is, before it begins; what it wrote before it does not write again. Starts of
   * the same run wait for each other, so that it is never under way twice. What it throws keeps the run from beginning.
   */
  start(request: StartRequest, actor: string, announce: () => Promise<void>): Promise<RunState>;
  approve(run: string, number: number, actor: string): Promise<RunState>;
  answer(run: string, number: number, answer: Answer, actor: string): Promise<RunState>;
  undo(run: string, number: number, actor: string): Promise<RunState>;
  stop(run: string, reason: string, actor: string): Promise<RunState>;
  close(): Promise<void>;
}

const LOG = 'playbook-runs.db';
/** What a run did is known for good. Ten years. */
const DEDUPE_MS = 315_360_000_000;
const TICK_MS = 1000;
/** Who goes on with a run when nobody asked for it. */
const SERVER = 'ensuresec';

interface Held {
  readonly log: EventLog;
  readonly states: Map<string, RunState>;
}

/** Goes on at once with what is open. */
export function openRuns(options: RunsOptions): Runs {
  const engine = createEngine(options);
  const { use, goesOn, turns, portsFor, stopped } = engine;
  /** Says something about a run, then lets it go on. */
  const say = async (
    run: string,
    work: (state: RunState, held: Held) => Promise<unknown>,
  ): Promise<RunState> => {
    const held = await use();
    const state = startedIn(held, run);
    await refusing(() => work(state, held));
    goesOn(held, state);
    return state;
  };
  return {
    all: async () => {
      if (!engine.isThere()) return [];
      return [...(await use()).states.values()].filter(({ started }) => started !== undefined);
    },
    get: async (run) => startedIn(await use(), run),
    start: (request, actor, announce) => start(options, engine, { request, actor, announce }),
    approve: (run, number, actor) =>
      say(run, async (state, held) =>
        approveEffect(state, effectOf(state, number), portsFor(held, state, actor)),
      ),
    answer: (run, number, answer, actor) =>
      say(run, async (state, held) =>
        answerEffect(state, effectOf(state, number), answer, portsFor(held, state, actor)),
      ),
    undo: (run, number, actor) =>
      say(run, (state, held) =>
        turns.after(run, async () =>
          undoEffect(state, effectOf(state, number), portsFor(held, state, actor)),
        ),
      ),
    stop: (run, reason, actor) =>
      say(run, async (state, held) => {
        stopped.add(run);
        try {
          await turns.after(run, async () => stopRun(state, reason, portsFor(held, state, actor)));
        } catch (error) {
          // It was not stopped, so it does not stand still.
          stopped.delete(run);
          goesOn(held, state);
          throw error;
        }
      }),
    close: engine.close,
  };
}

interface Beginning {
  readonly request: StartRequest;
  readonly actor: string;
  readonly announce: () => Promise<void>;
}

/** One run of an id, however often and at once it is asked for. */
async function start(
  { data, pack, time }: RunsOptions,
  { use, turns, goesOn }: Engine,
  { request, actor, announce }: Beginning,
): Promise<RunState> {
  const held = await use();
  return turns.after(request.run, async () => {
    const known = held.states.get(request.run);
    const isThere = known?.started !== undefined;
    if (isThere) sameRun(known, request);
    // First whose run it is: a run that nobody knows of would be worse than one that did not begin.
    await announce();
    if (isThere) return known;
    const party = { run: request.run, simulated: request.simulated, actor, isStopped: () => false };
    const state = await refusing(async () =>
      beginRun(request, runPorts({ data, pack, log: held.log, time }, party)),
    );
    held.states.set(request.run, state);
    goesOn(held, state);
    return state;
  });
}

interface Engine {
  /** Whether anything was ever run. */
  isThere(): boolean;
  use(): Promise<Held>;
  /** Carries a run on as far as it gets, when what was given before has ended. */
  goesOn(held: Held, state: RunState): void;
  portsFor(held: Held, state: RunState, actor: string): RunPorts;
  readonly turns: Turns;
  /** Runs that somebody stops. */
  readonly stopped: Set<string>;
  close(): Promise<void>;
}

function createEngine({ data, pack, time, onChange, onTrouble }: RunsOptions): Engine {
  const file = join(data, LOG);
  const stopped = new Set<string>();
  const due = new Map<string, number>();
  const turns = createTurns();
  let isClosing = false;
  let opening: Promise<Held> | undefined;
  const portsFor = ({ log }: Held, { run, started }: RunState, actor: string): RunPorts => {
    const isStopped = (): boolean => isClosing || stopped.has(run);
    const party = { run, simulated: started?.simulated ?? false, actor, isStopped };
    return runPorts({ data, pack, log, time }, party);
  };
  const goesOn = (held: Held, state: RunState): void => {
    due.delete(state.run);
    void turns
      .after(state.run, async () => {
        if (!isClosing) await advance(state, portsFor(held, state, SERVER), time());
      })
      .catch((error: unknown) => onTrouble(`The run ${state.run} waits: ${sentence(error)}`))
      .finally(() => {
        const next = runReport(state, time())?.due;
        if (next !== undefined) due.set(state.run, Date.parse(next));
        onChange(state.run);
      });
  };
  const open = async (): Promise<Held> => {
    const log = await openSqliteEventLog(file, { dedupeWindowMs: DEDUPE_MS });
    const held = { log, states: new Map(await readRuns(log)) };
    for (const state of held.states.values()) if (isOpen(state, time())) goesOn(held, state);
    return held;
  };
  const use = (): Promise<Held> => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw new HttpRefusal(503, `The log of runs cannot be opened: ${sentence(error)}`, 5000);
    });
    return opening;
  };
  const tick = (held: Held): void => {
    for (const [run, at] of due) {
      const state = held.states.get(run);
      if (at <= time() && state !== undefined) goesOn(held, state);
    }
  };
  const timer = setInterval(() => void opening?.then(tick, () => undefined), TICK_MS).unref();
  if (existsSync(file)) use().catch((error: unknown) => onTrouble(sentence(error)));
  return {
    ...{ use, goesOn, portsFor, turns, stopped },
    isThere: () => opening !== undefined || existsSync(file),
    close: async () => {
      isClosing = true;
      clearInterval(timer);
      const held = await opening?.catch(() => undefined);
      await turns.done();
      await held?.log.close();
    },
  };
}

/** What has expired first: it was to hold no longer. An undo that fails stays for a person. */
async function advance(state: RunState, ports: RunPorts, now: number): Promise<void> {
  for (const effect of expired(state, now)) await undoEffect(state, effect, { ...ports, actor: 'time' });
  if (state.ended === undefined) await goOn(state, ports);
}

/** It goes on by itself, or something of it is to be taken back some time. */
function isOpen(state: RunState, now: number): boolean {
  if (state.started === undefined) return false;
  return (
    state.ended === undefined || expired(state, now).length > 0 || runReport(state, now)?.due !== undefined
  );
}

/** @throws HttpRefusal 409 when what is asked is another run than the one that has the id. */
function sameRun({ run, started }: RunState, { playbook, simulated }: StartRequest): void {
  if (started?.title === playbook.name && started.simulated === simulated) return;
  const kind = started?.simulated === true ? 'a rehearsal' : 'in earnest';
  throw new HttpRefusal(
    409,
    `The run ${run} is there already: it is ${kind} and of \`${started?.title ?? ''}\`. Use another id`,
  );
}

function startedIn({ states }: Held, run: string): RunState {
  const state = states.get(run);
  if (state?.started === undefined) throw new HttpRefusal(404, 'There is no such run');
  return state;
}

function effectOf({ effects }: RunState, number: number): Effect {
  const effect = [...effects.values()][number - 1];
  if (effect === undefined)
    throw new HttpRefusal(404, `The run has no command ${number}: expected 1 to ${effects.size}`);
  return effect;
}

/** @throws HttpRefusal in the place of a RunError. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    if (error.code === 'io') throw new HttpRefusal(503, error.message, 1000);
    throw new HttpRefusal(error.code === 'unknown' ? 404 : 409, error.message);
  }
}

interface Turns {
  /** Runs when all that was given before for the same run has ended. */
  after<T>(run: string, work: () => Promise<T>): Promise<T>;
  done(): Promise<void>;
}

function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    after: (run, work) => {
      const turn = (last.get(run) ?? Promise.resolve()).then(work);
      const settled = turn.catch(() => undefined);
      last.set(run, settled);
      void settled.then(() => last.get(run) === settled && last.delete(run));
      return turn;
    },
    done: async () => {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
