// SPDX-License-Identifier: Apache-2.0
// One place where a run lives and is killed: a folder, counterparts, a process, and the person who is asked.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Book, certaintyOf, effectOf, operatorOf, playbooksOf } from './books.ts';
import type { Answers, Asked, Ended, Order, Said } from './child.ts';
import { type Counterparts, copyStore, type Kept, startCounterparts } from './counterparts.ts';

/** A run as it is on disk and at the other end, and which of its effects were in doubt so far. */
export interface Moment {
  readonly kept: Kept;
  /** Folder with a copy of the store. */
  readonly store: string;
  readonly doubtful: readonly string[];
}

export interface Life {
  /** Undefined when the process was killed. */
  readonly ended: Ended | undefined;
  /** Every write of this life, by the side that makes it: where it can be killed. */
  readonly writes: readonly string[];
  readonly kept: Kept;
  readonly doubtful: readonly string[];
}

export interface Cell {
  /** Lives from a moment, or from the beginning, until it is over or killed at a write. */
  live(from: Moment | undefined, deadly?: string): Promise<Life>;
  /** Keeps what the last life has left, under a name. */
  keep(name: string, life: Life): Moment;
  close(): void;
}

export async function openCell(folder: string, program: string, book: Book, isLate = false): Promise<Cell> {
  mkdirSync(path.join(folder, 'tmp'), { recursive: true });
  const others = await startCounterparts(folder);
  const processes = warmProcesses(program, folder);
  const order = { folder, playbooks: playbooksOf(book, others), operator: operatorOf(book, others), isLate };
  return {
    live: (from, deadly) => {
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(path.join(folder, `runs.db${suffix}`), { force: true });
      if (from !== undefined) copyStore(from.store, folder);
      others.put(from?.kept ?? { effects: [], ids: {} });
      return lived({ ...order, deadly }, others, processes, from?.doubtful ?? []);
    },
    keep: (name, { kept, doubtful }) => {
      const store = path.join(folder, 'moments', name);
      rmSync(store, { recursive: true, force: true });
      mkdirSync(store, { recursive: true });
      copyStore(folder, store);
      return { kept, store, doubtful };
    },
    close: () => {
      processes.close();
      others.close();
    },
  };
}

interface Processes {
  /** The one that lives, or one that has begun in the meantime. */
  take(): ChildProcess;
  /** It is dead. */
  bury(): void;
  close(): void;
}

/** The next process begins while the one before it lives. */
function warmProcesses(program: string, folder: string): Processes {
  const begin = (): ChildProcess =>
    fork(program, {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, TMPDIR: path.join(folder, 'tmp') },
    });
  let living: ChildProcess | undefined;
  let next = begin();
  return {
    take: () => {
      if (living !== undefined) return living;
      living = next;
      next = begin();
      return living;
    },
    bury: () => {
      living = undefined;
    },
    close: () => {
      for (const each of [living, next]) each?.kill('SIGKILL');
    },
  };
}

async function lived(
  order: Order,
  others: Counterparts,
  processes: Processes,
  before: readonly string[],
): Promise<Life> {
  const child = processes.take();
  const { effects: had } = others.kept();
  others.arm(order.deadly, () => child.kill('SIGKILL'));
  const doubtful = new Set(before);
  const ended = await new Promise<Ended | undefined>((resolve, reject) => {
    const hear = (said: Said): void => {
      if (said.said === 'begun') for (const key of said.doubtful) doubtful.add(key);
      else if (said.said === 'waiting') child.send(answersTo(said.asked, others));
      else end(() => resolve(said.ended));
    };
    const die = (code: number | null, signal: string | null): void =>
      end(() => {
        processes.bury();
        if (signal === 'SIGKILL') resolve(undefined);
        else reject(new Error(`The process ended with ${code ?? signal}`));
      });
    const end = (then: () => void): void => {
      child.off('message', hear).off('exit', die);
      then();
    };
    child.on('message', hear).on('exit', die).send(order);
  });
  if (ended === undefined) await others.still();
  const kept = others.kept();
  const done = newIn(kept.effects, had).flatMap((each) => [`before ${each}`, `after ${each}`]);
  return { ended, kept, doubtful: [...doubtful], writes: [...(ended?.writes ?? []), ...new Set(done)] };
}

/** What a person does alone is no write of the run. */
function newIn(now: readonly string[], had: readonly string[]): readonly string[] {
  const left = [...had];
  return now.filter((each) => {
    const at = left.indexOf(each);
    if (at !== -1) left.splice(at, 1);
    return at === -1 && each !== 'by hand';
  });
}

/** The person looks at the other end, and says what is there; what they are to do themselves, they do once. */
function answersTo(asked: readonly Asked[], others: Counterparts): Answers {
  return Object.fromEntries(
    asked.map(({ key, name, text, wait }) => {
      const effect = effectOf(name, text);
      const isThere = () => others.kept().effects.includes(effect);
      if (wait === 'approval') return [key, { answer: 'approved', values: {} }];
      if (name === 'manual' && !isThere()) others.byHand(effect);
      const [, left] = /\bloop.(\d+)$/.exec(effect) ?? [];
      const values = left === undefined ? {} : { __left__: String(Number(left) - 1) };
      return [key, isThere() ? { answer: 'done', values } : { answer: 'again', values: {} }];
    }),
  );
}

/** What is wrong with a run that is over, in sentences. */
export function faultsOf(
  book: Book,
  wanted: Readonly<Record<string, number>>,
  life: Life,
): readonly string[] {
  const { ended, kept, doubtful } = life;
  if (ended?.status !== 'success') return [`It ended with ${ended?.status ?? 'a death'}`];
  const counts = new Map<string, number>();
  for (const each of kept.effects) counts.set(each, (counts.get(each) ?? 0) + 1);
  // What may be done again is one effect, however often.
  if (counts.has('set again')) counts.set('set again', 1);
  const names = new Set([...Object.keys(wanted), ...counts.keys()]);
  const blind = ended.effects.filter(({ certainty }) => certainty === 'blind');
  return [
    ...[...names].flatMap((name) => {
      const [is = 0, should = 0] = [counts.get(name), wanted[name]];
      if (is === should) return [];
      return [`${name} took place ${is} times: ${is < should ? 'lost' : 'doubled'}`];
    }),
    ...ended.effects
      .filter(({ name, certainty }) => certainty !== certaintyOf(book, name))
      .map(({ name, certainty }) => `${name} is ${certainty}`),
    ...ended.effects
      .filter(({ isParked, certainty, name }) => isParked && certainty !== 'blind' && name !== 'manual')
      .map(({ name }) => `${name} was put before a person, and one could know`),
    ...blind
      .filter(({ key, isParked }) => isParked !== doubtful.includes(key))
      .map(({ name, isParked }) => `${name} was ${isParked ? '' : 'not '}put before a person`),
  ];
}
