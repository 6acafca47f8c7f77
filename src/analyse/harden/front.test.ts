// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { undominated } from './front.ts';
import type { FrontPoint } from './hardening.ts';

const point = (cost: number, risk: number, more: Partial<FrontPoint> = {}): FrontPoint => ({
  ...{ cost, risk, open: 0, measures: 1, proven: true },
  ...more,
});

test('of plans that differ in their margin alone the firmer one stays', () => {
  const points = [point(100, 0, { margin: 1 }), point(100, 0, { margin: 3 }), point(0, 9, { days: 4 })];
  expect(undominated(points).map(({ cost, margin }) => [cost, margin])).toEqual([
    [0, undefined],
    [100, 3],
  ]);
});

test('of plans that are alike the first stays', () => {
  expect(undominated([point(5, 1, { margin: 2 }), point(5, 1, { margin: 2, measures: 2 })])).toEqual([
    point(5, 1, { margin: 2 }),
  ]);
});
