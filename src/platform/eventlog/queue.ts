// SPDX-License-Identifier: Apache-2.0
// Group commit with a bound: while one group is written the next one gathers, so that a sync is shared by all who wait.
// Whoever comes when the queue is full is told so at once; nothing is dropped.
import type { Appended, Batch } from '../../core/ports/index.ts';

export interface QueueLimits {
  /** Records and bytes that may wait. */
  readonly records: number;
  readonly bytes: number;
}

export const QUEUE_LIMITS: QueueLimits = { records: 50_000, bytes: 64 * 1024 * 1024 };

/** What one sync covers at most, so that a group takes well below a second. */
const GROUP_RECORDS = 4000;
const GROUP_BYTES = 8 * 1024 * 1024;

export const RETRY_MS = 1000;

export type Counts = { readonly stored: number; readonly duplicates: number };

/** Writes and syncs a group; one answer a batch. @throws when the storage refuses: then nothing of it counts as written. */
export type WriteGroup = (batches: readonly Batch[]) => Promise<readonly Counts[]>;

export interface WriteQueue {
  append(batch: Batch): Promise<Appended>;
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>;
  readonly queued: number;
  readonly failures: number;
}

interface Waiting {
  readonly batch: Batch;
  readonly records: number;
  readonly bytes: number;
  readonly answer: (appended: Appended) => void;
}

export function createWriteQueue(write: WriteGroup, limits: QueueLimits = QUEUE_LIMITS): WriteQueue {
  const waiting: Waiting[] = [];
  const size = { records: 0, bytes: 0 };
  let failures = 0;
  let running: Promise<void> | undefined;
  const writeAll = async (): Promise<void> => {
    // Requests that arrived in the same turn of the event loop shall share the first group.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      try {
        const counts = await write(group.map(({ batch }) => batch));
        for (const [at, { answer }] of group.entries())
          answer({ status: 'stored', ...(counts[at] ?? { stored: 0, duplicates: 0 }) });
      } catch (error) {
        failures++;
        const reason = error instanceof Error ? error.message : String(error);
        for (const { answer } of group) answer({ status: 'failed', reason, retryAfterMs: RETRY_MS });
      }
      for (const { records, bytes } of group) {
        size.records -= records;
        size.bytes -= bytes;
      }
    }
    running = undefined;
  };
  return {
    append: (batch) => {
      const [records, bytes] = sizeOf(batch);
      const isFull = size.records + records > limits.records || size.bytes + bytes > limits.bytes;
      if (isFull && size.records > 0)
        return Promise.resolve({
          status: 'busy',
          reason: `${size.records} records wait to be written`,
          retryAfterMs: RETRY_MS,
        });
      return new Promise((answer) => {
        waiting.push({ batch, records, bytes, answer });
        size.records += records;
        size.bytes += bytes;
        running ??= writeAll();
      });
    },
    drained: async () => {
      while (running !== undefined) await running;
    },
    get queued() {
      return size.records;
    },
    get failures() {
      return failures;
    },
  };
}

function takeGroup(waiting: Waiting[]): readonly Waiting[] {
  let records = 0;
  let bytes = 0;
  let count = 0;
  for (const each of waiting) {
    if (count > 0 && (records + each.records > GROUP_RECORDS || bytes + each.bytes > GROUP_BYTES)) break;
    records += each.records;
    bytes += each.bytes;
    count++;
  }
  return waiting.splice(0, count);
}

/** A batch that only moves a mark still takes a place. */
function sizeOf({ records, dead = [] }: Batch): readonly [number, number] {
  let bytes = 0;
  for (const { body, id, key } of records) bytes += body.length + id.length + key.length + 64;
  for (const letter of dead) bytes += letter.bytes.length + letter.context.length;
  return [Math.max(1, records.length + dead.length), bytes];
}
