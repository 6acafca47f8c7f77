// SPDX-License-Identifier: Apache-2.0
// One command, from the question whether it may act to what became of it. Each line that records is on disk before the next
// one is carried out, so a crash between any two is told from what the log has.

import { CERTAINTIES, type Certainty } from '../certainty.ts';
import type { Adapter, Did, Probed, Work } from './adapter.ts';
import { protectedBy } from './policy.ts';
import { type RunPorts, Stopped } from './ports.ts';
import type { Recorder } from './recorder.ts';
import type { Effect } from './state.ts';
import { Unresolved } from './values.ts';
import { changesOf } from './variables.ts';

export type EffectEnd = 'done' | 'failed' | 'waiting';

export interface EffectCall {
  readonly key: string;
  readonly adapter: Adapter;
  /** Reads the variables now; asked only when nothing is in the log yet. */
  readonly draft: () => Work;
  /** The same without values. */
  readonly bare: () => Work;
  /** Milliseconds since 1970; nothing begins after it. */
  readonly deadline: number | undefined;
}

/** How often one effect is tried until it gives an answer. */
const TRIES = 3;

/** How long a probe may take, in milliseconds: it only looks, so the time of the step does not bind it. */
const PROBE_MS = 30_000;

/** Values that one command sets, in characters: they are in one event. */
const MAX_VALUES = 500_000;
const LONG = `It took place, and its answer is longer than the ${MAX_VALUES} characters that variables take`;

export async function carryOut(call: EffectCall, recorder: Recorder, ports: RunPorts): Promise<EffectEnd> {
  const known = recorder.state.effects.get(call.key);
  if (known?.outcome !== undefined) return known.outcome.status;
  if (ports.isStopped?.() === true) return 'waiting';
  const run = {
    call,
    recorder,
    ports,
    isLate: call.deadline !== undefined && ports.clock.now() >= call.deadline,
  };
  if (known?.parked !== undefined) return whileParked(run, known);
  if (known?.intent !== undefined) return afterCrash(run, known, known.intent);
  const work = known?.work ?? draftOf(call);
  if ('unresolved' in work) return settle(run, call.bare(), { status: 'failed', reason: work.unresolved });
  const refusal = await refusalOf(run, work);
  if (refusal === 'waiting') return 'waiting';
  if (refusal !== undefined) return settle(run, work, { status: 'failed', reason: refusal });
  if (ports.isStopped?.() === true) return 'waiting';
  const { certainty } = call.adapter.plan(work);
  await recorder.record({ kind: 'intent', key: call.key, attempt: known?.attempt ?? 1, work, certainty });
  const did = await attempt(run, work, call.deadline, false);
  return did.status === 'unknown'
    ? findOut(run, work, certainty, did.reason, call.deadline)
    : settle(run, work, did);
}

interface Run {
  readonly call: EffectCall;
  readonly recorder: Recorder;
  readonly ports: RunPorts;
  readonly isLate: boolean;
}

function draftOf({ draft }: EffectCall): Work | { readonly unresolved: string } {
  try {
    return draft();
  } catch (error) {
    if (error instanceof Unresolved) return { unresolved: error.message };
    throw error;
  }
}

/** Whether the time, the allow-list or a person forbids it; the allow-list comes before every approval. */
async function refusalOf(run: Run, work: Work): Promise<string | undefined> {
  const { call, recorder, ports } = run;
  const held = protectedBy(ports.policy.allowList, work);
  if (held !== undefined) return `${held} is on the allow-list`;
  if (run.isLate) return 'The time of the step ran out before it began';
  // Also for what a person will do: it is the act that is approved, not the machine.
  const needs = ports.policy.approvals[work.risk];
  const known = recorder.state.effects.get(call.key);
  if (known?.rejected !== undefined) return `${known.rejected.actor} rejected it: ${known.rejected.reason}`;
  if (needs === 0) return undefined;
  if (known?.needs === undefined) await recorder.record({ kind: 'asked', key: call.key, work, needs });
  const effect = recorder.state.effects.get(call.key);
  return (effect?.approvedBy.size ?? 0) >= Math.max(needs, effect?.needs ?? 0) ? undefined : 'waiting';
}

/** What nobody knows stays unknown when the time is over; what a person did not begin has failed. */
function whileParked(run: Run, { work, intent }: Effect): Promise<EffectEnd> | EffectEnd {
  if (!run.isLate || intent === 'blind') return 'waiting';
  return settle(run, work, {
    status: 'failed',
    reason: 'The time of the step ran out before a person answered',
  });
}

