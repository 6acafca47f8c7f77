// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { ReportShape } from '../../../analyse/index.ts';
import { Instant, ModelText, Problem } from './parts.ts';
import type { Route } from './route.ts';

export const VerdictState = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('absent') }).describe('The server was started without a model'),
    z.strictObject({ state: z.literal('running') }).describe('The first analysis runs'),
    z.strictObject({ state: z.literal('failed'), why: z.string() }),
    z.strictObject({
      state: z.literal('ready'),
      at: Instant,
      stale: z.boolean().describe('The model has changed and a new analysis runs'),
      report: ReportShape,
    }),
  ])
  .describe('What the analysis of the model says.');

const id = z.string().min(1).max(200);

const VerdictRow = ReportShape.unwrap().shape.verdicts.unwrap().element;
const Counts = ReportShape.unwrap().shape.counts;
const Outcome = VerdictRow.unwrap().shape.verdict;

export const verdictRoutes = {
  verdict: {
    method: 'GET',
    path: '/v1/verdict',
    summary: 'Which attacks succeed in the model, how, and what would stop them',
    access: 'read',
    answer: VerdictState,
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
        z.strictObject({
          attack: z.string(),
          attacker: z.string(),
          target: z.string(),
          before: Outcome.nullable().describe('Null: the question is new'),
          after: Outcome.nullable().describe('Null: the question is gone'),
        }),
      ),
      problems: z.array(Problem).describe('Warnings'),
    }),
    refusals: {
      409: 'There is no verdict yet to compare with',
      422: 'The text is no model; `modelProblems` say why',
      429: 'Too many ask at the moment',
    },
  },
} as const satisfies Record<string, Route>;
