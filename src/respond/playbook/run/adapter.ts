// SPDX-License-Identifier: Apache-2.0
// What carries out commands, as the executor sees it. One adapter answers for one or more command types of CACAO 2.0 §5.
import { z } from 'zod';
import type { Certainty } from '../certainty.ts';

/** Which approvals a command needs before it acts. */
export const RISKS = ['none', 'change', 'destructive'] as const;
export type Risk = (typeof RISKS)[number];

/** A command with the values of its variables in it. Secrets stay names, see `reveal`. */
export const Resolved = z.strictObject({
  type: z.string(),
  /** For people. */
  text: z.string(),
  /** bash, jupyter: the words of the command line. Absent when it needs a shell. */
  argv: z.array(z.string()).optional(),
  /** What a program reads, or whatever carries out the type: each value in it is written so that it stays one. */
  script: z.string().optional(),
  /** Why nobody but a person can carry it out. */
  byHand: z.string().optional(),
  /** http-api, openc2-http and elastic: the request. `path` begins with a slash and carries the query. */
  request: z
    .strictObject({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.array(z.string())),
      body: z.string().optional(),
    })
    .optional(),
});
export type Resolved = z.infer<typeof Resolved>;

/** An agent or target (CACAO 2.0 §7). `secret` is the name under which the operator keeps what it is authenticated with. */
export const Party = z.strictObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  address: z.record(z.string(), z.array(z.string())),
  port: z.string().optional(),
  authentication: z
    .strictObject({ type: z.string(), username: z.string().optional(), secret: z.string().optional() })
    .optional(),
});
export type Party = z.infer<typeof Party>;

/** Everything that is needed to carry out one command, now or after a crash: it is in the log before the effect. */
export const Work = z.strictObject({
  step: z.string(),
  name: z.string(),
  command: Resolved,
  agent: Party,
  targets: z.array(Party),
  /** Variables that its answer may set: name → scope. */
  outArgs: z.record(z.string(), z.string()),
  risk: z.enum(RISKS),
  /** How it is taken back, and how one sees whether it took place. */
  undo: Resolved.optional(),
  probe: Resolved.optional(),
  /** Its maker says that doing it twice is doing it once. */
  idempotent: z.literal(true).optional(),
  /** It is taken back after so long, in milliseconds. */
  ttlMs: z.number().optional(),
});
export type Work = z.infer<typeof Work>;

/** The dry run of one command. */
export interface Planned {
  /** What it would touch, or why it will park. */
  readonly text: string;
  readonly certainty: Certainty;
  /** Hosts, groups, programs and paths that it would reach; empty when a person does it. */
  readonly touches: readonly string[];
  /** What a crash in its undo would mean; absent when it cannot be undone. */
  readonly undo?: Exclude<Certainty, 'probeable'>;
}

export type Did =
  | { readonly status: 'done'; readonly values?: Readonly<Record<string, string>>; readonly note?: string }
  | { readonly status: 'failed'; readonly reason: string }
  /** A person has to do it, or to say how it went. */
  | { readonly status: 'parked'; readonly reason: string }
  /** It may or may not have taken place: a connection that broke, a time that ran out. */
  | { readonly status: 'unknown'; readonly reason: string };

export type Probed =
  | { readonly seen: 'done'; readonly values?: Readonly<Record<string, string>> }
  | { readonly seen: 'absent' }
  | { readonly seen: 'unknown'; readonly reason: string };

export interface Attempt {
  /** Aborted when the time of the step has run out. */
  readonly signal: AbortSignal;
  /** The same key was tried before: whoever deletes finds nothing any more, and that is success. */
  readonly isRetry: boolean;
}

/**
 * Each call may be the second one with the same key, after a crash.
 *
 * @throws Error on a fault of its own; the executor takes that as `unknown`.
 */
export interface Adapter {
  takes(type: string): boolean;
  plan(work: Work): Planned;
  do(key: string, work: Work, attempt: Attempt): Promise<Did>;
  probe(key: string, work: Work, attempt: Attempt): Promise<Probed>;
  undo(key: string, work: Work, attempt: Attempt): Promise<Did>;
}
