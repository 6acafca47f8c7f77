// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { OutlineBlock, RunReportShape } from '../../../respond/index.ts';
import { CaseId, NO_CASE } from './cases.ts';
import type { Route } from './route.ts';

const text = z.string();
const count = z.int().min(0);
const RunId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dots and dashes');
const params = z.strictObject({ id: RunId });
const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .default('en')
  .describe('Where a text is not translated it is English');
const NO_RUN = { 404: 'There is no such run', 503: 'The log of runs cannot be opened now' };
const REFUSED = { ...NO_RUN, 409: 'The run does not wait for this' };
const number = z.int().min(1).describe('Number of the command in the run');

const PlaybookRow = z.strictObject({
  id: text,
  title: text,
  text,
  threats: z.array(z.int()),
  severity: z.number(),
  commands: count,
  byHand: count,
  fits: z.boolean().describe('It answers a threat of the case'),
});

const PlanStep = z.strictObject({
  step: text,
  name: text,
  text,
  type: text.describe('Type of the command'),
  who: text.describe('Who carries it out'),
  targets: z.array(text),
  assets: z.array(text).describe('Assets of the model that it touches'),
  sets: z
    .strictObject({ control: text, to: z.enum(['on', 'off']) })
    .nullable()
    .describe('The control that changes'),
  measures: z.array(text).describe('Measures that it puts in force'),
  risk: z.enum(['none', 'change', 'destructive']),
  approvals: count.describe('Different persons that approve it'),
  approvers: z.array(text),
  undo: text.nullable().describe('How it is taken back; null: it is not'),
  when: z.array(text),
});

export const PlaybookPlanAnswer = z.strictObject({
  id: text,
  title: text,
  text,
  language: text,
  outline: z.array(OutlineBlock),
  steps: z.array(PlanStep),
  byHand: count,
  inputs: z.array(
    z.strictObject({
      name: text,
      text,
      type: text,
      value: text,
      needed: z.boolean(),
      control: z.boolean().describe('Host of the interface that takes controls; a rehearsal needs none'),
    }),
  ),
  earnest: z.strictObject({
    hosts: z.array(text).describe('Hosts that playbooks may call here'),
    programs: z.array(text).describe('Programs that they may start here'),
    refused: text.nullable().describe('Why nothing can be run in earnest'),
  }),
});

export const RunAnswer = z.strictObject({
  report: RunReportShape,
  case: text.nullable(),
  outline: z.array(OutlineBlock),
  people: z.array(z.strictObject({ id: text, name: text })).describe('Names of those that the report names'),
});

export const runRoutes = {
  playbooks: {
    method: 'GET',
    path: '/v1/cases/{id}/playbooks',
    summary: 'Playbooks of the pack, those that fit the case first',
    access: 'read',
    params: z.strictObject({ id: CaseId }),
    query: z.strictObject({ language }),
    answer: z.strictObject({ playbooks: z.array(PlaybookRow) }),
    refusals: NO_CASE,
  },
  playbookPlan: {
    method: 'GET',
    path: '/v1/cases/{id}/playbook',
    summary: 'The dry run of a playbook: what it would touch, in order. Nothing happens',
    access: 'read',
    params: z.strictObject({ id: CaseId }),
    query: z.strictObject({
      language,
      playbook: z.string().max(200).describe('Id of one of the pack, or `recovery` for the order of repair'),
    }),
    answer: PlaybookPlanAnswer,
    refusals: { ...NO_CASE, 404: 'There is no such case, or no such playbook' },
  },
  runs: {
    method: 'GET',
    path: '/v1/runs',
    summary: 'Runs of playbooks, the youngest first',
    access: 'read',
    answer: z.strictObject({
      runs: z.array(
        z.strictObject({
          run: text,
          case: text.nullable(),
          name: text,
          simulated: z.boolean(),
          state: z.enum(['success', 'failure', 'waiting', 'open']),
          begun: text,
          asked: count.describe('Commands that wait for an approval'),
          parked: count.describe('Commands that wait for an answer'),
          first: text.nullable().describe('What waits for a person'),
        }),
      ),
    }),
    refusals: { 503: 'The log of runs cannot be opened now' },
  },
  run: {
    method: 'GET',
    path: '/v1/runs/{id}',
    summary: 'Where a run stands: every command, and what it waits for',
    access: 'read',
    params,
    query: z.strictObject({ language }),
    answer: RunAnswer,
    refusals: NO_RUN,
  },
  startRun: {
    method: 'PUT',
    path: '/v1/runs/{id}',
    summary: 'Begins a run under an id of the caller; asked again with the same id, it is the same run',
    access: 'write',
    params,
    body: z.strictObject({
      case: CaseId,
      playbook: z.string().max(200),
      language,
      values: z.record(z.string().max(300), z.string().max(20_000)).default({}).describe('Inputs by name'),
      simulated: z.boolean().describe('A rehearsal: no system is touched, people are asked as in earnest'),
    }),
    answer: RunAnswer,
    refusals: {
      404: 'There is no such case, or no such playbook',
      409: 'The playbook cannot be run, or the id is of another run; the sentence says why',
      503: 'A log cannot be opened now',
    },
  },
  approveStep: {
    method: 'POST',
    path: '/v1/runs/{id}/approvals',
    summary: 'Approves a command; a destructive one needs two different persons',
    access: 'write',
    params,
    body: z.strictObject({ number }),
    answer: RunAnswer,
    refusals: REFUSED,
  },
  answerStep: {
    method: 'POST',
    path: '/v1/runs/{id}/answers',
    summary: 'Says how a command went that waits for a person, or rejects one that waits for approvals',
    access: 'write',
    params,
    body: z.strictObject({
      number,
      answer: z
        .enum(['done', 'failed', 'again'])
        .describe('again: it did not take place, and is to be done now'),
      values: z.record(z.string().max(300), z.string().max(20_000)).default({}),
      note: z.string().max(2000).default(''),
    }),
    answer: RunAnswer,
    refusals: REFUSED,
  },
  undoStep: {
    method: 'POST',
    path: '/v1/runs/{id}/undo',
    summary: 'Takes one command back',
    access: 'write',
    params,
    body: z.strictObject({ number }),
    answer: RunAnswer,
    refusals: REFUSED,
  },
  stopRun: {
    method: 'POST',
    path: '/v1/runs/{id}/stop',
    summary: 'Ends a run: what is begun comes to its end, nothing else begins, what took place stays',
    access: 'write',
    params,
    body: z.strictObject({ reason: z.string().max(500).default('') }),
    answer: RunAnswer,
    refusals: REFUSED,
  },
} as const satisfies Record<string, Route>;
