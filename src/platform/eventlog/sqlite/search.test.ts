// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSqlite } from './driver.ts';
import { openSqliteEventLog } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ensuresec-search-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MANY = 25_000;
const RARE = [3, 12_001, 24_999];

/** Nearly all of one key, three of another. */
async function filled(name: string) {
  const log = await openSqliteEventLog(join(folder, name));
  for (let at = 0; at < MANY; at += 5000)
    await log.append({
      records: Array.from({ length: 5000 }, (_, one) => {
        const key = RARE.includes(at + one) ? 'rare' : 'common';
        return { source: 's', id: `${at + one}`, key, body: `{"n":${at + one}}` };
      }),
    });
  return log;
}

test('a rare key is found in one step, however many records there are; a common one in steps that are bounded', async () => {
  const log = await filled('keys.db');
  const window = { from: 0, to: MANY + 1, limit: 10 };
  const rare = await log.search({ ...window, filter: { key: 'rare' } });
  expect(rare.records.map(({ body }) => body)).toEqual(RARE.toReversed().map((at) => `{"n":${at}}`));
  expect(rare.reached).toBe(0);
  expect(await log.search({ ...window, filter: { key: 'no one' } })).toEqual({ records: [], reached: 0 });

  const nowhere = { key: 'common', text: 'nowhere' };
  let [to, steps] = [window.to, 0];
  for (; to > 0; steps++) to = (await log.search({ ...window, to, filter: nowhere })).reached;
  expect(steps).toBe(3);
  const start = Date.now() - 3_600_000;
  const tally = await log.tally({ ...window, filter: { key: 'rare' }, start, width: 7_200_000, count: 1 });
  expect(tally).toEqual({ counts: [3], reached: 0 });
  await log.close();
});

test('a database of before there was an index of keys gets it when it is opened, and tells so once', async () => {
  await (await filled('old.db')).close();
  const open = await loadSqlite();
  const old = open(join(folder, 'old.db'));
  old.exec('DROP INDEX event_key');
  old.close();
  const told: string[] = [];
  const onWork = (what: string): void => {
    // The first comes before the work: nothing else could say why nobody answers meanwhile.
    const isBuilt = open(join(folder, 'old.db'))
      .prepare('SELECT 1 FROM sqlite_schema WHERE name = ?')
      .get('event_key');
    told.push(`${isBuilt === undefined ? 'before' : 'after'}: ${what}`);
  };
  const log = await openSqliteEventLog(join(folder, 'old.db'), { onWork });
  expect(told).toEqual([
    expect.stringMatching(/^before: .*old\.db is of an earlier version: .* over 25000 records/),
    expect.stringMatching(/^after: The index of keys in .*old\.db is built$/),
  ]);
  const found = await log.search({ from: 0, to: MANY + 1, limit: 10, filter: { key: 'rare' } });
  expect(found).toMatchObject({ reached: 0, records: { length: 3 } });
  await log.close();
  await (await openSqliteEventLog(join(folder, 'old.db'), { onWork })).close();
  expect(told).toHaveLength(2);
  const plan = open(join(folder, 'old.db'))
    .prepare(
      'EXPLAIN QUERY PLAN SELECT * FROM event WHERE seq >= ? AND seq < ? AND key = ? ORDER BY seq DESC LIMIT 1',
    )
    .all(0, 9, 'rare');
  expect(JSON.stringify(plan)).toContain('event_key');
});
