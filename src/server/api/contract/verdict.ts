// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { ReportShape } from '../../../analyse/index.ts';
import { Instant } from './parts.ts';
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
} as const satisfies Record<string, Route>;
