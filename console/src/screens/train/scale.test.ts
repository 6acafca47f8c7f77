// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

test.each([
  { values: [], within: [0, 1], ticks: [0, 0.5, 1] },
  { values: [-0.3, 2.4], within: [0, 1], ticks: [-1, 0, 1, 2, 3] },
  { values: [0.1, Number.POSITIVE_INFINITY], within: [0, 0.4], ticks: [0, 0.1, 0.2, 0.3, 0.4] },
  { values: [70], within: [0, 0], ticks: [0, 20, 40, 60, 80] },
  { values: [], within: [0, 0], ticks: [0, 0.000001] },
] as const)('$values within $within has the ticks $ticks', ({ values, within, ticks }) => {
  expect(scaleOf(values, within).ticks).toEqual(ticks);
});

test('whatever the values, all have a place in their order between a few ticks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (values) => {
        const { ticks, at } = scaleOf(values, [0, 0]);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(8);
        const placed = values.toSorted((a, b) => a - b).map(at);
        expect(placed).toEqual(placed.toSorted((a, b) => a - b));
        expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...placed)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
