// SPDX-License-Identifier: Apache-2.0
// Gives the memory of a thread back while it has nothing to do. V8 collects when much is allocated: what a start or a burst
// left behind would stay for as long as nothing happens after it.
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

export interface IdleOptions {
  /** Milliseconds between two looks. */
  readonly lookMs?: number;
  /** For tests: another collection. */
  readonly collect?: () => Promise<void>;
  /** For tests: another measure of what the thread holds, in bytes. */
  readonly size?: () => number;
}

const LOOK_MS = 10_000;
/** Share of the time between two looks in which the thread did something. */
const BUSY = 0.1;
/** Looks after a collection at which there is none: what a little work makes young is garbage soon, and comes again. */
const RESTS = 6;
/** Less than this is not worth the tenth of a second that a collection holds the thread up. */
const WORTH_BYTES = 4 * 2 ** 20;

/** Collects in this thread whenever it was idle since the last look and its heap has grown since the last collection. */
export function collectWhenIdle({
  lookMs = LOOK_MS,
  collect = collectAll,
  size = sizeNow,
}: IdleOptions = {}): () => void {
  let before = performance.eventLoopUtilization();
  let left = 0;
  let rests = 0;
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    // What was collected took its time; that is no work.
    before = performance.eventLoopUtilization();
    timer?.refresh();
  };
  const look = (): void => {
    const { utilization } = performance.eventLoopUtilization(before);
    if (rests > 0) rests--;
    if (rests > 0 || utilization > BUSY || size() < left + WORTH_BYTES) again();
    else
      void collect().then(
        () => {
          left = size();
          rests = RESTS;
          again();
        },
        // Where nobody may look into the thread, it keeps what it has.
        () => undefined,
      );
  };
  timer = setTimeout(look, lookMs).unref();
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}

/**
 * Frees what nothing refers to, and the room for what is young: a collection by `gc` leaves 32 MiB of it where little was allocated
 * just before. Code of functions that ran once, at the start, goes too; it is compiled again when it is called. No flag of V8
 * is changed: they are those of all threads, in the middle of whose work they would change.
 */
async function collectAll(): Promise<void> {
  const { Session } = await import('node:inspector').catch(() => ({ Session: undefined }));
  // A Node that was built without it keeps what it has.
  if (Session === undefined) return;
  const session = new Session();
  session.connect();
  try {
    // Tells V8 that memory is low, which nothing else in Node does. No port is opened.
    await new Promise((resolve) => session.post('HeapProfiler.collectGarbage', resolve));
  } finally {
    session.disconnect();
  }
}

function sizeNow(): number {
  const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
