// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { emptyGenerations, recall, remember } from './generations.ts';

test('keeps what was touched lately, and never more than its bound', () => {
  const table = emptyGenerations<number>();
  for (let index = 0; index < 1_000; index++) {
    remember(table, `k${index}`, index, 100);
    remember(table, 'often', -1, 100);
    expect(table.young.size + table.old.size).toBeLessThanOrEqual(100);
  }
  expect([recall(table, 'k999'), recall(table, 'k960'), recall(table, 'often')]).toEqual([999, 960, -1]);
  expect(recall(table, 'k800')).toBeUndefined();
});
