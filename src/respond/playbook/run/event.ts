// SPDX-License-Identifier: Apache-2.0
// Everything that a run is: events, each written before or after one thing that happens. Nothing else is kept.
import { z } from 'zod';
import type { LogRecord, NewRecord } from '../../../core/ports/index.ts';
import { CERTAINTIES } from '../certainty.ts';
import { Playbook } from '../shape/playbook.ts';
import { Work } from './adapter.ts';

const Values = z.record(z.string(), z.string().nullable());
/** Variables that an event changes: scope, name, value. The scope of a playbook ends in `>`, that of a step is its path. */
const Changes = z.array(z.tuple([z.string(), z.string(), z.string().nullable()]));
export type Changes = z.infer<typeof Changes>;

const common = { run: z.string(), at: z.string(), actor: z.string() };
const event = <const Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...shape });
const path = z.string();
const key = z.string();
const attempt = z.number().int().min(1);
const reason = z.string();

export const RunEvent = z.discriminatedUnion('kind', [
  event('playbook', { digest: z.string(), playbook: Playbook }),
  event('started', {
    playbook: z.string(),
    library: z.array(z.string()),
    values: Values,
    simulated: z.boolean(),
    title: z.string(),
  }),
  event('delay', { path, due: z.number() }),
  event('timeout', { path, due: z.number() }),
  event('decided', { path, choice: z.string() }),
  event('called', { path, playbook: z.string(), values: Values }),
  event('returned', { path, changes: Changes }),
  event('asked', { key, work: Work, needs: z.number().int() }),
  event('approved', { key }),
  event('rejected', { key, reason }),
  event('intent', { key, attempt, work: Work, certainty: z.enum(CERTAINTIES) }),
  event('parked', { key, attempt, work: Work, reason }),
  event('outcome', {
    key,
    attempt,
    status: z.enum(['done', 'failed']),
    changes: Changes,
    note: z.string(),
    /** Of an effect that ended before anything was asked or intended. */
    work: Work.optional(),
    /** When it is to be undone by itself, in milliseconds since 1970. */
    expires: z.number().optional(),
  }),
  event('answered', {
    key,
    attempt,
    answer: z.enum(['done', 'failed', 'again']),
    changes: Changes,
    note: z.string(),
  }),
  event('undo-intent', { key, attempt }),
  event('undo-parked', { key, attempt, reason }),
  event('undo-outcome', { key, attempt, status: z.enum(['done', 'failed']), note: z.string() }),
  event('ended', { status: z.enum(['success', 'failure']), why: z.string() }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** An event before the run, the time and the actor are known. */
export type Happening = RunEvent extends infer Each
  ? Each extends RunEvent
    ? Omit<Each, keyof typeof common>
    : never
  : never;

const SOURCE = 'playbook-run';

/** Unique in the log: the place and the kind, so that a doubled write changes nothing. */
export function idOfEvent(each: RunEvent): string {
  const at = 'key' in each ? each.key : 'path' in each ? `${each.run}:${each.path}` : each.run;
  if (each.kind === 'playbook') return `${at}/playbook/${each.digest}`;
  if (each.kind === 'approved') return `${at}/approved/${personOf(each.actor)}`;
  return 'attempt' in each && each.attempt > 1 ? `${at}/${each.kind}~${each.attempt}` : `${at}/${each.kind}`;
}

/** One person under one name: case, width and spaces around make no second one. */
export function personOf(actor: string): string {
  return actor.normalize('NFKC').trim().toLowerCase();
}

export function recordOf(each: RunEvent): NewRecord {
  return { source: SOURCE, id: idOfEvent(each), key: each.run, body: JSON.stringify(each) };
}

/** Undefined for a record that is none of a run. */
export function eventOf({ source, body }: LogRecord): RunEvent | undefined {
  if (source !== SOURCE) return undefined;
  try {
    return RunEvent.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
