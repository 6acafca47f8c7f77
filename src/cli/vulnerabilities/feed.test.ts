// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFeed } from './feed.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ensuresec-feed-'));
  mkdirSync(path.join(root, 'feeds'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Each write has a time of its own, whatever the clock of the disk. */
let time = 1_000_000;
const write = (name: string, content: string | Uint8Array): void => {
  const file = path.join(root, 'feeds', name);
  writeFileSync(file, content);
  time += 10;
  utimesSync(file, time, time);
};
const advisory = (id: string, fixed: string) =>
  JSON.stringify({
    id,
    affected: [
      {
        package: { ecosystem: 'npm', name: 'tool' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  });
const fixedOf = (folder: ReturnType<typeof openFeed>, id: string) => folder.advisory(id)?.affected[0]?.fixed;

test('reads only what changed, packed or not', () => {
  const folder = openFeed(root, 'feeds');
  write('a.json', advisory('A', '1.0.0'));
  write('b.json.gz', gzipSync(advisory('B', '1.0.0')));
  write('epss.csv.gz', gzipSync('cve,epss\nCVE-2027-1,0.5\n'));
  expect(folder.reread()).toMatchObject({ ids: new Set(['A', 'B']), isRated: true, files: 3, problems: [] });
  expect(folder.reread()).toMatchObject({ ids: new Set(), isRated: false, files: 0 });
  write('a.json', advisory('A', '2.0.0'));
  expect(folder.reread()).toMatchObject({ ids: new Set(['A']), isRated: false, files: 1 });
  expect(fixedOf(folder, 'A')).toEqual(['2.0.0']);
  expect(folder.current().epss.get('CVE-2027-1')).toBe(0.5);
});

test('what is gone counts no more; of two files with one id the later path counts', () => {
  const folder = openFeed(root, 'feeds');
  write('a.json', advisory('A', '1.0.0'));
  write('b.json', `[${advisory('A', '2.0.0')},${advisory('C', '1.0.0')}]`);
  folder.reread();
  expect(fixedOf(folder, 'A')).toEqual(['2.0.0']);
  rmSync(path.join(root, 'feeds', 'b.json'));
  expect(folder.reread()).toMatchObject({ ids: new Set(['A', 'C']), files: 1 });
  expect([fixedOf(folder, 'A'), folder.advisory('C')]).toEqual([['1.0.0'], undefined]);
});

test.each([
  ['no gzip', 'x.json.gz', 'plain', 'FILE_UNREADABLE'],
  ['no JSON', 'x.json', '{', 'ADVISORY_SHAPE'],
])('%s is told, and the rest is read', (_, name, content, code) => {
  const folder = openFeed(root, 'feeds');
  write('a.json', advisory('A', '1.0.0'));
  write(name, content);
  expect(folder.reread().problems.map((problem) => problem.code)).toEqual([code]);
  expect(fixedOf(folder, 'A')).toEqual(['1.0.0']);
});
