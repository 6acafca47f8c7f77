// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type Group, rowsOf, type Settled, waveAsked } from './told.ts';

const group = (by: Group['by'], name: string): Group => ({
  by,
  name,
  people: 5,
  reportRate: { value: 0.5, low: 0.2, high: 0.8 },
  reportMinutes: { value: null, low: null, high: null },
});
const settled = (wave: number, groups: readonly Group[]): Settled => ({
  wave,
  day: wave * 7,
  groups: [...groups],
  hidden: 0,
});
const all = group('all', 'all');
const trial = [0, 1].map((wave) => settled(wave, [all, group('arm', 'control'), group('arm', 'trained')]));
const keys = (tests: readonly Settled[], wave?: number) => rowsOf(tests, wave).map(({ key }) => key);

test('over time, each series stands together, by day', () => {
  expect(keys(trial)).toEqual([
    '0 all all',
    '1 all all',
    '0 arm control',
    '1 arm control',
    '0 arm trained',
    '1 arm trained',
  ]);
});

test('of one test all its groups are shown, over time only all people and arms', () => {
  const tests = [0, 1].map((wave) => settled(wave, [all, group('group', 'hall'), group('group', '-')]));
  expect(keys(tests, 1)).toEqual(['1 all all', '1 group hall', '1 group -']);
  expect(keys(tests)).toEqual(['0 all all', '1 all all']);
});

test.each([
  { tests: trial, asked: undefined, wave: undefined },
  { tests: trial, asked: 1, wave: 1 },
  { tests: trial, asked: 7, wave: undefined },
  { tests: trial.slice(0, 1), asked: undefined, wave: 0 },
  { tests: [], asked: 0, wave: undefined },
])('asked for $asked it is the test $wave', ({ tests, asked, wave }) => {
  expect(waveAsked(tests, asked)).toBe(wave);
});
