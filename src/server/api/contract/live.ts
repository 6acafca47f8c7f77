// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { VerdictChangeShape } from '../../../analyse/index.ts';
import { JOB_STATES } from '../../jobs/job.ts';
import { Status } from './status.ts';

/** `event:` of the stream, and the shape of its `data:` (HTML §9.2). */
export const LIVE_EVENTS = {
  status: Status,
  alert: z.strictObject({
    level: z.string(),
    title: z.string(),
    at: z.strictObject({ file: z.string(), line: z.int().min(0) }),
  }),
  incident: z.strictObject({
    incident: z.string(),
    what: z.string().describe('opened, raised, goal, merged, quiet, reopened, closed'),
    level: z.string(),
    title: z.string(),
    into: z.string().exactOptional().describe('The incident that it is part of now'),
  }),
  notice: z.strictObject({ text: z.string() }),
  turned: z
    .strictObject({
      changes: z.array(VerdictChangeShape).readonly().describe('At most 50; the log of verdicts has all'),
      more: z.int().min(0),
    })
    .describe('Verdicts that turned because an alert showed a step to be taken, or its incident was closed'),
  case: z.strictObject({ case: z.string() }).describe('Something was recorded about a case'),
  run: z.strictObject({ run: z.string() }).describe('A run of a playbook went on, or waits for somebody'),
  job: z
    .strictObject({ job: z.string(), state: z.enum(JOB_STATES), progress: z.number().min(0).max(1) })
    .describe('A job went on, ended or was forgotten'),
  verdict: z.strictObject({ state: z.enum(['absent', 'running', 'failed', 'ready']) }),
} as const;

export type LiveName = keyof typeof LIVE_EVENTS;
export type LiveEvent = { [N in LiveName]: { name: N; data: z.infer<(typeof LIVE_EVENTS)[N]> } }[LiveName];
