// SPDX-License-Identifier: Apache-2.0
// A run: begun, going on, answered, approved.
import type { Json } from '../../../core/canonical-json.ts';
import { digestJson } from '../../../core/digest.ts';
import { MAX_BODY_CHARS } from '../../../core/ports/index.ts';
import type { Playbook } from '../shape/playbook.ts';
import { signatureFaults } from '../trust.ts';
import { walkPlaybook } from './call.ts';
import { effectFaults } from './effect-extension.ts';
import type { End } from './place.ts';
import type { RunPorts } from './ports.ts';
import { RunError, recorderOf } from './recorder.ts';
import { newState, type RunState } from './state.ts';
import type { Frame } from './variables.ts';
import { walkFrom } from './walk.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface RunRequest {
  readonly run: string;
  readonly playbook: Playbook;
  /** Playbooks that it may call. */
  readonly library: readonly Playbook[];
  /** Variables that are given from outside. */
  readonly values: Readonly<Record<string, string>>;
  readonly simulated: boolean;
}

/** Everything that keeps a playbook from being run, in sentences; empty when it can. */
export function runFaults({
  playbook,
  library,
  values,
}: Omit<RunRequest, 'run' | 'simulated'>): readonly string[] {
  const all = [playbook, ...library];
  const variables = playbook.playbook_variables ?? {};
  const isExternal = (name: string) => all.some((each) => each.playbook_variables?.[name]?.external === true);
  const unknown = Object.keys(values)
    .filter((name) => !Object.hasOwn(variables, name) && !isExternal(name))
    .map((name) => `The playbook has no variable ${name}`);
  const constant = Object.keys(values)
    .filter((name) => variables[name]?.constant === true && !isExternal(name))
    .map((name) => `The variable ${name} is constant`);
  const missing = new Set(
    all.flatMap((each) =>
      neededBy(each, each === playbook ? [] : all).filter((name) => !Object.hasOwn(values, name)),
    ),
  );
  const absent = [...missing].map((name) => `The variable ${name} comes from outside and was not given`);
  const large = all
    .filter((each) => JSON.stringify(each).length > MAX_BODY_CHARS - 1000)
    .map(({ name }) => `${name} is too large for the log: at most ${MAX_BODY_CHARS} characters`);
  const revoked = playbook.revoked === true ? ['The playbook is revoked'] : [];
  return [...unknown, ...constant, ...absent, ...large, ...revoked, ...all.flatMap(effectFaults)];
}

/** Variables from outside that a playbook has no value for, and that nobody who calls it passes on (§4.5, in_args). */
function neededBy(
  { id, playbook_variables: variables = {} }: Playbook,
  callers: readonly Playbook[],
): readonly string[] {
  const passed = new Set(
    callers.flatMap(({ workflow }) =>
      Object.values(workflow).flatMap((step) =>
        step.type === 'playbook-action' && step.playbook_id === id ? (step.in_args ?? []) : [],
      ),
    ),
  );
  return Object.entries(variables)
    .filter(([name, { external, value }]) => external === true && (value ?? '') === '' && !passed.has(name))
    .map(([name]) => name);
}

/**
 * Writes down that a run begins; `goOn` carries it out.
 *
 * @throws RunError `refused` with all of `runFaults`, and in earnest for what none of the signers has signed.
 */
export async function beginRun(request: RunRequest, ports: RunPorts): Promise<RunState> {
  const unsigned = request.simulated
    ? []
    : signatureFaults([request.playbook, ...request.library], ports.signers());
  const faults = [...runFaults(request), ...unsigned];
  if (faults.length > 0) throw new RunError('refused', faults.join('; '));
  const state = newState(request.run);
  const recorder = recorderOf(state, ports);
  const digests: string[] = [];
  for (const whole of [request.playbook, ...request.library]) {
    const { playbook } = withoutSecrets(whole);
    const digest = digestJson(playbook as unknown as Json);
    if (!digests.includes(digest)) await recorder.record({ kind: 'playbook', digest, playbook });
    digests.push(digest);
  }
  const [first = '', ...library] = digests;
  await recorder.record({
    kind: 'started',
    playbook: first,
    library,
    values: request.values,
    simulated: request.simulated,
    title: request.playbook.name,
  });
  return state;
}

/** Carries a run on until it ends or waits. @throws RunError when the log refuses an event. */
export async function goOn(state: RunState, ports: RunPorts): Promise<End> {
  const { started, ended } = state;
  if (ended !== undefined) return ended.status;
  const playbook = started === undefined ? undefined : state.playbooks.get(started.playbook);
  if (playbook === undefined)
    throw new RunError('unknown', `The log does not have the playbook of the run ${state.run}`);
  const recorder = recorderOf(state, ports);
  const frame: Frame = { playbook, scope: '>', prefix: '', depth: 0 };
  const place = { frame, prefix: '', deadline: undefined, depth: 0 };
  const end = await walkPlaybook({ recorder, ports }, place, walkFrom);
  if (end !== 'waiting') await recorder.record({ kind: 'ended', status: end, why: whyOf(state, end) });
  return end;
}

/**
 * Ends a run before its time: nothing of it begins any more. What took place stays, and can still be undone. Call it while
 * `goOn` is not under way.
 *
 * @throws RunError `refused` for a run that is over.
 */
export async function stopRun(state: RunState, reason: string, ports: RunPorts): Promise<void> {
  if (state.ended !== undefined)
    throw new RunError('refused', `The run ${state.run} is over: ${state.ended.status}`);
  const why = reason === '' ? 'Stopped' : `Stopped: ${reason}`;
  await recorderOf(state, ports).record({ kind: 'ended', status: 'failure', why });
}

function whyOf({ effects }: RunState, end: End): string {
  if (end === 'success') return '';
  const failed = [...effects.values()].findLast(({ outcome }) => outcome?.status === 'failed');
  return failed === undefined
    ? 'A loop or a branch went past its bound'
    : `${failed.work.name}: ${failed.outcome?.note ?? ''}`;
}
