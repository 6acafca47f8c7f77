// SPDX-License-Identifier: Apache-2.0
// A piece of heavy work that somebody asked for, as it is kept.
import { z } from 'zod';

export const JOB_KINDS = ['simulation', 'backup'] as const;
export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

const time = z.int().min(0);

export const QuestionShape = z.strictObject({
  scenario: z.string().exactOptional().describe('Id of a scenario'),
  attack: z.string().exactOptional().describe('Id of an attack'),
  detect: z.number().exactOptional().describe('Mean hours until somebody notices'),
  measures: z.array(z.string()).readonly(),
  runs: z.int().min(1),
});

/** Times in milliseconds since 1970. */
export const JobShape = z.strictObject({
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  kind: z.enum(JOB_KINDS),
  /** Of a simulation, so that its answer is shown where it was asked. */
  question: QuestionShape.exactOptional(),
  /** Who asked: `person:ada`. */
  by: z.string(),
  state: z.enum(JOB_STATES),
  /** From 0 to 1. */
  progress: z.number().min(0).max(1),
  askedAt: time,
  startedAt: time.exactOptional(),
  endedAt: time.exactOptional(),
  /** Of one that failed: a sentence, or `INTERRUPTED`. */
  why: z.string().exactOptional(),
  /** Of the result. */
  bytes: z.int().min(0).exactOptional(),
  sha256: z.string().exactOptional(),
});
export type Job = Readonly<z.infer<typeof JobShape>>;

/** The server ended before the job did. */
export const INTERRUPTED = 'interrupted';

export function hasEnded({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}
