// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shorten, width, wrap } from './width.ts';

test.each([
  ['abc', 3],
  ['東京', 4],
  ['e\u0301', 1],
  ['👩‍🚒', 2],
  ['─│', 2],
])('%s takes its columns', (text, columns) => expect(width(text)).toBe(columns));

test.each([
  ['one two three', 8, ['one two', 'three']],
  ['', 10, ['']],
  ['deploy/kubernetes/manifests.yaml', 20, ['deploy/kubernetes/', 'manifests.yaml']],
  ['a 東京東京東京', 8, ['a', '東京東京', '東京']],
])('%j wraps at %i', (text, columns, lines) => expect(wrap(text, columns)).toEqual(lines));

test('wrap keeps the text and the width', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 8, max: 60 }), (text, columns) => {
      const lines = wrap(text, columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

test('shorten marks what it leaves out', () => expect(shorten('compose.yaml', 8)).toBe('compose…'));
