// SPDX-License-Identifier: Apache-2.0
// From alerts to the verdict: steps that incidents show to be taken count as facts of the model until the incidents are
// closed, and verdicts that turn are stored, then told.
import { createHash } from 'node:crypto';
import { VERDICT_CHANGE_SCHEMA, type VerdictChangeLine } from '../../analyse/index.ts';
import type { EventLog, NewRecord } from '../../core/ports/index.ts';
import type { Taken } from '../detect/taken.ts';
import type { Detecting } from '../detect/thread.ts';
import type { Analyst } from './analyst.ts';
import type { ModelFile } from './model-file.ts';
import type { Turn } from './turns.ts';

export interface Turned {
  readonly changes: readonly VerdictChangeLine[];
  readonly titles: readonly string[];
}

export interface FollowOptions {
  readonly detecting: Pick<Detecting, 'taken'>;
  readonly analyst: Pick<Analyst, 'turns'>;
  readonly file: ModelFile;
  /** Where changes are kept, and up to which steps they were told. */
  readonly log: Pick<EventLog, 'append' | 'commit' | 'committed' | 'status'>;
  readonly now: () => number;
  /** Told once they are on disk. */
  readonly onTurned: (turned: Turned) => void;
  readonly onTrouble: (why: string) => void;
  /** Milliseconds between two looks; a burst of alerts is looked at once. */
  readonly lookMs?: number;
}

export interface StepFollower {
  /** Something was found. */
  wake(): void;
  stop(): Promise<void>;
}

const CONSUMER = 'steps';
const LOOK_MS = 1000;

export function followSteps(options: FollowOptions): StepFollower {
  let isNews = true;
  let isStopped = false;
  let told = '';
  let working: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    isNews = false;
    try {
      await turn(options);
      told = '';
    } catch (error) {
      // Detection starts, the model is being edited or the disk is full: it is looked at again.
      isNews = true;
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told && why !== 'Detection is starting') options.onTrouble(why);
      told = why;
    }
  };
  const timer = setInterval(() => {
    if (!isNews || isStopped || working !== undefined) return;
    working = look().finally(() => {
      working = undefined;
    });
  }, options.lookMs ?? LOOK_MS).unref();
  return {
    wake: () => {
      isNews = true;
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await working;
    },
  };
}

async function turn({ detecting, analyst, file, log, now, onTurned }: FollowOptions): Promise<void> {
  const taken = await detecting.taken();
  const from = readFacts((await log.committed(CONSUMER)).state);
  const to = taken.map(({ fact }) => fact).sort();
  if (from.join() === to.join()) return;
  const time = new Date(now()).toISOString();
  const model = { name: file.name, bytes: file.read().bytes };
  const turns = await analyst.turns(model, time.slice(0, 10), from, to);
  const why = {
    time,
    taken: taken.filter(({ fact }) => !from.includes(fact)),
    withdrawn: from.filter((fact) => !to.includes(fact)),
  };
  const changes = turns.map((each) => changeOf(each, why));
  if (changes.length > 0) {
    const appended = await log.append({ records: changes.map((change) => recordOf(change, to)) });
    if (appended.status !== 'stored') throw new Error(`Cannot store verdicts: ${appended.reason}`);
    onTurned({ changes, titles: turns.map(({ title }) => title) });
  }
  const state = new TextEncoder().encode(JSON.stringify(to));
  await log.commit(CONSUMER, { offset: (await log.status()).next, state });
}

interface Why {
  readonly time: string;
  readonly taken: readonly Taken[];
  readonly withdrawn: readonly string[];
}

function changeOf({ title: _, ...turn }: Turn, { time, taken, withdrawn }: Why): VerdictChangeLine {
  return { schema: VERDICT_CHANGE_SCHEMA, time, taken, withdrawn, ...turn };
}

/** The id follows from what turned after which steps, so one that is found again after a crash is left out by the log. */
function recordOf(change: VerdictChangeLine, steps: readonly string[]): NewRecord {
  const { attack, attacker, target, before, after, newPath } = change;
  const identity = JSON.stringify([steps, attack, attacker, target, before, after, newPath]);
  const id = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  return { source: 'ensuresec', id, key: target, body: JSON.stringify(change) };
}

function readFacts(state: Uint8Array | undefined): readonly string[] {
  if (state === undefined) return [];
  try {
    return JSON.parse(new TextDecoder().decode(state)) as string[];
  } catch {
    return [];
  }
}
