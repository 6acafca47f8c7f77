// SPDX-License-Identifier: Apache-2.0
// A run as people and programs read it. Numbers of commands stay: they are the order in which the log first names them.
import { z } from 'zod';
import { waitOf } from './answer.ts';
import type { Effect, RunState } from './state.ts';

const text = z.string();
const moment = z.string().describe('UTC, ISO 8601');
const count = z.int().min(0);

const EffectReport = z.strictObject({
  number: count.describe('What `approve`, `answer` and `undo` take'),
  key: text.describe('The same at every attempt: what services tell doubled requests by'),
  step: text,
  name: text,
  type: text.describe('Type of the command'),
  text,
  targets: z.array(text),
  risk: z.enum(['none', 'change', 'destructive']),
  state: z
    .enum(['asked', 'parked', 'begun', 'done', 'failed', 'open'])
    .describe(
      'asked: waits for approvals; parked: waits for an answer; begun: intended, without an outcome yet',
    ),
  note: text.describe('What it waits for, or what became of it'),
  attempt: count,
  approvals: z.strictObject({ needed: count, by: z.array(text) }),
  sets: z.array(text).describe('Variables that its answer may set'),
  expires: moment.optional().describe('When it is taken back by itself'),
  undo: z.enum(['none', 'intended', 'parked', 'done', 'failed']),
});

export const RunReportShape = z.strictObject({
  schema: z.literal('ensuresec/playbook-run/1'),
  run: text,
  playbook: text,
  name: text,
  simulated: z.boolean(),
  begun: moment,
  by: text,
  state: z.enum(['success', 'failure', 'waiting', 'open']).describe('open: it goes on with `respond resume`'),
  why: text.describe('Why it failed'),
  effects: z.array(EffectReport),
  due: moment.optional().describe('The next time at which it goes on by itself, when resumed'),
  variables: z.record(z.string(), z.string().nullable()),
  events: count.describe('Events in the log'),
});
export type RunReport = z.infer<typeof RunReportShape>;

export const RunListShape = z.strictObject({
  schema: z.literal('ensuresec/playbook-runs/1'),
  runs: z.array(RunReportShape),
});
export type RunList = z.infer<typeof RunListShape>;

/** Undefined for a run whose beginning is not in the log. */
export function runReport(state: RunState, now: number): RunReport | undefined {
  const { started, ended, events } = state;
  const playbook = started === undefined ? undefined : state.playbooks.get(started.playbook);
  if (started === undefined || playbook === undefined) return undefined;
  const effects = [...state.effects.values()].map(effectReport);
  const due = dueOf(state, now);
  const delayed = [...state.delays.values()].some((each) => each > now);
  const waits = delayed || effects.some(({ state: each }) => each === 'asked' || each === 'parked');
  const initial = Object.entries(playbook.playbook_variables ?? {}).map(
    ([name, { value = null }]): [string, string | null] => [name, value],
  );
  return {
    schema: 'ensuresec/playbook-run/1',
    run: state.run,
    playbook: playbook.id,
    name: playbook.name,
    simulated: started.simulated,
    begun: started.at,
    by: started.actor,
    state: ended?.status ?? (waits ? 'waiting' : 'open'),
    why: ended?.why ?? '',
    effects,
    ...(due === undefined ? {} : { due: new Date(due).toISOString() }),
    variables: Object.fromEntries([...initial, ...(state.values.get('>') ?? [])]),
    events: events.length,
  };
}

function effectReport(effect: Effect, at: number): RunReport['effects'][number] {
  const { key, work, outcome, rejected, parked, attempt, approvedBy, needs = 0, undo, intent } = effect;
  const wait = waitOf(effect);
  const missing = Math.max(0, needs - approvedBy.size);
  const waiting = ({ approval: 'asked', answer: 'parked', undo: undefined } as const)[wait ?? 'undo'];
  const note =
    wait === 'approval'
      ? `Waits for ${missing} more ${missing === 1 ? 'person' : 'persons'} to approve${beside(work)}`
      : (outcome?.note ?? parked?.reason ?? rejected?.reason ?? '');
  return {
    number: at + 1,
    key,
    step: work.step,
    name: work.name,
    type: work.command.type,
    text: work.command.text,
    targets: work.targets.map(({ name }) => name),
    risk: work.risk,
    state: waiting ?? outcome?.status ?? (intent === undefined ? 'open' : 'begun'),
    note: undo.note === '' ? note : `${note}; undo: ${undo.note}`,
    attempt,
    approvals: { needed: needs, by: [...approvedBy] },
    sets: Object.keys(work.outArgs),
    ...(outcome?.expires === undefined ? {} : { expires: new Date(outcome.expires).toISOString() }),
    undo: undo.state,
  };
}

/** Commands of programs that come with it: who approves it approves them, too. */
function beside({ command: { argv, script }, probe, undo }: Effect['work']): string {
  if (argv === undefined && script === undefined) return '';
  return [
    ...(probe === undefined ? [] : [`; after a crash it looks with \`${probe.text}\``]),
    ...(undo === undefined ? [] : [`; it is taken back with \`${undo.text}\``]),
  ].join('');
}

/** The next time of a delay, a timeout that a person can miss, or the end of an effect. */
function dueOf({ ended, delays, timeouts, effects }: RunState, now: number): number | undefined {
  const expiries = [...effects.values()].flatMap(({ outcome, undo }) =>
    outcome?.expires === undefined || undo.state !== 'none' ? [] : [outcome.expires],
  );
  const timers = ended === undefined ? [...delays.values(), ...timeouts.values()] : [];
  const later = [...timers, ...expiries].filter((each) => each > now);
  return later.length === 0 ? undefined : Math.min(...later);
}
