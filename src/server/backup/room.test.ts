// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openItemStore } from '../../platform/index.ts';
import { contentsOf } from './contents.ts';
import { lackOfRoom, needOf } from './room.ts';
import { writeBackup } from './write.ts';

const MIB = 2 ** 20;
let folder = '';
let data = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensuresec-room-'));
  data = join(folder, 'data');
  mkdirSync(join(data, 'archive'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const backup = () =>
  writeBackup({ data, out: join(folder, 'out'), replace: false, keys: true, version: '0.0.0', now: () => 0 });
const lines = (bytes: number): string =>
  Array.from({ length: bytes / 64 }, (_, at) => `{"seq":${at},"name":"order.placed","amount":${at % 97}}`)
    .join('\n')
    .slice(0, bytes);

describe('what a backup needs', () => {
  const files: Readonly<Record<string, () => void>> = {
    'nothing that can be packed': () =>
      writeFileSync(join(data, 'archive', 'day.parquet'), randomBytes(9 * MIB)),
    'text alone': () => writeFileSync(join(data, 'long.ndjson'), lines(24 * MIB)),
    'half of each': () => {
      writeFileSync(join(data, 'archive', 'day.parquet'), randomBytes(6 * MIB));
      writeFileSync(join(data, 'long.ndjson'), lines(6 * MIB));
    },
    'many small files': () => {
      for (let at = 0; at < 300; at++) writeFileSync(join(data, `${at}.json`), `{"n":${at}}`);
    },
    'an empty file': () => writeFileSync(join(data, 'empty'), ''),
  };
  test.each(Object.keys(files))('is not less than it takes, nor twice that: %s', async (name) => {
    files[name]?.();
    const store = await openItemStore(join(data, 'access.db'));
    store.write([{ kind: 'person', id: 'ada', value: JSON.stringify(lines(2 * MIB)) }]);
    store.close();
    const { archive, copy } = needOf(data, contentsOf(data, true), 3);
    const { bytes, manifest } = await backup();
    expect(archive).toBeGreaterThanOrEqual(bytes);
    // What stands beside each file is stated for the longest names.
    expect(archive - manifest.files.length * 2048).toBeLessThan(2 * bytes);
    const copied = manifest.files.find(({ kind }) => kind === 'database')?.bytes ?? Infinity;
    expect(copy).toBeGreaterThanOrEqual(copied);
    expect(copy).toBeLessThan(2 * copied);
  });
});

describe('room', () => {
  const need = { copy: 300 * MIB, archive: 100 * MIB };
  const disk = (name: string, id: number, free: number | undefined) => ({ folder: name, id, free });
  const rows: readonly [string, ReturnType<typeof disk>, ReturnType<typeof disk>, string | undefined][] = [
    ['is enough to the byte', disk('/d', 1, 400 * MIB), disk('/o', 1, 400 * MIB), undefined],
    [
      'lacks on one disk for both',
      disk('/d', 1, 400 * MIB - 1),
      disk('/o', 1, 400 * MIB - 1),
      'about 400.0 MiB are needed in /o (300.0 MiB for a copy of its largest database, 100.0 MiB for the backup), and 399.9 MiB are free there',
    ],
    ['is enough on two disks', disk('/d', 1, 300 * MIB), disk('/o', 2, 100 * MIB), undefined],
    [
      'lacks for the copy',
      disk('/d', 1, 299 * MIB),
      disk('/o', 2, 5000 * MIB),
      'about 300.0 MiB are needed in /d for a copy of its largest database, and 299.0 MiB are free there',
    ],
    [
      'lacks on both disks',
      disk('/d', 1, 0),
      disk('/o', 2, 99.99 * MIB),
      'about 300.0 MiB are needed in /d for a copy of its largest database, and 0.0 MiB are free there; about 100.0 MiB are needed in /o for the backup, and 99.9 MiB are free there',
    ],
    ['is not judged where nobody knows it', disk('/d', 1, undefined), disk('/o', 1, undefined), undefined],
  ];
  test.each(rows)('%s', (_, from, to, lack) => expect(lackOfRoom(need, from, to)).toBe(lack));

  test('that lacks ends a backup before its first byte', async () => {
    const { bavail, bsize } = statfsSync(data);
    writeFileSync(join(data, 'events.db'), 'SQLite format 3\0');
    // A file with a hole: long, and nearly nothing on the disk.
    truncateSync(join(data, 'events.db'), 2 * bavail * bsize);
    await expect(backup()).rejects.toMatchObject({
      code: 'no-room',
      message: expect.stringMatching(
        /There is no room for a backup of .*: about \d+\.\d [GM]iB are needed in /,
      ),
    });
    expect([readdirSync(folder), readdirSync(data)]).toEqual([['data'], ['archive', 'events.db']]);
  });
});
