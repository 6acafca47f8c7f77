// SPDX-License-Identifier: Apache-2.0
// Reads the log from where it had come, detects, stores alerts and incidents, and only then says that it has come further.
import type { EventLog, LogRecord, NewRecord } from '../../core/ports/index.ts';
import type { Found, News } from './detection.ts';
import { createSignal, type Signal } from './signal.ts';
import type { Detecting } from './thread.ts';

/** The name under which the log keeps the offset and the state of the detectors. */
export const CONSUMER = 'detect';

export interface ConsumerOptions {
  readonly log: EventLog;
  readonly alerts: EventLog;
  readonly incidents: EventLog;
  readonly detecting: Pick<Detecting, 'open' | 'detect' | 'settle' | 'save'>;
  readonly now: () => number;
  readonly onNews: (news: News) => void;
  /** Told why it waits when the storage fails; undefined when it goes on. */
  readonly onTrouble: (why: string | undefined) => void;
}

export interface Consumer {
  /** There is something to read. */
  wake(): void;
  /** Stores how far it has come, then stops. */
  stop(): Promise<void>;
}

const BATCH = 500;
const COMMIT_MS = 1000;
/** Saving the state takes at most one part in so many of the time. */
const SAVE_SHARE = 20;
const IDLE_MS = 500;
const SETTLE_MS = 1000;
const TROUBLE_MS = 1000;

export function startConsumer(options: ConsumerOptions): Consumer {
  const signal = createSignal();
  let stopping = false;
  const running = (async () => {
    while (!stopping)
      try {
        await consume(options, signal, () => stopping);
      } catch (error) {
        options.onTrouble(error instanceof Error ? error.message : String(error));
        await signal.wait(TROUBLE_MS);
      }
  })();
  return {
    wake: signal.notify,
    stop: async () => {
      stopping = true;
      signal.notify();
      await running;
    },
  };
}

/** From the committed offset on, until stopped. @throws EventLogError; what was not committed is read again. */
async function consume(options: ConsumerOptions, signal: Signal, stopped: () => boolean): Promise<void> {
  const { log, detecting, now } = options;
  const begun = await log.committed(CONSUMER);
  await detecting.open(begun.state);
  const commits = createCommits(options, begun.offset);
  // From the start, so that retention knows that somebody still has to read.
  await log.commit(CONSUMER, begun);
  options.onTrouble(undefined);
  let { offset } = begun;
  let settled = now();
  let ahead: Promise<readonly LogRecord[]> | undefined;
  while (!stopped()) {
    const records = await (ahead ?? readFrom(log, offset));
    offset = (records.at(-1)?.offset ?? offset - 1) + 1;
    // The next ones come while these are looked at.
    ahead = records.length > 0 ? readFrom(log, offset) : undefined;
    if (records.length > 0) await store(options, await detecting.detect(records));
    else if (now() - settled >= SETTLE_MS) {
      settled = now();
      // What the clock has decided is decided for good: no restart may decide it anew with other events at hand.
      if (await store(options, await detecting.settle(now()))) await commits.now(offset);
    }
    await commits.due(offset);
    if (records.length === 0) await signal.wait(IDLE_MS);
  }
  await commits.due(offset, true);
}

function readFrom(log: EventLog, from: number): Promise<readonly LogRecord[]> {
  const read = log.read({ from, limit: BATCH });
  // Whoever awaits it is told; when nobody does any more, a failure is no news.
  read.catch(() => undefined);
  return read;
}

/** Returns whether there was something. */
async function store({ alerts, incidents, onNews }: ConsumerOptions, found: Found): Promise<boolean> {
  await appendAll(alerts, found.alerts, 'alerts');
  await appendAll(incidents, found.changes, 'incidents');
  for (const each of found.news) onNews(each);
  return found.alerts.length + found.changes.length > 0;
}

async function appendAll(log: EventLog, records: readonly NewRecord[], what: string): Promise<void> {
  if (records.length === 0) return;
  const appended = await log.append({ records });
  if (appended.status !== 'stored') throw new Error(`Cannot store ${what}: ${appended.reason}`);
}

interface Commits {
  /** Commits when enough time has passed, or `isLast`, and there is something new. */
  due(offset: number, isLast?: boolean): Promise<void>;
  now(offset: number): Promise<void>;
}

function createCommits({ log, detecting, now }: ConsumerOptions, begun: number): Commits {
  let committed = begun;
  let at = now();
  let pause = COMMIT_MS;
  const commit = async (offset: number): Promise<void> => {
    const before = performance.now();
    await log.commit(CONSUMER, { offset, state: await detecting.save() });
    pause = Math.max(COMMIT_MS, (performance.now() - before) * SAVE_SHARE);
    committed = offset;
    at = now();
  };
  return {
    due: async (offset, isLast = false) => {
      if (offset !== committed && (isLast || now() - at >= pause)) await commit(offset);
    },
    now: commit,
  };
}
