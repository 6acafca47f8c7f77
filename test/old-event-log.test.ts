// SPDX-License-Identifier: Apache-2.0
// A data folder of before there was an index of keys, opened by the compiled program: who waits for it is told why.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSqlite } from '../src/platform/eventlog/sqlite/driver.ts';
import { openSqliteEventLog } from '../src/platform/index.ts';
import { startProcess } from './support/server-process.ts';

const RECORDS = 10_000;
const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-old-log-'));
const file = path.join(data, 'events.db');
afterAll(() => rmSync(data, { recursive: true }));

test('up tells that it builds the index before it listens, once', async () => {
  const log = await openSqliteEventLog(file);
  for (let at = 0; at < RECORDS; at += 5000)
    await log.append({
      records: Array.from({ length: 5000 }, (_, one) => ({
        source: 's',
        id: `${at + one}`,
        key: 'order.placed',
        body: '{}',
      })),
    });
  await log.close();
  const old = (await loadSqlite())(file);
  old.exec('DROP INDEX event_key');
  old.close();

  const first = await startProcess({ data });
  const said = first.said();
  expect(await first.stop()).toBe(0);
  const order = [`building its index of keys over ${RECORDS} records`, 'is built', 'Listening on'];
  const places = order.map((text) => said.indexOf(text));
  expect(places, said).toEqual(places.toSorted((left, right) => left - right));
  expect(places[0], said).toBeGreaterThanOrEqual(0);

  const second = await startProcess({ data });
  expect(second.said()).not.toContain('index of keys');
  expect(await second.stop()).toBe(0);
});
