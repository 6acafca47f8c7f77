// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { EventLog, NewRecord } from '../../core/ports/index.ts';
import { openSqliteEventLog } from '../../platform/index.ts';
import { CONSUMER, type Consumer, startConsumer } from './consumer.ts';
import type { Found } from './detection.ts';

interface Logs {
  readonly log: EventLog;
  readonly alerts: EventLog;
  readonly incidents: EventLog;
}

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-consumer-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
const opened: EventLog[] = [];
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
});

async function openLogs(): Promise<Logs> {
  const open = async (): Promise<EventLog> => {
    const log = await openSqliteEventLog(path.join(root, `${count++}.db`));
    opened.push(log);
    return log;
  };
  return { log: await open(), alerts: await open(), incidents: await open() };
}

const record = (id: string): NewRecord => ({ source: 's', id, key: id, body: `"${id}"` });
const NOTHING: Found = { alerts: [], changes: [], news: [] };

interface Script {
  /** Number of the batch that fails, from 1. */
  readonly failsAt?: number;
  readonly settles?: Found;
}

/** Counts the records it saw; its state is the count, and every record is an alert. */
function detectingBy(script: Script = {}) {
  const seen = { opened: [] as string[], batches: 0, count: 0, settled: 0 };
  return {
    seen,
    open: async (saved: Uint8Array | undefined) => {
      seen.opened.push(saved === undefined ? 'new' : new TextDecoder().decode(saved));
      seen.count = saved === undefined ? 0 : Number(new TextDecoder().decode(saved));
    },
    detect: async (records: readonly NewRecord[]): Promise<Found> => {
      if (++seen.batches === script.failsAt) throw new Error('broken');
      seen.count += records.length;
      return {
        ...NOTHING,
        alerts: records.map(({ id }) => record(`alert ${id}`)),
        changes: [record('opened')],
      };
    },
    settle: async () => {
      seen.settled++;
      return script.settles ?? NOTHING;
    },
    save: async () => new TextEncoder().encode(String(seen.count)),
  };
}

function start(logs: Logs, detecting: ReturnType<typeof detectingBy>, now = Date.now) {
  const troubles: (string | undefined)[] = [];
  const consumer: Consumer = startConsumer({
    ...logs,
    detecting,
    now,
    onNews: () => undefined,
    onTrouble: (why) => troubles.push(why),
  });
  return { consumer, troubles };
}

const idsIn = async (log: EventLog): Promise<readonly string[]> =>
  (await log.read({ from: 0, limit: 10_000 })).map(({ id }) => id);

test('what is found is stored, and the state with the offset when it stops', async () => {
  const logs = await openLogs();
  const ids = Array.from({ length: 1200 }, (_, at) => `${at}`);
  await logs.log.append({ records: ids.map(record) });
  const detecting = detectingBy();
  const { consumer } = start(logs, detecting);
  await expect.poll(() => detecting.seen.count).toBe(ids.length);
  await consumer.stop();
  expect(await idsIn(logs.alerts)).toEqual(ids.map((id) => `alert ${id}`));
  expect(await idsIn(logs.incidents)).toEqual(['opened']);
  const { offset, state } = await logs.log.committed(CONSUMER);
  expect(offset).toBe((await logs.log.status()).next);
  expect(new TextDecoder().decode(state)).toBe('1200');
});

test('after a failure it goes on from what was committed, and an alert that is found again is one', async () => {
  const logs = await openLogs();
  await logs.log.append({ records: ['a', 'b'].map(record) });
  const first = detectingBy();
  const { consumer } = start(logs, first);
  await expect.poll(() => first.seen.count).toBe(2);
  await consumer.stop();
  await logs.log.append({ records: Array.from({ length: 700 }, (_, at) => record(`n${at}`)) });
  const second = detectingBy({ failsAt: 2 });
  const { consumer: again, troubles } = start(logs, second);
  await expect.poll(() => second.seen.count, { timeout: 10_000 }).toBe(702);
  await again.stop();
  expect(second.seen.opened).toEqual(['2', '2']);
  expect(troubles).toEqual([undefined, 'broken', undefined]);
  const ids = await idsIn(logs.alerts);
  expect(ids).toHaveLength(702);
  expect(new Set(ids).size).toBe(702);
});

test('when nothing comes it is told the time, and what that decides is committed at once', async () => {
  const logs = await openLogs();
  const detecting = detectingBy({ settles: { ...NOTHING, alerts: [record('overdue')] } });
  const { consumer } = start(logs, detecting);
  await expect.poll(() => detecting.seen.settled, { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await logs.log.committed(CONSUMER)).state !== undefined).toBe(true);
  expect(await idsIn(logs.alerts)).toEqual(['overdue']);
  await consumer.stop();
});
