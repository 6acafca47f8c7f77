// SPDX-License-Identifier: Apache-2.0
// Taking one effect back: when a person says so, or when the time is over for which it was to hold. The same order as doing it:
// intent, effect, outcome.
import type { Certainty } from '../certainty.ts';
import type { Adapter, Did } from './adapter.ts';
import { bounded } from './effect.ts';
import type { RunPorts } from './ports.ts';
import { type Recorder, RunError, recorderOf } from './recorder.ts';
import type { Effect, RunState } from './state.ts';
import { adapterFor } from './work.ts';

/** How long an undo may take, in milliseconds. */
const UNDO_MS = 120_000;

/**
 * Undoes an effect that took place; one that was undone stays so.
 *
 * @returns what became of it; `parked` when a person has to look whether it is undone.
 * @throws RunError `refused` for an effect that did not take place or cannot be undone.
 */
export async function undoEffect(
  state: RunState,
  { key }: Effect,
  ports: RunPorts,
): Promise<'done' | 'failed' | 'parked'> {
  const effect = state.effects.get(key) as Effect;
  const { undo, work, outcome } = effect;
  if (undo.state === 'done') return 'done';
  const adapter = adapterFor(ports.adapters, work.command.type);
  const { undo: certainty } = adapter.plan(work);
  if (outcome?.status !== 'done' && effect.intent === undefined)
    throw new RunError('refused', `\`${work.name}\` did not take place`);
  const recorder = recorderOf(state, ports);
  if (certainty === undefined) {
    if (work.undo === undefined) throw new RunError('refused', `Nothing says how \`${work.name}\` is undone`);
    if (undo.state === 'parked') return 'parked';
    return park(recorder, effect, `To be undone by hand: ${work.undo.text}`);
  }
  const wasIntended = undo.state === 'intended';
  // The undo is a command as its effect is: what is blind once is blind here.
  if (wasIntended && certainty === 'blind')
    return park(recorder, effect, 'The undo stopped between the intent and the outcome');
  const attempt = undo.state === 'failed' || undo.state === 'parked' ? undo.attempt + 1 : undo.attempt;
  if (!wasIntended) await recorder.record({ kind: 'undo-intent', key, attempt });
  const did = await call(adapter, effect, ports, wasIntended);
  return close(recorder, effect, did, certainty, () => call(adapter, effect, ports, true));
}

function call(adapter: Adapter, { key, work }: Effect, ports: RunPorts, isRetry: boolean): Promise<Did> {
  const unknown = (reason: string): Did => ({ status: 'unknown', reason });
  return bounded(ports, ports.clock.now() + UNDO_MS, unknown, (signal) =>
    adapter.undo(key, work, { signal, isRetry }),
  );
}

async function close(
  recorder: Recorder,
  effect: Effect,
  did: Did,
  certainty: Certainty,
  again: () => Promise<Did>,
): Promise<'done' | 'failed' | 'parked'> {
  const settled = did.status === 'unknown' && certainty !== 'blind' ? await again() : did;
  if (settled.status === 'unknown' || settled.status === 'parked')
    return park(recorder, effect, settled.reason);
  await recorder.record({
    kind: 'undo-outcome',
    key: effect.key,
    attempt: effect.undo.attempt,
    status: settled.status,
    note: settled.status === 'failed' ? settled.reason : (settled.note ?? ''),
  });
  return settled.status;
}

async function park(recorder: Recorder, { key, undo }: Effect, reason: string): Promise<'parked'> {
  // After a failure it is another attempt, or the log would take it for the same event.
  const attempt = undo.state === 'failed' ? undo.attempt + 1 : undo.attempt;
  await recorder.record({ kind: 'undo-parked', key, attempt, reason });
  return 'parked';
}

/** Effects whose time is over and that are not undone; one whose undo failed or is parked waits for a person. */
export function expired({ effects }: RunState, now: number): readonly Effect[] {
  return [...effects.values()].filter(
    ({ outcome, undo }) =>
      outcome?.expires !== undefined &&
      outcome.expires <= now &&
      (undo.state === 'none' || undo.state === 'intended'),
  );
}
