// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  DUTY_LANGUAGES,
  EVENTS,
  HOLDS,
  ObligationsShape,
  PERSONS,
  PHASES,
  TLP,
} from '../../../respond/index.ts';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const text = z.string();
const count = z.int().min(0);
export const CaseId = z.string().regex(/^[\w.:-]{1,100}$/, 'letters, digits and . : _ -');
const params = z.strictObject({ id: CaseId });

export const CLOSED_LOG = { 503: 'The log of evidence cannot be opened now' };
export const NO_CASE = { 404: 'There is no such case', ...CLOSED_LOG };

const Who = z.strictObject({ id: text, name: text }).describe('Name as it is now');

/** Events that people record by hand; others are made by what they do. */
const BY_HAND = [
  'advanced',
  'persons',
  'hold',
  'marked',
  'hit',
  'backup',
  'recovered',
  'noted',
  'assigned',
  'tasked',
  'done',
  'observed',
  'stated',
  'sent',
  'spent',
] as const;
const event = <N extends (typeof BY_HAND)[number]>(name: N) =>
  z.strictObject({ name: z.literal(name), body: EVENTS[name] });

export const CaseEvent = z.discriminatedUnion('name', [
  event('advanced'),
  event('persons'),
  event('hold'),
  event('marked'),
  event('hit'),
  event('backup'),
  event('recovered'),
  event('noted'),
  event('assigned'),
  event('tasked'),
  event('done'),
  event('observed'),
  event('stated'),
  event('sent'),
  event('spent'),
]);

export const Case = z.strictObject({
  id: text,
  title: text,
  pack: text,
  zone: text,
  at: Instant.describe('Now, as the server sees it'),
  phase: z.enum(PHASES),
  tlp: z.enum(TLP),
  regions: z.strictObject({
    notification: z.enum(['none', 'running', 'met']),
    persons: z.enum(PERSONS),
    hold: z.enum(HOLDS),
  }),
  owner: text.nullable(),
  mergedInto: text.nullable(),
  cost: z.number().describe('EUR'),
  found: z
    .strictObject({
      incident: text.describe('Id under /v1/incidents'),
      threats: z.array(z.int()),
      techniques: z.array(text),
      assets: z.array(text),
    })
    .nullable()
    .describe('What detection knew; null for a case that a person began'),
  moves: z
    .array(
      z.strictObject({
        to: z.enum(PHASES),
        csf: text.describe('Subcategory of NIST CSF 2.0'),
        refused: z.array(text).describe('What stands against it now'),
      }),
    )
    .describe('Phases that may follow'),
  reached: z.array(z.strictObject({ phase: z.enum(PHASES), at: text })),
  times: z.record(z.string(), z.number()).describe('Seconds to detect, acknowledge, contain, recover'),
  assets: z.array(z.strictObject({ asset: text, backup: z.boolean(), recovered: z.boolean() })),
  tasks: z.array(
    z.strictObject({
      task: text,
      text,
      owner: text.nullable(),
      due: text.nullable(),
      done: text.nullable(),
      overdue: z.boolean(),
    }),
  ),
  observables: z.array(z.strictObject({ type: text, value: text, tlp: z.enum(TLP).nullable() })),
  affected: z
    .strictObject({ entry: count, matches: count, counts: z.record(z.string(), count), sha256: text })
    .nullable()
    .describe('What the last query over events found; null while nobody asked'),
  notices: z.strictObject({ sent: count, bounced: count, intended: count }),
  timeline: z
    .array(
      z.strictObject({
        entry: count.describe('Number in the log of evidence'),
        at: text,
        by: Who,
        event: text,
        body: z.record(z.string(), z.unknown()),
      }),
    )
    .describe('The youngest 200, youngest first'),
  faults: z.array(z.strictObject({ entry: count, reasons: z.array(text) })),
});

