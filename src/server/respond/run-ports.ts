// SPDX-License-Identifier: Apache-2.0
// What a run gets: in a rehearsal a played world that takes every command while people are asked as in earnest, else what
// the file of the operator allows.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EventLog } from '../../core/ports/index.ts';
import { hasErrors } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import {
  callHttp,
  pauseFor,
  readFileBounded,
  runProgram,
  systemRunClock,
  writeWhole,
} from '../../platform/index.ts';
import {
  EMPTY_WORLD,
  liveAdapters,
  NO_OPERATOR,
  NotSent,
  type Operator,
  operatorSecrets,
  personAdapter,
  RunError,
  type RunPorts,
  readOperator,
  simulatedAdapter,
  World,
  type WorldStore,
} from '../../respond/index.ts';
import { sigmaSearch } from './sigma-search.ts';
import { signersIn } from './trust.ts';

const WORLDS = 'playbook-worlds';
const OPERATOR_FILE = 'operator.yaml';
/** Longer delays are taken up again by the clock of the runs. */
const PATIENCE_MS = 500;

export interface PortsOptions {
  /** Folder of the data. */
  readonly data: string;
  /** What is known of events. */
  readonly pack: Pack;
  readonly log: EventLog;
  readonly time: () => number;
}

export interface RunParty {
  readonly run: string;
  readonly simulated: boolean;
  readonly actor: string;
  readonly isStopped: () => boolean;
}

/** @throws RunError `refused` when the file of the operator cannot be used. */
export function runPorts({ data, pack, log, time }: PortsOptions, party: RunParty): RunPorts {
  const { run, simulated, actor, isStopped } = party;
  const operator = operatorIn(data);
  const secrets = operatorSecrets(operator.secrets, (place) => {
    const value = 'env' in place ? process.env[place.env] : firstLine(resolve(data, place.file));
    if (value === undefined || value === '')
      throw new Error('env' in place ? `${place.env} is not set` : `${place.file} is empty`);
    return value;
  });
  const notSent = (reason: string) => new NotSent(reason);
  const live = liveAdapters(operator, {
    secrets,
    send: (request) => callHttp(request, notSent),
    run: (called, signal) => runProgram(called, signal, notSent),
    pause: pauseFor,
    sigma: sigmaSearch({ data, policy: operator.sigma, pack: () => pack }),
  });
  const played = [{ ...personAdapter, takes: isByHand }, simulatedAdapter(worldOf(data, run))];
  return {
    log,
    clock: simulated ? playedClock(time) : systemRunClock(PATIENCE_MS, time),
    adapters: simulated ? played : live,
    policy: operator.policy,
    secrets,
    signers: () => signersIn(data, operator.signedBy),
    actor,
    isStopped,
  };
}

function isByHand(type: string): boolean {
  return type === 'manual';
}

/** @throws RunError `refused` with all that is wrong with the file. */
export function operatorIn(data: string): Operator {
  const file = join(data, OPERATOR_FILE);
  if (!existsSync(file)) return NO_OPERATOR;
  const bytes = readFileBounded(file);
  const { value, problems } =
    bytes.value === undefined
      ? { value: undefined, problems: bytes.problems }
      : readOperator(bytes.value, OPERATOR_FILE);
  if (value !== undefined && !hasErrors(problems)) return value;
  const why = problems.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join('; ');
  throw new RunError('refused', `The file of the operator cannot be used: ${why}`);
}

/** In a rehearsal a delay is over at once, and nothing takes long. */
function playedClock(time: () => number): RunPorts['clock'] {
  let ahead = 0;
  return {
    now: () => time() + ahead,
    until: async (due) => {
      ahead = Math.max(ahead, due - time());
      return true;
    },
    alarm: () => ({ signal: new AbortController().signal, end: () => undefined }),
  };
}

function firstLine(file: string): string | undefined {
  const { value } = readFileBounded(file);
  return value === undefined ? undefined : new TextDecoder().decode(value).split(/\r?\n/)[0]?.trim();
}

/** The played world of a run, on disk beside it. */
function worldOf(data: string, run: string): WorldStore {
  const folder = join(data, WORLDS);
  const file = join(folder, `${run}.json`);
  return {
    read: () => {
      if (!existsSync(file)) return EMPTY_WORLD;
      const { value, problems } = readFileBounded(file);
      if (value === undefined) throw new Error(problems[0]?.message ?? `Cannot read ${file}`);
      return World.parse(JSON.parse(new TextDecoder().decode(value)));
    },
    write: (world) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeWhole(file, JSON.stringify(world), true);
    },
  };
}
