// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { codedParts, withoutTicks } from './coded-parts.ts';

test.each([
  ['no code', ['no code']],
  ['`ensuresec simulate` shows what falls.', ['', 'ensuresec simulate', ' shows what falls.']],
  ['a script, or `inline`', ['a script, or ', 'inline', '']],
  ['`a` and `b`', ['', 'a', ' and ', 'b', '']],
  ['one ` alone', ['one ` alone']],
  ['nothing `` between', ['nothing `` between']],
  ['<b>`<img src=x>`</b>', ['<b>', '<img src=x>', '</b>']],
  ['`a\u202eb`', ['', 'a\\u{202e}b', '']],
])('%s', (text, parts) => {
  expect(codedParts(text)).toEqual(parts);
});

test('where there is one font only, no marks are left of what is whole', () => {
  expect(withoutTicks('`ensuresec play --html` makes the ` page')).toBe(
    'ensuresec play --html makes the ` page',
  );
});
