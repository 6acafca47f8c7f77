// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { JOB_KINDS, JOB_STATES, QuestionShape } from '../../jobs/job.ts';
import { MOST_JOB_RUNS, Simulated, SimulationAsked } from './cascade.ts';
import { Digest, Instant } from './parts.ts';
import type { Route } from './route.ts';

const id = z.string().min(1).max(64);
const params = z.strictObject({ id });
const MOST_CHARS = 1024;
/** Short ones can be tried out by whoever has the file. */
export const LEAST_CHARS = 12;

const Job = z
  .strictObject({
    id,
    kind: z.enum(JOB_KINDS),
    title: z.string().nullable().describe('Of a simulation: what the pack calls the scenario or the attack'),
    question: QuestionShape.nullable().describe('Of a simulation'),
    by: z.string().describe('Who started it'),
    state: z.enum(JOB_STATES),
    progress: z.number().min(0).max(1),
    askedAt: Instant,
    startedAt: Instant.nullable().describe('Null: it waits; one job runs at a time'),
    endedAt: Instant.nullable(),
    why: z.string().nullable().describe('Why it failed; `interrupted`: the server ended before it was done'),
    result: z.string().nullable().describe('Path of the result, while it is kept'),
    until: Instant.nullable().describe('As long as it is kept'),
    bytes: z.int().min(0).nullable().describe('Of the result'),
    sha256: Digest.nullable().describe('Of the file of a backup'),
  })
  .readonly();

const MANY = { 429: 'Too many jobs wait' } as const;
const GONE = { 404: 'There is no such job: results are kept for a day' } as const;
const BEGINS = '/v1/jobs/{id}';

export const jobRoutes = {
  jobs: {
    method: 'GET',
    path: '/v1/jobs',
    summary: 'Heavy work that was asked for lately, and how far it is; the newest first',
    access: 'read',
    answer: z.strictObject({ jobs: z.array(Job) }),
  },
  job: {
    method: 'GET',
    path: '/v1/jobs/{id}',
    summary: 'One job; the stream tells each change of it',
    access: 'read',
    params,
    answer: Job,
    refusals: GONE,
  },
  removeJob: {
    method: 'DELETE',
    path: '/v1/jobs/{id}',
    summary: 'Cancels a job; of one that has ended, forgets it and its result',
    access: 'write',
    params,
    answer: z.strictObject({}),
    refusals: { ...GONE, 403: 'Only who started a job, or an owner, ends it' },
  },
  startSimulation: {
    method: 'POST',
    path: '/v1/jobs/simulations',
    summary: `What \`POST /v1/simulate\` answers, of up to ${MOST_JOB_RUNS} runs, as a job`,
    access: 'write',
    body: SimulationAsked(MOST_JOB_RUNS),
    answer: Job,
    begins: BEGINS,
    refusals: { 409: 'There is no model', ...MANY },
  },
  jobSimulation: {
    method: 'GET',
    path: '/v1/jobs/{id}/simulation',
    summary: 'The answer of a simulation that was a job',
    access: 'read',
    params,
    answer: Simulated,
    refusals: { ...GONE, 409: 'It is not done, or no simulation' },
  },
  startBackup: {
    method: 'POST',
    path: '/v1/jobs/backups',
    summary: 'A backup of all of the data folder, encrypted, as a job',
    access: 'write',
    body: z.strictObject({
      passphrase: z
        .string()
        .min(LEAST_CHARS)
        .max(MOST_CHARS)
        .regex(/^[^\r\n]*$/, 'one line')
        .describe('Encrypts it (the format of age); it is kept nowhere'),
    }),
    answer: Job,
    begins: BEGINS,
    refusals: { 403: 'This is asked of those alone who just signed in', ...MANY },
  },
  jobBackup: {
    method: 'GET',
    path: '/v1/jobs/{id}/backup',
    summary: 'The file of a backup that was a job; `ensuresec restore` takes it',
    access: 'read',
    params,
    bytes: 'application/octet-stream',
    answer: z.string(),
    refusals: { ...GONE, 409: 'It is not done, or no backup' },
  },
} as const satisfies Record<string, Route>;
