// SPDX-License-Identifier: Apache-2.0
// Runs of playbooks on this machine: a log in the folder of the data, and a played world for each simulated run.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EventLog, EventLogError } from '../../core/ports/index.ts';
import {
  callHttp,
  isThere,
  openSqliteEventLog,
  pauseFor,
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
  type PlanMeans,
  type Playbook,
  RunError,
  type RunPorts,
  type RunState,
  readOperator,
  readRuns,
  type Signer,
  signatureFaults,
  simulatedAdapter,
  World,
  type WorldStore,
  withSignatures,
} from '../../respond/index.ts';
import { sigmaSearch, signedIn, signersIn } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readBytes, requirePack, tell } from '../input.ts';
import { nearHint } from '../near.ts';

const LOG = 'playbook-runs.db';
const WORLDS = 'playbook-worlds';
const OPERATOR = 'operator.yaml';

/** A run is over after days; what it did is known for good. Ten years, in milliseconds. */
const DEDUPE_MS = 315_360_000_000;

const MAX_WAIT_S = 86_400;

/** @throws Failure 4 when there is no log and none is to be made; 2, 3, 4 or 6 for what a run refuses. */
export async function withRuns<T>(
  call: Call,
  create: boolean,
  work: (log: EventLog, runs: ReadonlyMap<string, RunState>) => Promise<T>,
): Promise<T> {
  const folder = dataFolder(call);
  const file = join(folder, LOG);
  if (!create && !isThere(file))
    throw new Failure(
      EXIT.nothing,
      `There is no run in ${call.options.text('data')}`,
      'ensuresec respond run PLAYBOOK begins one',
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const log = await openSqliteEventLog(file, { dedupeWindowMs: DEDUPE_MS });
    try {
      return await work(log, await readRuns(log));
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof RunError) throw failureOf(error);
    throw error instanceof EventLogError
      ? new Failure(EXIT.runtime, error.message, 'While one command goes on with runs, others wait for it')
      : error;
  }
}

function failureOf({ code, message }: RunError): Failure {
  return new Failure({ refused: EXIT.usage, unknown: EXIT.nothing, io: EXIT.runtime }[code], message);
}

function dataFolder(call: Call): string {
  return resolve(call.io.cwd, call.options.text('data') ?? '.');
}

/** @throws Failure 4. */
export function runNamed(runs: ReadonlyMap<string, RunState>, named: string): RunState {
  const found = runs.get(named);
  if (found?.started !== undefined) return found;
  const all = [...runs.values()].filter(({ started }) => started !== undefined).map(({ run }) => run);
  throw new Failure(
    EXIT.nothing,
    `There is no run ${named}`,
    all.length === 0
      ? 'ensuresec respond run PLAYBOOK begins one'
      : nearHint(named, all, `There are ${all.slice(-10).join(', ')}`),
  );
}

/** What a run gets: in a simulation a played world that does everything, else what the operator allows. */
export function portsFor(call: Call, log: EventLog, run: string, simulated: boolean): RunPorts {
  const operator = operatorOf(call) ?? NO_OPERATOR;
  const secrets = secretsOf(call, operator);
  // In a simulation nobody is asked for an approval: the report says what would be asked.
  const approvals = simulated ? { none: 0, change: 0, destructive: 0 } : operator.policy.approvals;
  return {
    log,
    clock: simulated ? playedClock(call.io.clock) : systemRunClock(waitOf(call) * 1000, call.io.clock),
    adapters: simulated ? [simulatedAdapter(worldOf(call, run))] : adaptersOf(call, operator, secrets),
    policy: { ...operator.policy, approvals },
    secrets,
    signers: () => signersOf(call, operator),
    actor: actorOf(call),
  };
}

function secretsOf(call: Call, operator: Operator): RunPorts['secrets'] {
  return operatorSecrets(operator.secrets, (place) => {
    const value = 'env' in place ? call.io.env[place.env] : firstLine(call, place.file);
    if (value === undefined || value === '')
      throw new Error('env' in place ? `${place.env} is not set` : `${place.file} is empty`);
    return value;
  });
}

