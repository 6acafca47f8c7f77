// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { losesSome } from './refinement.ts';

const figures = (judgedReal: number, ...attacks: readonly string[]) => ({
  alerts: 9,
  judgedFalse: 1,
  judgedReal,
  attacks: [...attacks],
});

test.each([
  ['nothing', figures(2, 'a', 'b'), false],
  ['an attack more is seen', figures(2, 'a', 'b', 'c'), false],
  ['an attack is lost', figures(2, 'a'), true],
  ['another attack is seen in the place of one', figures(2, 'a', 'c'), true],
  ['an alert judged real is lost', figures(1, 'a', 'b'), true],
])('%s', (_, after, loses) => {
  expect(losesSome(figures(2, 'a', 'b'), after)).toBe(loses);
});
