// SPDX-License-Identifier: Apache-2.0
// Reads the log from where it had come, detects, stores alerts, and only then says that it has come further.
import type { EventLog, LogRecord, NewRecord } from '../../core/ports/index.ts';
import type { Alert } from '../../monitor/index.ts';
import { alertRecord } from './alert-record.ts';
import { type Detection, LATENESS_MS } from './detection.ts';

/** The name under which the log keeps the offset and the state of the detectors. */
export const CONSUMER = 'detect';

export interface ConsumerOptions {
  readonly log: EventLog;
  readonly alerts: EventLog;
  readonly create: (saved: Uint8Array | undefined) => Detection;
  readonly now: () => number;
  readonly onAlert: (alert: Alert) => void;
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
/** Events between two looks at what else the process has to do. */
const SLICE = 50;
const COMMIT_MS = 1000;
const IDLE_MS = 500;
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
async function consume(
  { log, alerts, create, now, onAlert, onTrouble }: ConsumerOptions,
  signal: Signal,
  stopped: () => boolean,
): Promise<void> {
  const begun = await log.committed(CONSUMER);
  const detection = create(begun.state);
  let { offset } = begun;
  let committed = { offset, at: now() };
  let active = now();
  const store = async (found: readonly Alert[]): Promise<void> => {
    if (found.length === 0) return;
    await appendAll(alerts, found.map(alertRecord));
    for (const alert of found) onAlert(alert);
  };
  const commit = async (): Promise<void> => {
    if (offset !== committed.offset) await log.commit(CONSUMER, { offset, state: detection.save() });
    committed = { offset, at: now() };
  };
  // From the start, so that retention knows that somebody still has to read.
  await log.commit(CONSUMER, { offset, ...(begun.state === undefined ? {} : { state: begun.state }) });
  onTrouble(undefined);
  while (!stopped()) {
    const records = await log.read({ from: offset, limit: BATCH });
    await store(await detectAll(detection, records));
    offset = (records.at(-1)?.offset ?? offset - 1) + 1;
    if (records.length > 0) active = now();
    else if (now() - active > LATENESS_MS) {
      await store(detection.settle(now()));
      active = now();
    }
    if (now() - committed.at >= COMMIT_MS) await commit();
    if (records.length === 0) await signal.wait(IDLE_MS);
  }
  await commit();
}

async function detectAll(detection: Detection, records: readonly LogRecord[]): Promise<readonly Alert[]> {
  const found: Alert[] = [];
  for (const [at, record] of records.entries()) {
    found.push(...detection.accept(record));
    if (at % SLICE === SLICE - 1) await new Promise(setImmediate);
  }
  return found;
}

async function appendAll(log: EventLog, records: readonly NewRecord[]): Promise<void> {
  const appended = await log.append({ records });
  if (appended.status !== 'stored') throw new Error(`Cannot store alerts: ${appended.reason}`);
}

interface Signal {
  notify(): void;
  /** Until notified, at most so many milliseconds. */
  wait(ms: number): Promise<void>;
}

function createSignal(): Signal {
  let pending = false;
  let wakeUp: (() => void) | undefined;
  return {
    notify: () => {
      pending = true;
      wakeUp?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wakeUp = undefined;
          pending = false;
          resolve();
        };
        const timer = setTimeout(done, pending ? 0 : ms);
        wakeUp = done;
      }),
  };
}
