// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { CertificateShape, ReportShape } from '../../../analyse/index.ts';
import { Instant, ModelText, Problem } from './parts.ts';
import type { Route } from './route.ts';

const notReady = [
  z.strictObject({ state: z.literal('absent') }).describe('The server was started without a model'),
  z.strictObject({ state: z.literal('running') }).describe('The first analysis runs'),
  z.strictObject({ state: z.literal('failed'), why: z.string() }),
] as const;
const ready = {
  state: z.literal('ready'),
  at: Instant,
  stale: z.boolean().describe('The model has changed and a new analysis runs'),
};

export const VerdictState = z
  .discriminatedUnion('state', [...notReady, z.strictObject({ ...ready, report: ReportShape })])
  .describe('What the analysis of the model says.');

const id = z.string().min(1).max(200);

export const VerdictRow = ReportShape.unwrap().shape.verdicts.unwrap().element;
const Counts = ReportShape.unwrap().shape.counts;
const Outcome = VerdictRow.unwrap().shape.verdict;
const count = z.int().min(0);

const Worst = VerdictRow.unwrap()
  .pick({ attack: true, title: true, severity: true, attacker: true, target: true, days: true })
  .extend({ steps: count });

const Link = z.strictObject({
  stage: z.string(),
  beneath: z.boolean().describe('Comes from a pack that this one builds on: it carries the chain'),
  outcome: Outcome,
  insecure: count,
  unknown: count,
  attacks: count.describe('In question, of any outcome'),
});

const Summary = z
  .strictObject({
    model: z.string(),
    counts: Counts,
    attacks: z
      .strictObject({ insecure: count, unknown: count, all: count })
      .describe('An attack succeeds when it does for any attacker on any target'),
    worst: Worst.nullable().describe('The most severe that succeeds, with the fewest steps'),
    chain: z.array(Link).readonly(),
    cuts: ReportShape.unwrap().shape.cuts,
  })
  .describe('A report at a glance.');

const Placed = z.strictObject({ measure: id, on: id.describe('Id of an element of the model') });
const MOST_TRIED = 50;
const Change = z.strictObject({
  attack: z.string(),
  attacker: z.string(),
  target: z.string(),
  before: Outcome,
  after: Outcome,
});

export const verdictRoutes = {
  verdict: {
    method: 'GET',
    path: '/v1/verdict',
    summary: 'Which attacks succeed in the model, how, and what would stop them',
    access: 'read',
    answer: VerdictState,
  },
  summary: {
    method: 'GET',
    path: '/v1/verdict/summary',
    summary: 'The verdict at a glance: how many attacks succeed, the worst, the chain, what to do first',
    access: 'read',
    answer: z.discriminatedUnion('state', [...notReady, z.strictObject({ ...ready, summary: Summary })]),
  },
  certificate: {
    method: 'GET',
    path: '/v1/certificate',
    summary:
      'What an independent program needs in order to believe the verdict: `ensuresec verify` checks it',
    access: 'read',
    answer: CertificateShape,
    refusals: { 409: 'There is no verdict yet' },
  },
  paths: {
    method: 'GET',
    path: '/v1/paths',
    summary: 'The ways of an attacker to a target, the quickest first',
    access: 'read',
    query: z.strictObject({
      from: id.optional().describe('Id of an attacker; its end is enough'),
      to: id.optional().describe('Id of an asset, or of an attack; its end is enough'),
    }),
    answer: z.strictObject({
      paths: z.array(VerdictRow).describe('INSECURE and UNKNOWN, with their steps'),
      held: z.array(VerdictRow).describe('SECURE, with what holds'),
    }),
    refusals: { 409: 'There is no verdict yet' },
  },
  whatIf: {
    method: 'POST',
    path: '/v1/what-if',
    summary: 'Which verdicts a changed model would have; nothing is kept',
    access: 'read',
    body: z.strictObject({ text: ModelText }),
    answer: z.strictObject({
      before: Counts.describe('Of the model as it is'),
      after: Counts.describe('Of the text'),
      changes: z.array(
        Change.extend({
          before: Outcome.nullable().describe('Null: the question is new'),
          after: Outcome.nullable().describe('Null: the question is gone'),
        }),
      ),
      problems: z.array(Problem).describe('Warnings'),
    }),
    refusals: {
      409: 'There is no verdict of the model as it is now to compare with',
      422: 'The text is no model; `modelProblems` say why',
      429: 'Too many ask at the moment',
    },
  },
  tryMeasures: {
    method: 'POST',
    path: '/v1/what-if/measures',
    summary: 'Which verdicts would turn with other measures; nothing is kept',
    access: 'read',
    body: z.strictObject({
      add: z.array(Placed).max(MOST_TRIED).default([]),
      remove: z.array(Placed).max(MOST_TRIED).default([]),
    }),
    answer: z.strictObject({
      before: Counts,
      after: Counts,
      changes: z
        .array(
          Change.extend({ title: z.string(), steps: count.describe('Of the path that is left; 0: none') }),
        )
        .describe('Verdicts that turn, and attacks that succeed on another path'),
    }),
    refusals: {
      409: 'There is no verdict of the model as it is now to compare with',
      422: 'There is no such measure or element',
      429: 'Too many ask at the moment',
    },
  },
} as const satisfies Record<string, Route>;
