// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTo, widthOf } from './cut-to.ts';

test.each([
  ['Till', 98, 'Till'],
  ['Waterworks management', 98, 'Waterworks…'],
  ['illicit illicit illi', 98, 'illicit illicit illi'],
  ['MMMMMMMMMM', 60, 'MMMM…'],
  ['Αποθήκη εμπορευμάτων', 98, 'Αποθήκη εμπ…'],
  ['M', 1, '…'],
])('%s in %d pixels is %s', (text, pixels, shown) => {
  expect(cutTo(text, pixels)).toBe(shown);
});

test('what is shown has room, and begins as the text does', () => {
  const room = fc.integer({ min: 20, max: 200 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), room, (text, pixels) => {
      const shown = cutTo(text, pixels);
      expect(widthOf(shown)).toBeLessThanOrEqual(pixels);
      expect(shown === text || text.startsWith(shown.slice(0, -1))).toBe(true);
      expect(shown.isWellFormed()).toBe(true);
    }),
  );
});
