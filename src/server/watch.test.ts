// SPDX-License-Identifier: Apache-2.0
// What is old enough goes: events after their days, what was found after its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteEventLog } from '../platform/index.ts';
import { createCounters } from './metrics.ts';
import { startWatch } from './watch.ts';

const DAY = 86_400_000;

test('events, alerts and incidents are forgotten by their age', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-watch-'));
  let clock = Date.UTC(2026, 0, 1);
  const now = () => clock;
  const open = (name: string) => openSqliteEventLog(join(folder, name), { now });
  const [log, alerts, incidents] = [await open('e.db'), await open('a.db'), await open('i.db')];
  const logs = [log, alerts, incidents];
  const append = async (id: string) => {
    for (const each of logs) await each.append({ records: [{ source: 's', id, key: 'k', body: '{}' }] });
  };
  const look = async () => {
    const watch = startWatch({
      ...{ log, alerts, found: [alerts, incidents], now, sources: [], counters: createCounters() },
      ...{ keep: { days: 10, types: [], hotDays: 3 }, foundDays: 30, onNotice: () => undefined },
    });
    await watch.stop();
    const kept = logs.map(async (each) => (await each.read({ from: 0, limit: 10 })).map(({ id }) => id));
    return Promise.all(kept);
  };
  await append('old');
  clock += 20 * DAY;
  await append('new');
  expect(await look()).toEqual([['new'], ['old', 'new'], ['old', 'new']]);
  clock += 11 * DAY;
  expect(await look()).toEqual([[], ['new'], ['new']]);
  await Promise.all(logs.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});