function adaptersOf(call: Call, operator: Operator, secrets: RunPorts['secrets']): RunPorts['adapters'] {
  const notSent = (reason: string) => new NotSent(reason);
  return liveAdapters(operator, {
    secrets,
    send: (request) => callHttp(request, notSent),
    run: (called, signal) => runProgram(called, signal, notSent),
    pause: pauseFor,
    sigma: sigmaSearch({
      data: dataFolder(call),
      policy: operator.sigma,
      pack: () => requirePack(call, call.options.text('pack') ?? DEFAULT_PACK),
    }),
  });
}

/** What a dry run says with: what the operator allows here, where there is a file of his. */
export function planMeans(call: Call): PlanMeans | undefined {
  const operator = operatorOf(call);
  if (operator === undefined) return undefined;
  const secrets = secretsOf(call, operator);
  return { adapters: adaptersOf(call, operator, secrets), isSecret: secrets.has };
}

/** With the signatures that it has in the folder of the data, and why it may not run in earnest all the same. */
export function asSigned(
  call: Call,
  playbooks: readonly Playbook[],
): { readonly playbooks: readonly Playbook[]; readonly faults: readonly string[] } {
  return refusing(() => {
    const signers = signersOf(call, operatorOf(call) ?? NO_OPERATOR);
    const signed = signers.length === 0 ? [] : signedIn(dataFolder(call));
    const found = playbooks.map((each) => withSignatures(each, signed));
    return { playbooks: found, faults: signatureFaults(found, signers) };
  });
}

/** Keys of the file of the operator, in the folder of the data, and those of the command line. */
function signersOf(call: Call, { signedBy }: Operator): readonly Signer[] {
  return [
    ...signersIn(dataFolder(call), signedBy),
    ...call.options.list('require-signature').map((name) => ({
      name,
      pem: new TextDecoder().decode(readBytes(call, name)),
    })),
  ];
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RunError ? failureOf(error) : error;
  }
}

/** In a simulation a delay is over at once, and nothing takes long. */
function playedClock(now: () => number): RunPorts['clock'] {
  let ahead = 0;
  return {
    now: () => now() + ahead,
    until: async (due) => {
      ahead = Math.max(ahead, due - now());
      return true;
    },
    alarm: () => ({ signal: new AbortController().signal, end: () => undefined }),
  };
}

/** @throws Failure 2. */
function waitOf(call: Call): number {
  const typed = call.options.text('wait') ?? '60';
  const seconds = Number(typed);
  if (/^\d{1,5}$/.test(typed) && seconds <= MAX_WAIT_S) return seconds;
  throw new Failure(EXIT.usage, `Cannot use --wait ${typed}: expected whole seconds, at most ${MAX_WAIT_S}`);
}

/** The file that is named, else the one in the folder of the data; without one, playbooks only ask persons. */
function operatorOf(call: Call): Operator | undefined {
  const standard = join(call.options.text('data') ?? '.', OPERATOR);
  const file =
    call.options.text('operator') ?? (existsSync(resolve(call.io.cwd, standard)) ? standard : undefined);
  return file === undefined
    ? undefined
    : tell(call, readOperator(readBytes(call, file), file), `the file of the operator ${file}`);
}

function firstLine(call: Call, file: string): string | undefined {
  return new TextDecoder()
    .decode(readBytes(call, resolve(dataFolder(call), file)))
    .split(/\r?\n/)[0]
    ?.trim();
}

function worldFile(call: Call, run: string): string {
  return join(dataFolder(call), WORLDS, `${run}.json`);
}

/** The world of a run, as it is on disk. @throws Failure 3 for one that cannot be read. */
function worldOf(call: Call, run: string): WorldStore {
  const file = worldFile(call, run);
  return {
    read: () => (existsSync(file) ? readWorld(call, file) : EMPTY_WORLD),
    write: (world) => {
      mkdirSync(join(dataFolder(call), WORLDS), { recursive: true, mode: 0o700 });
      writeWhole(file, JSON.stringify(world), true);
    },
  };
}

/** Puts the world that a person describes under a new run. */
export function beginWorld(call: Call, run: string, file: string | undefined): void {
  if (file !== undefined) worldOf(call, run).write(readWorld(call, file));
}

function readWorld(call: Call, file: string): World {
  const parsed = World.safeParse(jsonIn(new TextDecoder().decode(readBytes(call, file))));
  if (parsed.success) return parsed.data;
  throw new Failure(
    EXIT.invalid,
    `Cannot read ${file} as a world: ${parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; ')}`,
    'It is JSON with resources (path: value) and answers (step: [{variable: value}])',
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
