// SPDX-License-Identifier: Apache-2.0
// The event log as its users see it. Every adapter passes `test/contracts/event-log.ts`.
import type { Mark } from './received.ts';

export interface NewRecord {
  /** Unique together with `id`; a second one within the window of the log is left out. */
  readonly source: string;
  readonly id: string;
  /** Records of one key are in one partition, in the order in which they were appended. */
  readonly key: string;
  /** Text, at most MAX_BODY_CHARS. The log does not look into it. */
  readonly body: string;
}

export const MAX_BODY_CHARS = 1024 * 1024;

export interface LogRecord extends NewRecord {
  /** Grows from record to record; gaps are possible. */
  readonly offset: number;
  readonly partition: number;
  /** When it was appended, in milliseconds since 1970. */
  readonly observed: number;
}

/** What could not be read, with all that is needed to try again. */
export interface NewDeadLetter {
  readonly source: string;
  readonly reason: string;
  readonly bytes: Uint8Array;
  /** Text that the writer understands; the log does not look into it. */
  readonly context: string;
}

export interface DeadLetter extends NewDeadLetter {
  readonly offset: number;
  readonly observed: number;
}

/** Everything in a batch becomes durable together, or nothing does. */
export interface Batch {
  readonly records: readonly NewRecord[];
  readonly dead?: readonly NewDeadLetter[];
  /** Dead letters that are done with: their records are in this batch. */
  readonly mended?: readonly number[];
  readonly mark?: Mark;
}

export type Appended =
  /** On disk: the storage has said that it is synced. */
  | { readonly status: 'stored'; readonly stored: number; readonly duplicates: number }
  /** The queue is full, nothing was kept: come again. */
  | { readonly status: 'busy'; readonly reason: string; readonly retryAfterMs: number }
  /** The storage refused, nothing was acknowledged: come again. */
  | { readonly status: 'failed'; readonly reason: string; readonly retryAfterMs: number };

export interface Commit {
  /** The first offset that the consumer has not dealt with. */
  readonly offset: number;
  /** What the consumer wants back with the offset, such as the state of its windows. */
  readonly state?: Uint8Array;
}

export interface LogStatus {
  /** The offset that the next record gets. */
  readonly next: number;
  /** The oldest offset that can be read; `next` when there is none. */
  readonly first: number;
  readonly partitions: number;
  readonly dead: number;
  /** Dead letters that were given up because there were too many. */
  readonly deadDropped: number;
  /** Appends that the storage refused since the log was opened. */
  readonly failures: number;
  /** Records that wait to be written. */
  readonly queued: number;
  /** Duplicates are left out for at least so long, in milliseconds. */
  readonly dedupeWindowMs: number;
  readonly consumers: Readonly<Record<string, number>>;
  /** What was found wrong with the store and what was done about it, in sentences. */
  readonly notices: readonly string[];
}

export interface ReadQuery {
  readonly from: number;
  readonly limit: number;
  readonly partition?: number;
}

/** How long records of a type are kept: `type` of the body, which is JSON. */
export interface TypeTerm {
  /** As it stands there, or its beginning with `.*`: `web.*` is `web.access` and `web.login`. The longest that fits holds. */
  readonly type: string;
  /** Milliseconds since 1970: what was observed earlier is forgotten. */
  readonly before: number;
}

/** @throws EventLogError on anything that is no answer of an append. */
export interface EventLog {
  /** Resolves once the batch is on disk or refused; calls that wait at the same time share one sync. */
  append(batch: Batch): Promise<Appended>;
  /**
   * Records from an offset on, oldest first; fewer than the limit when they are long, none only when there are no more. A
   * record that was damaged on disk is left out and becomes a notice.
   */
  read(query: ReadQuery): Promise<readonly LogRecord[]>;
  commit(consumer: string, commit: Commit): Promise<void>;
  /** Offset 0 for a consumer that never committed. */
  committed(consumer: string): Promise<Commit>;
  mark(name: string): Promise<string | undefined>;
  deadLetters(query: { readonly from: number; readonly limit: number }): Promise<readonly DeadLetter[]>;
  /**
   * Forgets records observed before a time, but none that a consumer still has to read. Types that are named have times of
   * their own. Returns how many.
   */
  retain(before: number, types?: readonly TypeTerm[]): Promise<number>;
  status(): Promise<LogStatus>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
}

/** The storage did not do what was asked. */
export class EventLogError extends Error {
  readonly code: 'io' | 'corrupt' | 'closed';

  constructor(code: 'io' | 'corrupt' | 'closed', message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