function afterCrash(run: Run, { work }: Effect, intended: Certainty): Promise<EffectEnd> {
  // The operator may have changed the adapter since: the less certain of both counts.
  const certainty = CERTAINTIES[
    Math.max(CERTAINTIES.indexOf(intended), CERTAINTIES.indexOf(run.call.adapter.plan(work).certainty))
  ] as Certainty;
  // It began in time, so what is left of the time does not bind it.
  return findOut(run, work, certainty, 'The run stopped between the intent and the outcome', undefined);
}

/** Makes sure of an effect that may have taken place. Never does a blind one again. */
async function findOut(
  run: Run,
  work: Work,
  certainty: Certainty,
  reason: string,
  deadline: number | undefined,
): Promise<EffectEnd> {
  let last = reason;
  for (let tried = 1; tried < TRIES; tried++) {
    if (certainty === 'blind')
      return settle(run, work, {
        status: 'parked',
        reason: `${last}; nobody but a person can tell whether it took place`,
      });
    if (certainty === 'probeable') {
      const probed = await probe(run, work);
      if (probed.seen === 'unknown')
        return settle(run, work, {
          status: 'parked',
          reason: `${last}; the probe does not tell: ${probed.reason}`,
        });
      if (probed.seen === 'done')
        return settle(run, work, {
          status: 'done',
          note: 'A probe found that it took place',
          ...('values' in probed ? { values: probed.values } : {}),
        });
    }
    if (deadline !== undefined && run.ports.clock.now() >= deadline) break;
    const did = await attempt(run, work, deadline, true);
    if (did.status !== 'unknown') return settle(run, work, did);
    last = did.reason;
  }
  return settle(run, work, { status: 'failed', reason: `${last}; it may have taken place` });
}

async function attempt(run: Run, work: Work, deadline: number | undefined, isRetry: boolean): Promise<Did> {
  const { call, ports } = run;
  const unknown = (reason: string): Did => ({ status: 'unknown', reason });
  return bounded(ports, deadline, unknown, (signal) => call.adapter.do(call.key, work, { signal, isRetry }));
}

function probe({ call, ports }: Run, work: Work): Promise<Probed> {
  const unknown = (reason: string): Probed => ({ seen: 'unknown', reason });
  return bounded(ports, ports.clock.now() + PROBE_MS, unknown, (signal) =>
    call.adapter.probe(call.key, work, { signal, isRetry: true }),
  );
}

/** An adapter that throws or does not end is one of which nothing is known. */
export async function bounded<T>(
  { clock }: Pick<RunPorts, 'clock'>,
  deadline: number | undefined,
  unknown: (reason: string) => T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, end } = clock.alarm(deadline);
  const late = new Promise<T>((resolve) => {
    if (signal.aborted) resolve(unknown('The time of the step ran out'));
    signal.addEventListener('abort', () => resolve(unknown('The time of the step ran out')), { once: true });
  });
  try {
    return await Promise.race([work(signal), late]);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return unknown(error instanceof Error ? error.message : String(error));
  } finally {
    end();
  }
}

async function settle(
  { call, recorder, ports }: Run,
  work: Work,
  did: Exclude<Did, { status: 'unknown' }>,
): Promise<EffectEnd> {
  const { key } = call;
  const { attempt: number = 1, intent } = recorder.state.effects.get(key) ?? {};
  if (did.status === 'parked') {
    await recorder.record({ kind: 'parked', key, attempt: number, work, reason: did.reason });
    return 'waiting';
  }
  const values = did.status === 'done' ? (did.values ?? {}) : {};
  const isLong = Object.values(values).reduce((sum, { length }) => sum + length, 0) > MAX_VALUES;
  const isDone = did.status === 'done' && !isLong;
  await recorder.record({
    kind: 'outcome',
    key,
    attempt: number,
    status: isDone ? 'done' : 'failed',
    changes: isDone ? changesOf(work.outArgs, values) : [],
    note: did.status === 'failed' ? did.reason : isLong ? LONG : (did.note ?? ''),
    ...(intent === undefined ? { work } : {}),
    ...(isDone && work.ttlMs !== undefined ? { expires: ports.clock.now() + work.ttlMs } : {}),
  });
  return isDone ? 'done' : 'failed';
}
