// SPDX-License-Identifier: Apache-2.0
// Whatever is asked, the answer is the same before and after days went to files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventLog, EventSearch, NewRecord, TypeTerm } from '../src/core/ports/index.ts';
import { openSqliteEventLog, openTieredEventLog, type TieredLog } from '../src/platform/index.ts';
import { countEvents, searchEvents } from '../src/server/api/handlers/events.ts';
import { all } from './contracts/event-log.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-20T00:00:00Z');
const DAYS = 6;
const COUNT = 900;
const TYPES = ['web.access', 'web.login', 'pay', 'pay.capture', 'ünïcode', ''];
const SOURCES = ['web', 'door', 'a\u0000b'];

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-rolled-'));
let clock = START;
let hot: EventLog & EventSearch;
let rolled: TieredLog;

beforeAll(async () => {
  const open = { now: () => clock };
  hot = await openSqliteEventLog(path.join(root, 'hot.db'), open);
  rolled = await openTieredEventLog(path.join(root, 'rolled.db'), {
    ...open,
    folder: path.join(root, 'archive'),
    groupRecords: 40,
  });
  for (let at = 0; at < COUNT; at++) {
    clock = START + Math.floor((at * DAYS * DAY) / COUNT) + 1;
    const batch = { records: [made(at)] };
    await hot.append(batch);
    await rolled.append(batch);
  }
  expect(await rolled.roll(START + (DAYS - 1) * DAY)).toHaveLength(DAYS - 1);
});
afterAll(async () => {
  await Promise.all([hot.close(), rolled.close()]);
  rmSync(root, { recursive: true });
});

/** The words of a body are told by the number: some are no JSON, some hold what is searched for elsewhere. */
function made(at: number): NewRecord {
  const type = TYPES[at % 7];
  const note = at % 11 === 0 ? 'Fünf NEEDLE % _' : `hay "type":"pay" ${at % 13}`;
  const odd = [undefined, 'no JSON needle', '{"type":5}', `{"type":"pay"}\u0000`, '[]', ''][at % 31];
  const text = JSON.stringify(type === undefined ? { note } : { type, note });
  return { source: SOURCES[at % 3] ?? '', id: `i${at}`, key: `k${at % 29}`, body: odd ?? text };
}

const time = fc.integer({ min: -DAY, max: (DAYS + 1) * DAY }).map((ms) => new Date(START + ms).toISOString());
const QUERY = fc.record(
  {
    source: fc.constantFrom(...SOURCES, 'nobody'),
    key: fc.constantFrom('k0', 'k3', 'k28', 'k29'),
    type: fc.constantFrom(...TYPES, 'none'),
    text: fc.constantFrom('needle', 'NEEDLE', 'fünf', 'FÜNF', '%', '"type":"pay"', '12', 'nowhere', '\u0000'),
    from: time,
    to: time,
  },
  { requiredKeys: [] },
);

test('search and histogram of all in the database and of most in files are the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      QUERY,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 60 }),
      async (query, limit, spans) => {
        const pages = async (log: EventLog & EventSearch) => {
          const found = [];
          for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
            const page = await searchEvents({ log, now: () => 0 }, { ...query, limit, before });
            expect(page.events.length <= limit && page.complete).toBe(true);
            found.push(...page.events);
            before = page.next;
          }
          return found;
        };
        expect(await pages(rolled)).toEqual(await pages(hot));
        const counts = (log: EventLog & EventSearch) =>
          countEvents({ log, now: () => 0 }, { ...query, spans });
        expect(await counts(rolled)).toEqual(await counts(hot));
      },
    ),
    { numRuns: 150 },
  );
});

test('records are read from any offset on, of all partitions or of one, and times are found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: COUNT + 2 }),
      fc.option(fc.integer({ min: 0, max: 15 }), { nil: undefined }),
      fc.integer({ min: -1, max: DAYS * DAY + 1 }),
      async (from, partition, at) => {
        const read = async (log: EventLog) => {
          const found = [];
          for (let next = from; ; ) {
            const more = await log.read({
              from: next,
              limit: 70,
              ...(partition === undefined ? {} : { partition }),
            });
            found.push(...more);
            if (more.length === 0) return found;
            next = (more.at(-1)?.offset ?? 0) + 1;
          }
        };
        expect(await read(rolled)).toEqual(await read(hot));
        expect(await rolled.offsetAt(START + at)).toBe(await hot.offsetAt(START + at));
      },
    ),
    { numRuns: 40 },
  );
});

test('a duplicate of a record in a file is left out', async () => {
  expect(await rolled.append({ records: [made(0), made(COUNT - 1)] })).toMatchObject({
    stored: 0,
    duplicates: 2,
  });
});

test('by the times of their types records are gone from the database and from files', async () => {
  const terms: readonly TypeTerm[] = [
    { type: 'web.*', before: START + 4 * DAY },
    { type: 'web.login', before: START + 1 * DAY },
    { type: 'pay', before: START + DAYS * DAY },
  ];
  const before = await all(rolled);
  const typeOf = (body: string): unknown => {
    try {
      return JSON.parse(body)?.type;
    } catch {
      return undefined;
    }
  };
  const cut = (type: unknown): number => {
    if (type === 'web.access') return START + 4 * DAY;
    if (type === 'web.login') return START + DAY;
    return type === 'pay' ? START + DAYS * DAY : START + 2 * DAY;
  };
  const wanted = before.filter(({ body, observed }) => observed >= cut(typeOf(body)));
  expect(await hot.retain(START + 2 * DAY, terms)).toBe(before.length - wanted.length);
  expect(await all(hot)).toEqual(wanted);
  expect(await rolled.retain(START + 2 * DAY, terms)).toBe(before.length - wanted.length);
  expect(await all(rolled)).toEqual(wanted);
  expect(await rolled.retain(START + 2 * DAY, terms)).toBe(0);
  const counts = (log: EventLog & EventSearch) => countEvents({ log, now: () => 0 }, { spans: 13 });
  expect((await counts(rolled)).counts).toEqual((await counts(hot)).counts);
  expect(await rolled.retain(START + DAYS * DAY)).toBe(wanted.length);
  expect(await all(rolled)).toEqual([]);
  expect((await rolled.status()).first).toBe((await rolled.status()).next);
});
