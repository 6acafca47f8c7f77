// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { isIn, sharesOf } from './terms.ts';

const SHARES = sharesOf(1, [
  { type: 'web.*', before: 2 },
  { type: 'web.access', before: 3 },
  { type: 'web.access.*', before: 4 },
  { type: 'pay', before: 5 },
]);

test.each([
  [null, 1],
  ['', 1],
  ['web', 1],
  ['website.visit', 1],
  ['web.login', 2],
  ['web.accessory', 2],
  ['web.access', 3],
  ['web.access.denied', 4],
  ['pay', 5],
  ['pay.capture', 1],
])('%j goes by the time of one share: %i', (type, before) => {
  expect(SHARES.filter((share) => isIn(share, type)).map((share) => share.before)).toEqual([before]);
});
