// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { LoadedModel } from '../../model/index.ts';
import { readRecovery } from './read.ts';

const assets = ['database', 'web', 'mirror', 'host'].map((id) => ({ id, type: 'server', valuePerHour: 5 }));
const dependencies = [
  { of: 'web', needs: ['database'], mode: 'hard' },
  { of: 'database', needs: ['web'], mode: 'repair' },
  { of: 'web', needs: ['mirror', 'host'], atLeast: 1, mode: 'hard' },
];
const loaded = {
  model: { assets: [{ ...assets[0], runsOn: 'host' }, ...assets.slice(1)], dependencies },
} as unknown as LoadedModel;
const read = (text: string) => readRecovery(new TextEncoder().encode(text), 'r.yaml', loaded);
const places = (text: string) =>
  read(text).problems.map(
    ({ code, at, hint }) => `${at.line}:${at.column} ${code}${hint === undefined ? '' : ` ${hint}`}`,
  );

it('takes needs through assets that are up, and not those for repair only', () => {
  const down = (names: string) => `recovery: 1\ndown: [${names}]\n`;
  const both = read(down('{ asset: web, hours: 1 }, { asset: host, hours: 2, perHour: 7 }')).value;
  // The database is up but runs on the host; the mirror alone suffices for the group.
  expect(both?.jobs).toEqual([
    { id: 'web', hours: 1, weight: 5, needs: [1] },
    { id: 'host', hours: 2, weight: 7, needs: [] },
  ]);
  const pair = read(down('{ asset: web, hours: 1 }, { asset: database, hours: 2 }')).value;
  expect(pair?.jobs.map(({ needs }) => needs)).toEqual([[1], []]);
  const mirror = read(down('{ asset: web, hours: 1 }, { asset: mirror, hours: 2 }')).value;
  expect(mirror?.jobs.map(({ needs }) => needs)).toEqual([[], []]);
});

it.each([
  ['', ['1:1 RECOVERY_EMPTY']],
  ['recovery: 1\ndown: []\n', ['2:7 RECOVERY_BAD_VALUE']],
  ['recovery: 1\ndown: [{ asset: web, hours: 0 }]\n', ['2:29 RECOVERY_BAD_VALUE']],
  ['recovery: 1\ndown: [{ asset: web }]\n', ['2:8 RECOVERY_MISSING_KEY']],
  [
    'recovery: 1\ncrew: 2\ndown: [{ asset: web, hours: 1 }]\n',
    ['2:1 RECOVERY_UNKNOWN_KEY Did you mean `crews`?'],
  ],
  ['recovery: 1\ndown: [{ asset: web, hours: long }]\n', ['2:29 RECOVERY_WRONG_TYPE']],
  [
    'recovery: 1\ndown: [{ asset: wep, hours: 1 }, { asset: web, hours: 1 }, { asset: web, hours: 2 }]\n',
    ['2:17 RECOVERY_ASSET Did you mean `web`?', '2:69 RECOVERY_ASSET'],
  ],
])('%j is refused at its places', (text, expected) => {
  expect(places(text)).toEqual(expected);
});
