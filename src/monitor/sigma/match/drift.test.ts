// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { createDrift } from './drift.ts';

/** Numbers of the events at which it is due, of so many with so many rules each. */
function dueAt(parts: readonly (readonly [events: number, looked: number])[], restart = false): number[] {
  const drift = createDrift(10, 100);
  const due: number[] = [];
  let event = 0;
  for (const [events, looked] of parts)
    for (let each = 0; each < events; each++, event++)
      if (drift.isDue(looked)) {
        due.push(event);
        if (restart) drift.restart();
      }
  return due;
}

describe('whether witnesses are worth choosing anew', () => {
  test.each([
    ['as many rules as before', [[1000, 2]], []],
    [
      'twice as many and one are not far more',
      [
        [100, 2],
        [100, 5],
      ],
      [],
    ],
    [
      'far more, after the rest',
      [
        [100, 2],
        [20, 6],
      ],
      [109, 119],
    ],
    [
      'far more within the rest wait for its end',
      [
        [10, 2],
        [100, 6],
      ],
      [99, 109],
    ],
    [
      'fewer',
      [
        [100, 9],
        [100, 1],
      ],
      [],
    ],
    [
      'one of a window is not enough',
      [
        [109, 2],
        [1, 20],
        [90, 2],
      ],
      [],
    ],
  ] as const)('%s', (_, parts, expected) => {
    expect(dueAt(parts)).toEqual(expected);
  });

  test('what is usual is learnt anew after a choice', () => {
    expect(
      dueAt(
        [
          [100, 2],
          [400, 6],
        ],
        true,
      ),
    ).toEqual([109]);
  });
});
