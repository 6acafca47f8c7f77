// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type Clock, medianOf, reportedShare } from './first-report.ts';

const clockOf = (before: Clock['before'], resamples: readonly Clock['before'][] = []): Clock => ({
  campaign: 'autumn',
  basis: 'trial',
  people: { before: 5, after: 5 },
  recipients: 20,
  before,
  after: before,
  resamples: resamples.map((each) => ({ before: each, after: each })),
});

test('the median is in minutes, its interval that of 95 % of the resamples', () => {
  const resamples = Array.from({ length: 100 }, (_, at) => [0, at / 60, 9]);
  expect(medianOf(clockOf([1, 2, 3], resamples), 'before')).toEqual({ value: 120, low: 2, high: 97 });
});

test('where mostly nobody reports there is no median, and no upper bound when that happens in a resample', () => {
  expect(medianOf(clockOf([1, null, null]), 'after')).toEqual({ value: null, low: null, high: null });
  const resamples = [[1, 1, 1], ...Array.from({ length: 9 }, () => [1, null, null])];
  expect(medianOf(clockOf([1, 2, null], resamples), 'after')).toEqual({ value: 120, low: 60, high: null });
});

test.each([
  { hours: [1, 2, 3, 4], share: 1 },
  { hours: [1, 2, null, null], share: 0.5 },
  { hours: [null], share: 0 },
])('$hours is reported with probability $share', ({ hours, share }) => {
  expect(reportedShare(hours)).toBe(share);
});
