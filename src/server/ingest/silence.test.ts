// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createSilenceWatch } from './silence.ts';

test('a silence is told once, and again after the source has spoken', () => {
  const watch = createSilenceWatch([{ source: 'web', cadence: 100 }], 1000);
  expect(watch.look(1100)).toEqual([]);
  expect(watch.look(1101)).toEqual([{ source: 'web', since: 1000, cadence: 100 }]);
  expect(watch.look(5000)).toEqual([]);
  watch.seen('web', 5000);
  expect(watch.look(5100)).toEqual([]);
  expect(watch.look(5101)).toEqual([{ source: 'web', since: 5000, cadence: 100 }]);
});

test('sources without a cadence are not watched', () => {
  const watch = createSilenceWatch([], 0);
  watch.seen('other', 1);
  expect(watch.look(1e9)).toEqual([]);
  expect(watch.ages(1e9)).toEqual(new Map());
});
