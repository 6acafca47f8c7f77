// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { lineAndColumn, offsetOf } from './offset.ts';

test.each([
  [1, 1, 0],
  [1, 3, 2],
  [1, 99, 2],
  [2, 1, 3],
  [3, 2, 5],
  [9, 1, 6],
  [0, 0, 0],
])('line %i, column %i is at %i', (line, column, offset) => {
  expect(offsetOf('ab\n\ncd', line, column)).toBe(offset);
});

test.each([0, 1, 2, 3, 4, 5, 6])('index %i comes back from its line and column', (offset) => {
  const { line, column } = lineAndColumn('ab\n\ncd', offset);
  expect(offsetOf('ab\n\ncd', line, column)).toBe(offset);
});
