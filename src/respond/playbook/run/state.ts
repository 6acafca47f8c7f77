// SPDX-License-Identifier: Apache-2.0
// The fold of the events of one run. A run that goes on adds to it what it has just written, in the same way.
import type { Certainty } from '../certainty.ts';
import type { Playbook } from '../shape/playbook.ts';
import type { Work } from './adapter.ts';
import { idOfEvent, personOf, type RunEvent } from './event.ts';

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

/** One command of one step in one iteration. */
export interface Effect {
  readonly key: string;
  work: Work;
  attempt: number;
  /** Approvals that it needs; absent when nobody is asked. */
  needs?: number;
  readonly approvedBy: Set<string>;
  rejected?: EventOf<'rejected'>;
  /** Of the attempt that counts. */
  intent?: Certainty;
  parked?: { readonly reason: string };
  outcome?: {
    readonly status: 'done' | 'failed';
    readonly note: string;
    readonly expires?: number | undefined;
  };
  undo: { attempt: number; state: 'none' | 'intended' | 'parked' | 'done' | 'failed'; note: string };
}

export interface RunState {
  readonly run: string;
  started?: EventOf<'started'>;
  ended?: EventOf<'ended'>;
  readonly playbooks: Map<string, Playbook>;
  readonly delays: Map<string, number>;
  readonly timeouts: Map<string, number>;
  readonly decisions: Map<string, string>;
  readonly calls: Map<string, EventOf<'called'>>;
  readonly returned: Set<string>;
  readonly effects: Map<string, Effect>;
  /** Scope → name → value: what events have changed; the rest is in the playbook. */
  readonly values: Map<string, Map<string, string | null>>;
  readonly events: RunEvent[];
  readonly seen: Set<string>;
}

export function newState(run: string): RunState {
  return {
    run,
    playbooks: new Map(),
    delays: new Map(),
    timeouts: new Map(),
    decisions: new Map(),
    calls: new Map(),
    returned: new Set(),
    effects: new Map(),
    values: new Map(),
    events: [],
    seen: new Set(),
  };
}

/** Adds an event; one that is there already changes nothing. */
export function apply(state: RunState, event: RunEvent): void {
  const id = idOfEvent(event);
  if (state.seen.has(id)) return;
  state.seen.add(id);
  state.events.push(event);
  if ('changes' in event) for (const [scope, name, value] of event.changes) write(state, scope, name, value);
  if ('key' in event) applyToEffect(state, event);
  else applyToRun(state, event);
}

function write({ values }: RunState, scope: string, name: string, value: string | null): void {
  const held = values.get(scope) ?? new Map<string, string | null>();
  values.set(scope, held.set(name, value));
}

function applyToRun(state: RunState, event: Exclude<RunEvent, { key: string }>): void {
  switch (event.kind) {
    case 'playbook':
      state.playbooks.set(event.digest, event.playbook);
      return;
    case 'started':
      state.started = event;
      for (const [name, value] of Object.entries(event.values)) write(state, '>', name, value);
      return;
    case 'delay':
      state.delays.set(event.path, event.due);
      return;
    case 'timeout':
      state.timeouts.set(event.path, event.due);
      return;
    case 'decided':
      state.decisions.set(event.path, event.choice);
      return;
    case 'called':
      state.calls.set(event.path, event);
      for (const [name, value] of Object.entries(event.values)) write(state, `${event.path}>`, name, value);
      return;
    case 'returned':
      state.returned.add(event.path);
      return;
    case 'ended':
      state.ended = event;
  }
}

function applyToEffect({ effects }: RunState, event: Extract<RunEvent, { key: string }>): void {
  const known = effects.get(event.key);
  const work = 'work' in event ? event.work : undefined;
  const effect = known ?? (work === undefined ? undefined : newEffect(event.key, work));
  // Without what it is about, nothing can be made of it: its first event was lost.
  if (effect === undefined) return;
  effects.set(event.key, effect);
  if (event.kind === 'undo-intent' || event.kind === 'undo-parked' || event.kind === 'undo-outcome') {
    applyUndo(effect, event);
    return;
  }
  // What was said of an earlier attempt is no more than its history.
  if ('attempt' in event && event.attempt < effect.attempt) return;
  switch (event.kind) {
    case 'asked':
      effect.needs = event.needs;
      return;
    case 'approved':
      effect.approvedBy.add(personOf(event.actor));
      return;
    case 'rejected':
      effect.rejected = event;
      return;
    case 'intent':
      effect.work = event.work;
      effect.intent = event.certainty;
      return;
    case 'parked':
      effect.parked = event;
      return;
    case 'outcome':
      // A person may have answered while the machine still asked: the first word counts.
      effect.outcome ??= event;
      return;
    case 'answered':
      if (event.answer === 'again') beginAgain(effect);
      else effect.outcome ??= { status: event.answer, note: event.note };
  }
}

function newEffect(key: string, work: Work): Effect {
  return {
    key,
    work,
    attempt: 1,
    approvedBy: new Set(),
    undo: { attempt: 1, state: 'none', note: '' },
  };
}

function beginAgain(effect: Effect): void {
  effect.attempt++;
  delete effect.intent;
  delete effect.parked;
}

function applyUndo({ undo }: Effect, event: EventOf<'undo-intent' | 'undo-parked' | 'undo-outcome'>): void {
  if (event.attempt < undo.attempt) return;
  undo.attempt = event.attempt;
  if (event.kind === 'undo-intent') undo.state = 'intended';
  else if (event.kind === 'undo-parked') Object.assign(undo, { state: 'parked', note: event.reason });
  else Object.assign(undo, { state: event.status, note: event.note });
}
