// SPDX-License-Identifier: Apache-2.0
// What was counted before changes no answer, only how much is looked at for it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { EventSearch, NewRecord } from '../../../core/ports/index.ts';
import { loadSqlite, type OpenDatabase } from './driver.ts';
import { openSqliteStore } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ensuresec-blocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COUNT = 430;
const MINUTE = 60_000;
const TYPES = ['web.access', 'pay', 'ünïcode', '', 'a\u001fb', 'q"q'];
const SOURCES = ['web', 'door', 'a\u0000b'];

/** Blocks of 20: some without a type, a source or both, some with a type that JSON does not write as it is. */
function made(at: number): NewRecord {
  const rare = Math.floor(at / 60) % 3;
  const type = at === 250 ? undefined : TYPES[rare === 0 ? at % 2 : (at % 3) + rare];
  const odd = [
    undefined,
    '{"type":5}',
    '{"type":["a"],"x":"[\\"a\\"]"}',
    'no JSON',
    '{"type":"p\\u0061y"}',
    `{"type":"pay"}\u0000`,
  ][at % 23];
  const body = odd ?? JSON.stringify({ type, note: at % 7 === 0 ? 'needle "web.access"' : 'hay' });
  return { source: SOURCES[rare] ?? '', id: `i${at}`, key: `k${at % 5}`, body };
}

async function filled(name: string, clock: { now: number }, open?: OpenDatabase) {
  const options = { now: () => clock.now, blockRecords: 20, ...(open === undefined ? {} : { open }) };
  const store = await openSqliteStore(join(folder, name), options);
  for (let at = 0; at < COUNT; at++) {
    clock.now += MINUTE;
    await store.log.append({ records: [made(at)] });
  }
  return store;
}

async function searched(log: EventSearch, window: Parameters<EventSearch['search']>[0]) {
  const found: number[] = [];
  let [to, steps] = [window.to, 0];
  for (; to > window.from && found.length < window.limit; steps++) {
    const step = await log.search({ ...window, to, limit: window.limit - found.length });
    found.push(...step.records.map(({ offset }) => offset));
    to = step.reached;
  }
  return { found, steps };
}

async function tallied(log: EventSearch, spans: Parameters<EventSearch['tally']>[0]) {
  const counts = new Array<number>(spans.count).fill(0);
  let [to, steps] = [spans.to, 0];
  for (; to > spans.from; steps++) {
    const step = await log.tally({ ...spans, to });
    step.counts.forEach((many, span) => {
      counts[span] = (counts[span] ?? 0) + many;
    });
    to = step.reached;
  }
  return { counts, steps };
}

const FILTER = fc.record(
  {
    source: fc.constantFrom(...SOURCES, 'nobody'),
    type: fc.constantFrom(...TYPES, 'none', '5', '["a"]'),
    key: fc.constantFrom('k0', 'k4', 'k5'),
    text: fc.constantFrom('needle', 'web.access', 'nowhere'),
  },
  { requiredKeys: [] },
);
const edge = fc.integer({ min: 0, max: COUNT + 2 });

test('whatever is asked, the answer is that of a log in which nothing was counted', async () => {
  const [plain, counted] = [await filled('plain.db', { now: 0 }), await filled('counted.db', { now: 0 })];
  // Half of the blocks, then all of them, then without what was forgotten in the middle.
  const stages: (() => Promise<unknown>)[] = [
    async () => {
      for (let step = 0; step < 11; step++) expect(await counted.ask({ ask: 'summarise' })).toBe(true);
    },
    async () => {
      while ((await counted.ask({ ask: 'summarise' })) === true);
    },
    () =>
      Promise.all([plain, counted].map(({ log }) => log.retain(0, [{ type: 'pay', before: 200 * MINUTE }]))),
  ];
  for (const stage of stages) {
    await stage();
    await fc.assert(
      fc.asyncProperty(
        FILTER,
        edge,
        edge,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: -50, max: COUNT }),
        fc.integer({ min: 1, max: 200 }),
        async (filter, from, to, limit, start, width) => {
          const window = { from, to, filter };
          expect((await searched(counted.log, { ...window, limit })).found).toEqual(
            (await searched(plain.log, { ...window, limit })).found,
          );
          const spans = { ...window, start: start * MINUTE, width: width * MINUTE, count: 4 };
          expect((await tallied(counted.log, spans)).counts).toEqual(
            (await tallied(plain.log, spans)).counts,
          );
        },
      ),
      { numRuns: 120 },
    );
  }
  await Promise.all([plain.log.close(), counted.log.close()]);
});

test('what is rare or not there is found in a few steps, however long the log is', async () => {
  const { log, ask } = await filled('steps.db', { now: 0 });
  const all = { from: 0, to: COUNT + 1, limit: 10, filter: { source: 'nobody' } };
  const spans = { ...all, start: 0, width: COUNT * 2 * MINUTE, count: 1 };
  const before = [(await searched(log, all)).steps, (await tallied(log, spans)).steps];
  expect(before).toEqual([22, 22]);
  while ((await ask({ ask: 'summarise' })) === true);
  expect([(await searched(log, all)).steps, (await tallied(log, spans)).steps]).toEqual([1, 1]);
  // What comes in later is counted when its block is full.
  for (let at = 0; at < 40; at++) await log.append({ records: [{ ...made(at), id: `new ${at}` }] });
  expect(await ask({ ask: 'summarise' })).toBe(true);
  await log.close();
});

test('a block that cannot be read is told once and looked through; the connection stays', async () => {
  const sqlite = await loadSqlite();
  let opened = 0;
  const broken: OpenDatabase = (file, options) => {
    const database = sqlite(file, options);
    opened++;
    return {
      ...database,
      prepare: (sql) => {
        const statement = database.prepare(sql);
        if (!sql.includes('AS found')) return statement;
        return {
          run: (...values) => statement.run(...values),
          get: (...values) => statement.get(...values),
          all: (...values) => {
            if (Number(values[0]) >= 100 && Number(values[0]) < 120) throw new Error('malformed');
            return statement.all(...values);
          },
        };
      },
    };
  };
  const { log, ask } = await filled('broken.db', { now: 0 }, broken);
  const before = opened;
  while ((await ask({ ask: 'summarise' })) === true);
  expect(opened).toBe(before);
  expect((await log.status()).notices).toEqual(['Records 100 to 119 cannot all be read: malformed']);
  const all = { from: 0, to: COUNT + 1, limit: COUNT, filter: { source: 'web' } };
  const counted = (await tallied(log, { ...all, start: 0, width: COUNT * 2 * MINUTE, count: 1 })).counts;
  expect(counted).toEqual([(await searched(log, all)).found.length]);
  await log.close();
});
