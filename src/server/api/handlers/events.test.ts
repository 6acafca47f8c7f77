// SPDX-License-Identifier: Apache-2.0
// Search and histogram against a plain filter over the same records.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventWindow } from '../../../core/ports/index.ts';
import { openSqliteEventLog } from '../../../platform/index.ts';
import { countEvents, searchEvents } from './events.ts';

const START = Date.parse('2026-11-26T10:00:00Z');
const iso = (time: number): string => new Date(time).toISOString();

interface Made {
  readonly source: string;
  readonly key: string;
  readonly type: string;
  readonly note: string;
  readonly observed: number;
}

/** One record a second. */
async function filled(count: number) {
  let clock = START;
  const log = await openSqliteEventLog(join(folder, 'events.db'), { now: () => clock });
  const made: Made[] = [];
  for (let index = 0; index < count; index++) {
    clock = START + index * 1000;
    const each = {
      source: ['web', 'door'][index % 2] ?? '',
      key: `k${index % 7}`,
      type: ['a.b', 'a.bc'][index % 3 === 0 ? 0 : 1] ?? '',
      note: index % 5 === 0 ? 'Fünf NEEDLE % _' : 'hay "type":"a.b"',
    };
    made.push({ ...each, observed: clock });
    const { source, key, type, note } = each;
    await log.append({ records: [{ source, id: String(index), key, body: JSON.stringify({ type, note }) }] });
  }
  return { log, made };
}

const folder = mkdtempSync(join(tmpdir(), 'ensuresec-search-'));
const { log, made } = await filled(300);
afterAll(async () => {
  await log.close();
  rmSync(folder, { recursive: true });
});
const options = { log, now: () => 0 };
const NONE = { limit: 500, before: Number.MAX_SAFE_INTEGER };

test.each([
  [{}],
  [{ source: 'web' }],
  [{ key: 'k3' }],
  [{ type: 'a.b' }],
  [{ text: 'needle' }],
  [{ text: '%' }],
  [{ text: "'; DROP TABLE event; --" }],
  [{ source: 'door', type: 'a.bc', text: 'fünf' }],
  [{ from: iso(START + 50_500), to: iso(START + 99_000) }],
  [{ from: iso(START + 50_500), text: 'NEEDLE' }],
  [{ to: iso(START - 5) }],
  [{ from: iso(START + 10 ** 9) }],
])('%j finds what a filter finds, page by page, and counts as much', async (query) => {
  const { source, key, type, text, from, to } = query as Record<string, string | undefined>;
  const expected = made.flatMap((each, index) =>
    (source === undefined || each.source === source) &&
    (key === undefined || each.key === key) &&
    (type === undefined || each.type === type) &&
    (text === undefined || each.note.toLowerCase().includes(text.toLowerCase())) &&
    (from === undefined || each.observed >= Date.parse(from)) &&
    (to === undefined || each.observed < Date.parse(to))
      ? [String(index)]
      : [],
  );
  const whole = await searchEvents(options, { ...NONE, ...query });
  expect(whole.events.map(({ id }) => id)).toEqual(expected.toReversed());
  expect(whole).toMatchObject({ next: null, complete: true });
  const paged: string[] = [];
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
    const page = await searchEvents(options, { limit: 7, before, ...query });
    expect(page.events.length).toBeLessThanOrEqual(7);
    paged.push(...page.events.map(({ id }) => id));
    before = page.next;
  }
  expect(paged).toEqual(expected.toReversed());
  const counted = await countEvents(options, { spans: 10, ...query });
  expect(counted).toMatchObject({ total: expected.length, complete: true });
  const width = counted.spanSeconds * 1000;
  const counts = new Array<number>(10).fill(0);
  for (const id of expected) {
    const span = Math.floor(((made[Number(id)]?.observed ?? 0) - Date.parse(counted.start)) / width);
    counts[span] = (counts[span] ?? 0) + 1;
  }
  expect(counted.counts).toEqual(counts);
});

test('when time runs out, the page says where it ended', async () => {
  let clock = 0;
  const slow = {
    log: { ...log, search: async ({ to }: EventWindow) => ({ records: [], reached: to - 20_000 }) },
    now: () => (clock += 1000),
  };
  const many = {
    ...slow,
    log: { ...slow.log, status: async () => ({ ...(await log.status()), next: 10 ** 7 }) },
  };
  const page = await searchEvents(many, { limit: 10, before: 10 ** 7, text: 'x' });
  expect(page).toMatchObject({ events: [], complete: false, searched: 20_000, next: 10 ** 7 - 20_000 });
});
