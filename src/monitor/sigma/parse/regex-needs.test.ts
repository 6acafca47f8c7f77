// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neededTexts } from './regex-needs.ts';
import { readRegexTree } from './regex-tree.ts';

const needs = (source: string) => neededTexts(readRegexTree(source));

const CASES: readonly (readonly [string, readonly string[] | undefined])[] = [
  ['UNION SELECT', ['union select']],
  ['union\\s+select', ['select']],
  ['foo|bar.*baz', ['foo', 'baz']],
  ['(?:wget|curl) https?://', ['wget http://', 'wget https://', 'curl http://', 'curl https://']],
  ['colou?r', ['color', 'colour']],
  ['(?:passwd|sh){2,}', ['passwdpasswd', 'passwdsh', 'shpasswd', 'shsh']],
  ['\\.{2,3}/', ['..']],
  ['[;|] ?cat', ['; cat', ';cat', '| cat', '|cat']],
  ['\\x3cscript', ['<script']],
  ['\\Qa.b*\\E+', ['a.b']],
  ['[[:alpha:]]evil[^x]', ['evil']],
  ['\\pLevil\\p{Greek}', ['evil']],
  ['^$', undefined],
  ['.*', undefined],
  ['a?b*', undefined],
  ['foo|.*', undefined],
  ['[aeo]', undefined],
  ['\\d+', undefined],
  ['größe', undefined],
];

test.each(CASES)('%s needs %j', (source, expected) => {
  expect(needs(source)?.toSorted()).toEqual(expected?.toSorted());
});

/** Patterns that JavaScript reads as RE2 does. */
const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'regex' },
    fc.constantFrom(
      'a',
      'b',
      'Ab',
      ';',
      '=',
      '<%',
      '\\.',
      '\\x41',
      '[ab]',
      '[^a]',
      '[;|]',
      '.',
      '\\d',
      '\\b',
      'x-y',
      '[a-c]',
      '[]a]'.replace('[]', '[\\]'),
    ),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,3}?', '{2,}', '{x'))
      .map(([inner, sign]) => `(${inner})${sign.replace('{x', '\\{x')}`),
  ),
})).node;

test('every match contains one of the texts that its pattern needs', () => {
  let decided = 0;
  fc.assert(
    fc.property(
      pattern,
      fc.array(
        fc.constantFrom('a', 'b', 'A', 'c', ';', '=', '<%', '.', '|', 'x', '-', 'y', '1', '{x', ' ', ']'),
        { maxLength: 12 },
      ),
      (source, parts) => {
        const text = parts.join('');
        const needed = needs(source);
        if (needed === undefined || !new RegExp(source, 'i').test(text)) return;
        decided++;
        expect(
          needed.some((each) => text.toLowerCase().includes(each)),
          `${source} on ${text}`,
        ).toBe(true);
      },
    ),
    { numRuns: 20_000, seed: 7 },
  );
  expect(decided).toBeGreaterThan(500);
});

test('hostile patterns are read, or given up', { timeout: 20_000 }, () => {
  for (const source of [
    '('.repeat(4000),
    '[a-'.repeat(1300),
    '(?:a|b)'.repeat(500),
    '((a|b)(c|d)){9}'.repeat(200),
    '\\Q'.repeat(2000),
  ])
    expect(() => needs(source)).not.toThrow();
});