const CaseRow = z.strictObject({
  id: text,
  title: text,
  phase: z.enum(PHASES),
  tlp: z.enum(TLP),
  owner: text.nullable(),
  reported: text,
  last: text.describe('When something was recorded last'),
  clocks: count.describe('Reports that the law waits for'),
  undecided: count.describe('Reports that hang on what nobody has stated'),
  due: text.nullable().describe('The next deadline'),
});

const Receipt = z.strictObject({ id: text, phase: z.enum(PHASES) });

const Clock = z.strictObject({
  case: text,
  title: text,
  obligation: text,
  step: text,
  regime: text,
  article: text,
  report: text,
  state: z.enum(['open', 'due', 'overdue', 'promptly', 'waiting']),
  due: text.nullable(),
  applies: z.boolean().describe('False: it hangs on what nobody has stated'),
});
export type Clock = z.infer<typeof Clock>;

export const caseRoutes = {
  cases: {
    method: 'GET',
    path: '/v1/cases',
    summary: 'Incidents that are led, the youngest first',
    access: 'read',
    answer: z.strictObject({ cases: z.array(CaseRow) }),
    refusals: CLOSED_LOG,
  },
  clocks: {
    method: 'GET',
    path: '/v1/clocks',
    summary: 'Legal clocks that run, or may run, in all cases: the nearest deadline first',
    access: 'read',
    answer: z.strictObject({ at: Instant, clocks: z.array(Clock), more: count }),
    refusals: CLOSED_LOG,
  },
  openCase: {
    method: 'POST',
    path: '/v1/cases',
    summary: 'Begins to lead an incident: one that detection found, or one that a person tells of',
    access: 'write',
    body: z.union([
      z.strictObject({
        incident: CaseId.describe('Id under /v1/incidents; the case gets the same'),
        zone: z.string().min(1).max(100).default('UTC').describe('Time zone of the operator'),
      }),
      z.strictObject({
        title: z.string().trim().min(1).max(500),
        zone: z.string().min(1).max(100).default('UTC'),
      }),
    ]),
    answer: Receipt,
    refusals: {
      404: 'There is no such incident',
      422: 'There is no such time zone',
      503: 'Detection is starting, or the log of evidence cannot be opened now',
    },
  },
  case: {
    method: 'GET',
    path: '/v1/cases/{id}',
    summary: 'Where a case stands, what may follow, and everything that happened',
    access: 'read',
    params,
    answer: Case,
    refusals: NO_CASE,
  },
  recordCase: {
    method: 'POST',
    path: '/v1/cases/{id}/events',
    summary: 'Records one event of a case; on disk in the log of evidence when it is answered',
    access: 'write',
    params,
    body: CaseEvent,
    answer: Receipt,
    refusals: {
      ...NO_CASE,
      409: 'The table of phases refuses it; `reasons` say why',
      422: 'The pack cannot use what it states; `reasons` say why',
    },
  },
  duties: {
    method: 'GET',
    path: '/v1/cases/{id}/duties',
    summary: 'Duties of a case, and the fields that decide them',
    access: 'read',
    params,
    answer: z.strictObject({
      report: ObligationsShape,
      fields: z.array(
        z.strictObject({
          id: text,
          title: text,
          type: z.enum(['text', 'number', 'boolean', 'time', 'list']),
          unit: text.nullable(),
          values: z.array(text).describe('All it may be, when they are few'),
          decides: z.boolean().describe('Whether a duty applies hangs on it, and nobody has stated it'),
        }),
      ),
    }),
    refusals: { ...NO_CASE, 409: 'The pack of this server cannot judge it' },
  },
  draft: {
    method: 'GET',
    path: '/v1/cases/{id}/draft',
    summary: 'The filled draft of one report, in a language',
    access: 'read',
    params,
    query: z.strictObject({
      obligation: z.string().max(200),
      step: z.string().max(200),
      language: z.enum(DUTY_LANGUAGES).default('en').describe('What the case states stays as it is'),
    }),
    answer: z.strictObject({ name: text, markdown: text, html: text.describe('A page that can be printed') }),
    refusals: { ...NO_CASE, 404: 'There is no such case, or no such report in it' },
  },
} as const satisfies Record<string, Route>;
