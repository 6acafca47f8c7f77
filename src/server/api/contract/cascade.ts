// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { SimulationShape } from '../../../cascade/index.ts';
import type { Route } from './route.ts';
import { VerdictRow } from './verdict.ts';

const id = z.string().min(1).max(200);
/** Runs whose percentiles a person waits for; measures whose credit is split over all their subsets. */
const [MOST_RUNS, MOST_CHOSEN] = [2000, 8];
/** Of a simulation that nobody waits for. */
export const MOST_JOB_RUNS = 20_000;
const YEAR_HOURS = 8760;

const Named = z.strictObject({ id: z.string(), name: z.string() });

const Picture = z
  .strictObject({
    assets: z.array(Named.extend({ stage: z.string(), lane: z.string() }).readonly()).readonly(),
    stages: z.array(Named.readonly()).readonly().describe('Columns, from left to right'),
    lanes: z.array(Named.readonly()).readonly().describe('Rows, from top to bottom'),
    services: z
      .array(z.strictObject({ id: z.string(), weight: z.number().describe('EUR an hour') }).readonly())
      .readonly(),
    horizon: z.number().describe('Hours that are drawn'),
    startHour: z.number().describe('Hour of the week at which it begins; 0 is Monday 0:00'),
    measures: z.array(Named.readonly()).readonly(),
    prevented: z
      .record(z.string(), Named.extend({ left: z.number().exactOptional() }).readonly())
      .readonly()
      .describe(
        'Service: the cheapest measure that alone prevents its outage; else that of which the least is `left`',
      ),
    single: z.int().exactOptional().describe('Measures that were tried for that, one by one'),
    names: z.record(z.string(), z.string()).readonly().exactOptional(),
  })
  .readonly()
  .describe('Where each asset stands in the drawing.');

export const SimulationAsked = (mostRuns: number) =>
  z
    .strictObject({
      scenario: id.optional().describe('Id of a scenario'),
      attack: id.optional().describe('Id of an attack that is proved to succeed'),
      detect: z
        .number()
        .positive()
        .max(YEAR_HOURS)
        .optional()
        .describe('With an attack: mean hours until somebody notices and acts'),
      measures: z
        .array(id)
        .max(MOST_CHOSEN)
        .default([])
        .describe('Ids of measures to compare with; none: the one that avoids most'),
      runs: z.int().min(1).max(mostRuns).default(1000),
      seed: z.int().min(0).max(0xffff_ffff).default(1).describe('The same seed gives the same answer'),
    })
    .refine(({ scenario, attack }) => (scenario === undefined) !== (attack === undefined), {
      message: 'expected a scenario or an attack, and not both',
    })
    .refine(({ attack, detect }) => detect === undefined || attack !== undefined, {
      message: 'expected an attack beside detect: a scenario has its own times',
    });

export const Simulated = z.strictObject({
  answer: SimulationShape,
  picture: Picture,
  offered: z
    .array(z.strictObject({ id: z.string(), name: z.string(), cost: z.number() }).readonly())
    .readonly()
    .describe('All measures that can be tried, also those that avoid nothing here'),
});

export const cascadeRoutes = {
  scenarios: {
    method: 'GET',
    path: '/v1/scenarios',
    summary:
      'What can be simulated on the model: scenarios of the pack, and attacks that are proved to succeed',
    access: 'read',
    answer: z.strictObject({
      scenarios: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          text: z.string(),
          hits: z.array(z.string()).readonly().describe('Names of assets; none: it cannot happen here'),
        }),
      ),
      attacks: z
        .array(
          VerdictRow.unwrap().pick({ title: true, severity: true, days: true }).extend({ id: z.string() }),
        )
        .describe('The quickest path of each; none before there is a verdict'),
      verdict: z.enum(['absent', 'running', 'failed', 'ready']),
    }),
    refusals: { 409: 'There is no model', 422: 'The model cannot be used' },
  },
  simulate: {
    method: 'POST',
    path: '/v1/simulate',
    summary: 'What an outage or a proved attack would cost, without and with measures; nothing is kept',
    access: 'read',
    body: SimulationAsked(MOST_RUNS),
    answer: Simulated,
    refusals: {
      409: 'There is no model, or a newer question of the same caller took the place of this one',
      422: 'There is no such scenario, proved attack or measure in the model',
      429: 'Too many ask at the moment',
    },
  },
} as const satisfies Record<string, Route>;
