// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { visible, visibleValue } from './visible.ts';

test.each([
  ['plain text, ümläut, Ελλάδα, 日本 🛒', 'plain text, ümläut, Ελλάδα, 日本 🛒'],
  ['a\u202eb', 'a\\u{202e}b'],
  ['a\u0000b\nc', 'a\\u{0}b\\u{a}c'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['half \ud800 pair', 'half \\u{d800} pair'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('a long text ends with an ellipsis', () => {
  expect(visible('x'.repeat(5000))).toBe(`${'x'.repeat(4000)}…`);
});

test.each([
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [null, 'null'],
  [false, 'false'],
  ['text', 'text'],
])('the value %j is one line', (value, shown) => {
  expect(visibleValue(value)).toBe(shown);
});
