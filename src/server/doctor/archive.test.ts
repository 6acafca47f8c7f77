// SPDX-License-Identifier: Apache-2.0
// A damaged file of a day is named, with what is lost; nothing throws, and all other days are still found.
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTieredEventLog } from '../../platform/index.ts';
import { searchEvents } from '../api/handlers/events.ts';
import { lookAtArchive } from './archive.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-20T10:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'ensuresec-archive-'));
const sound = join(root, 'sound');
let clock = START;

const open = (data: string) =>
  openTieredEventLog(join(data, 'events.db'), {
    folder: join(data, 'archive'),
    now: () => clock,
    groupRecords: 50,
  });

beforeAll(async () => {
  cpSync(mkdtempSync(join(root, 'made-')), sound, { recursive: true });
  const log = await open(sound);
  for (let day = 0; day < 3; day++) {
    clock = START + day * DAY;
    await log.append({
      records: Array.from({ length: 100 }, (_, at) => ({
        source: 's',
        id: `${day}-${at}`,
        key: 'k',
        body: JSON.stringify({ type: 'a.b', note: `${day} ${at}`.repeat(20) }),
      })),
    });
  }
  await log.roll(START + 3 * DAY);
  await log.close();
});
afterAll(() => rmSync(root, { recursive: true }));

const FILE = '2026-11-21.parquet';

test('sound files are fine', async () => {
  expect(await lookAtArchive(sound, true)).toEqual([
    {
      id: 'archive',
      level: 'fine',
      what: '3 closed days with 300 events are in files, read through and sound',
    },
  ]);
});

test.each([
  ['missing', (file: string) => rmSync(file), /there is no such file/, 100],
  ['cut', (file: string) => truncateSync(file, 500), /./, 100],
  ['empty', (file: string) => truncateSync(file, 0), /./, 100],
  ['not Parquet', (file: string) => writeFileSync(file, 'PAR1 not really PAR1'), /./, 100],
  ['with a flipped bit in a body', flip, /a part of it is not what was written/, 50],
])(
  'a file that is %s is named with what is lost, and the rest is still found',
  async (name, damage, why, lost) => {
    const data = join(root, name.replaceAll(' ', '-'));
    cpSync(sound, data, { recursive: true });
    damage(join(data, 'archive', FILE));
    const found = await lookAtArchive(data, true);
    expect(found).toMatchObject([
      { id: 'archive-damaged', level: 'problem', what: expect.stringMatching(why) },
    ]);
    expect(found[0]?.what).toContain(FILE);
    expect(found[0]?.what).toContain(`Lost with it: ${lost} events, observed from 2026-11-21T10:00:00.000Z`);
    const log = await open(data);
    const read = [];
    for (let from = 0; ; ) {
      const more = await log.read({ from, limit: 1000 });
      if (more.length === 0) break;
      read.push(...more);
      from = (more.at(-1)?.offset ?? 0) + 1;
    }
    const searched = await searchEvents({ log, now: () => 0 }, { limit: 500, before: 1000 });
    expect(read.filter(({ id }) => !id.startsWith('1-'))).toHaveLength(200);
    expect(searched.events.filter(({ id }) => !id.startsWith('1-'))).toHaveLength(200);
    expect((await log.status()).notices.join()).toMatch(/2026-11-21|damaged/);
    await log.close();
  },
);

/** In the first page of bodies of the first row group. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  const { row_groups: groups } = parquetMetadata(new Uint8Array(bytes).buffer);
  const body = groups[0]?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === 'body');
  const at = Number(body?.meta_data?.data_page_offset) + 80;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
