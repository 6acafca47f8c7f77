// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { openAt } from './open-at.ts';

test('open incidents are counted where they begin, with the level of the worst', () => {
  const row = (
    fingerprint: string,
    level: 'critical' | 'low' | 'medium',
    state: 'open' | 'closed' = 'open',
  ) => ({
    fingerprint,
    level,
    state,
  });
  expect([
    ...openAt([
      row('pay / a / order o-1', 'low'),
      row('pay / b / order o-2', 'medium'),
      row('pay / b / order o-3', 'low'),
      row('pay / c / order o-4', 'critical', 'closed'),
      row('van / d', 'low'),
    ]),
  ]).toEqual([
    ['pay', { count: 3, level: 'medium' }],
    ['van', { count: 1, level: 'low' }],
  ]);
});
