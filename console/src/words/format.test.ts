// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { instant, instantIn } from './format.ts';

test.each([
  [0, /^\d\d \w+,? \d\d:\d\d$/],
  [1, /^\d\d \w+ \d{4},? \d\d:\d\d$/],
  [-1, /^\d\d \w+ \d{4},? \d\d:\d\d$/],
])('a moment %i years from now has its year unless it is this one', (years, form) => {
  const year = new Date().getFullYear() + years;
  expect(instant('en', `${year}-06-15T10:00:00Z`)).toMatch(form);
});

test('a moment by the clock of another place, and none by that of no place', () => {
  const at = `${new Date().getFullYear()}-12-01T08:07:18Z`;
  expect(instantIn('en', at, 'Europe/Athens')).toBe('01 Dec, 10:07');
  expect(instantIn('en', at, 'Nowhere/None')).toBeUndefined();
});
