// SPDX-License-Identifier: Apache-2.0
// The process that is killed: it goes on with a run on the real store, with the real adapters, and knows nothing of what is
// done at the other end. `adapter-sigkill.test.ts` makes one file of it, so that it begins in no time.
import path from 'node:path';
import type { EventLog, NewRecord } from '../../../src/core/ports/index.ts';
import { callHttp } from '../../../src/platform/call-http.ts';
import { openSqliteEventLog } from '../../../src/platform/eventlog/sqlite/index.ts';
import { pauseFor, systemRunClock } from '../../../src/platform/playbook/run-clock.ts';
import { runProgram } from '../../../src/platform/playbook/run-program.ts';
import type { Certainty } from '../../../src/respond/playbook/certainty.ts';
import { liveAdapters } from '../../../src/respond/playbook/run/adapters/live.ts';
import { NotSent } from '../../../src/respond/playbook/run/adapters/not-sent.ts';
import { answerEffect, approveEffect, waitOf } from '../../../src/respond/playbook/run/answer.ts';
import type { Operator } from '../../../src/respond/playbook/run/operator.ts';
import { NO_SECRETS, type RunPorts } from '../../../src/respond/playbook/run/ports.ts';
import { readRuns } from '../../../src/respond/playbook/run/recorder.ts';
import { beginRun, goOn } from '../../../src/respond/playbook/run/run.ts';
import type { Effect, RunState } from '../../../src/respond/playbook/run/state.ts';
import type { Playbook } from '../../../src/respond/playbook/shape/playbook.ts';

/** One life of a run. */
export interface Order {
  readonly folder: string;
  readonly playbooks: readonly [Playbook, Playbook];
  readonly operator: Operator;
  /** The write of an event before or after which the process kills itself: `before r/started`. */
  readonly deadly: string | undefined;
  /** An executor that is broken: it writes down what it intends once that has taken place. */
  readonly isLate: boolean;
}

export interface Asked {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  readonly wait: string;
}

export type Answers = Readonly<
  Record<string, { readonly answer: 'done' | 'again' | 'approved'; readonly values: Record<string, string> }>
>;

export interface Ended {
  readonly status: string | undefined;
  /** Of each effect: its name, what its intent said of a crash, and whether it was put before a person. */
  readonly effects: readonly {
    readonly key: string;
    readonly name: string;
    readonly certainty: Certainty | undefined;
    readonly isParked: boolean;
  }[];
  /** The writes of events of this life. */
  readonly writes: readonly string[];
}

export type Said =
  /** Effects that were intended in an earlier life, and have no outcome. */
  | { readonly said: 'begun'; readonly doubtful: readonly string[] }
  | { readonly said: 'waiting'; readonly asked: readonly Asked[] }
  | { readonly said: 'over'; readonly ended: Ended };

const RUN = 'r';
/** Ten years, as the command has it. */
const DEDUPE_MS = 315_360_000_000;

const say = (said: Said): void => {
  process.send?.(said);
};

process.on('message', (message: Order | Answers) => {
  if ('folder' in message) void live(message as Order);
});

async function live(order: Order): Promise<void> {
  const log = await openSqliteEventLog(path.join(order.folder, 'runs.db'), { dedupeWindowMs: DEDUPE_MS });
  const writes: string[] = [];
  const ports = portsFor(order, watched(log, order, writes));
  const before = (await readRuns(log)).get(RUN);
  const open = [...(before?.effects.values() ?? [])].filter(
    ({ intent, outcome, parked }) => intent !== undefined && outcome === undefined && parked === undefined,
  );
  say({ said: 'begun', doubtful: open.map(({ key }) => key) });
  const [playbook, called] = order.playbooks;
  const request = { run: RUN, playbook, library: [called], values: {}, simulated: true };
  const state = before?.started === undefined ? await beginRun(request, ports) : before;
  while ((await goOn(state, ports)) === 'waiting') await heard(state, ports);
  await log.close();
  say({ said: 'over', ended: endedOf(state, writes) });
}

function portsFor({ operator }: Order, log: EventLog): RunPorts {
  const notSent = (reason: string) => new NotSent(reason);
  return {
    log,
    clock: systemRunClock(60_000, Date.now),
    adapters: liveAdapters(operator, {
      secrets: NO_SECRETS,
      send: (request) => callHttp(request, notSent),
      run: (call, signal) => runProgram(call, signal, notSent),
      pause: pauseFor,
      sigma: { places: ['events'], search: async () => ({ events: 0, hits: 0, first: [] }) },
    }),
    policy: operator.policy,
    secrets: NO_SECRETS,
    signers: () => [],
    actor: 'maria',
  };
}

/** A log at whose writes the process dies. */
function watched(log: EventLog, { deadly, isLate }: Order, writes: string[]): EventLog {
  const at = (write: string): void => {
    writes.push(write);
    if (write === deadly) process.kill(process.pid, 'SIGKILL');
  };
  const held: NewRecord[] = [];
  const append: EventLog['append'] = async (batch) => {
    if (isLate && batch.records.some(({ body }) => JSON.parse(body).kind === 'intent')) {
      held.push(...batch.records);
      return { status: 'stored', stored: batch.records.length, duplicates: 0 };
    }
    const records = [...held.splice(0), ...batch.records];
    const id = batch.records.map(nameOf).join();
    at(`before ${id}`);
    const appended = await log.append({ ...batch, records });
    at(`after ${id}`);
    return appended;
  };
  return { ...log, append };
}

/** The same wherever it takes place: the digest of a playbook has ports in it. */
function nameOf({ id, body }: NewRecord): string {
  const { kind, playbook } = JSON.parse(body) as { kind: string; playbook?: { name: string } };
  return kind === 'playbook' ? `r/playbook/${playbook?.name}` : id;
}

/** Whoever is asked answers, and two persons approve. */
async function heard(state: RunState, ports: RunPorts): Promise<void> {
  const waiting = [...state.effects.values()].flatMap((effect) => {
    const wait = waitOf(effect);
    return wait === undefined ? [] : [{ effect, wait }];
  });
  const answers = answered();
  say({ said: 'waiting', asked: waiting.map(({ effect, wait }) => ({ ...askedOf(effect), wait })) });
  const said = await answers;
  for (const { effect } of waiting) {
    const { answer, values = {} } = said[effect.key] ?? {};
    if (answer === 'approved')
      for (const actor of ['maria', 'jon'])
        if (waitOf(effect) === 'approval' && !effect.approvedBy.has(actor))
          await approveEffect(state, effect, { ...ports, actor });
    if (answer === 'done' || answer === 'again')
      await answerEffect(state, effect, { answer, values, note: '' }, ports);
  }
}

function askedOf({ key, work }: Effect) {
  return { key, name: work.name, text: work.command.text };
}

function answered(): Promise<Answers> {
  return new Promise((resolve) => process.once('message', (message) => resolve(message as Answers)));
}

function endedOf({ ended, effects, events }: RunState, writes: readonly string[]): Ended {
  const parked = new Set(events.flatMap((each) => (each.kind === 'parked' ? [each.key] : [])));
  const intents = new Map(
    events.flatMap((each) => (each.kind === 'intent' ? [[each.key, each.certainty]] : [])),
  );
  return {
    status: ended?.status,
    effects: [...effects.values()].map(({ key, work }) => ({
      ...{ key, name: work.name, certainty: intents.get(key) },
      isParked: parked.has(key),
    })),
    writes,
  };
}
