// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readTrial, trialIn } from '../../app/addresses.ts';
import { heldBy } from './trial.ts';

test.each([
  ['not measure(till, guard)', { measure: 'guard', on: 'till' }],
  ["not measure('the till', guard)", undefined],
  ['measure(till, guard)', undefined],
  ['provides(till, x)', undefined],
])('%s', (missing, placed) => {
  expect(heldBy(missing)).toEqual(placed);
});

test('an address keeps what is tried, and what is no measure on something is left out', () => {
  const placed = [
    { measure: 'guard', on: 'till' },
    { measure: 'mfa', on: 'staff' },
  ];
  expect(readTrial(trialIn(placed))).toEqual(placed);
  expect(readTrial('guard@ @till  mfa@staff x')).toEqual([{ measure: 'mfa', on: 'staff' }]);
  expect(readTrial(undefined)).toEqual([]);
});
