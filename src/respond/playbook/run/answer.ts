// SPDX-License-Identifier: Apache-2.0
// What persons say to a run: how a parked command went, and whether one may act.
import { personOf } from './event.ts';
import type { RunPorts } from './ports.ts';
import { RunError, recorderOf } from './recorder.ts';
import type { Effect, RunState } from './state.ts';
import { changesOf } from './variables.ts';

export type Wait = 'approval' | 'answer' | 'undo';

/** What an effect waits for; undefined when it is over or goes on by itself. */
export function waitOf({
  outcome,
  rejected,
  parked,
  intent,
  needs,
  approvedBy,
  undo,
}: Effect): Wait | undefined {
  if (undo.state === 'parked') return 'undo';
  if (outcome !== undefined || rejected !== undefined) return undefined;
  if (parked !== undefined) return 'answer';
  return intent === undefined && needs !== undefined && approvedBy.size < needs ? 'approval' : undefined;
}

export interface Answer {
  /** `again`: it did not take place, and is to be done now. */
  readonly answer: 'done' | 'failed' | 'again';
  readonly values: Readonly<Record<string, string>>;
  readonly note: string;
}

/**
 * An undo is answered also when the run is over.
 *
 * @throws RunError `refused` when the effect does not wait for this, or nothing of the run begins any more.
 */
export async function answerEffect(
  state: RunState,
  effect: Effect,
  { answer, values, note }: Answer,
  ports: RunPorts,
): Promise<void> {
  const wait = waitOf(effect);
  if (wait !== 'undo') refuseEnded(state, effect);
  const { record } = recorderOf(state, ports);
  if (wait === 'approval' && answer === 'failed')
    return record({ kind: 'rejected', key: effect.key, reason: note });
  // A person says whether it is undone; that it is not leaves it to another `undo`.
  if (wait === 'undo' && answer !== 'again')
    return record({
      kind: 'undo-outcome',
      key: effect.key,
      attempt: effect.undo.attempt,
      status: answer,
      note,
    });
  if (wait !== 'answer') throw refused(effect, wait);
  const { outArgs } = effect.work;
  const foreign = Object.keys(values).filter((name) => !Object.hasOwn(outArgs, name));
  if (foreign.length > 0)
    throw new RunError(
      'refused',
      `The step does not set ${foreign.join(', ')}: expected ${Object.keys(outArgs).join(', ') || 'no variable'}`,
    );
  await record({
    kind: 'answered',
    key: effect.key,
    attempt: effect.attempt,
    answer,
    changes: answer === 'done' ? changesOf(outArgs, values) : [],
    note,
  });
}

/** @throws RunError `refused` when nobody is asked, the same person approves twice, or the run is over. */
export async function approveEffect(state: RunState, effect: Effect, ports: RunPorts): Promise<void> {
  refuseEnded(state, effect);
  const wait = waitOf(effect);
  if (wait !== 'approval') throw refused(effect, wait);
  if (effect.approvedBy.has(personOf(ports.actor)))
    throw new RunError('refused', `${ports.actor} has approved it before: expected another person`);
  await recorderOf(state, ports).record({ kind: 'approved', key: effect.key });
}

/** What is said to a run that was stopped would be an acknowledgement of what never takes place. An effect that is over says so itself. */
function refuseEnded({ run, ended }: RunState, { outcome, rejected }: Effect): void {
  if (ended !== undefined && outcome === undefined && rejected === undefined)
    throw new RunError('refused', `The run ${run} is over: ${ended.status}. Nothing of it begins any more`);
}

function refused({ outcome, rejected, work }: Effect, wait: Wait | undefined): RunError {
  if (wait === 'undo')
    return new RunError('refused', `The undo of \`${work.name}\` waits for \`done\` or \`failed\``);
  if (outcome !== undefined) return new RunError('refused', `\`${work.name}\` is over: ${outcome.status}`);
  if (rejected !== undefined)
    return new RunError('refused', `\`${work.name}\` was rejected by ${rejected.actor}`);
  return new RunError(
    'refused',
    wait === undefined
      ? `\`${work.name}\` waits for nobody: it goes on with \`resume\``
      : `\`${work.name}\` waits for an ${wait}`,
  );
}
