// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holds } from './evaluate.ts';
import { parseCondition } from './parse.ts';

const VALUES: Record<string, string | null> = {
  __n__: '10',
  __order__: '90071992547409931',
  __t__: 'web-1',
  __none__: null,
  __yes__: 'true',
};
const judge = (text: string) => {
  const parsed = parseCondition(text);
  return 'wrong' in parsed
    ? `${parsed.at}: ${parsed.wrong}`
    : holds(parsed.condition, (name) => VALUES[name]);
};

it.each<[string, boolean]>([
  ['__n__:value = 10', true],
  ['__n__:value == 10.0', true],
  ['__n__:value > 9', true],
  ['__order__:value = 90071992547409931', true],
  ['__order__:value = 90071992547409932', false],
  ['__order__:value < 90071992547409932', true],
  [`__n__:value < ${'9'.repeat(400)}`, true],
  [`${'9'.repeat(400)} = ${'9'.repeat(400)}`, true],
  ['__n__:value < 9', false],
  ["__t__:value = 'web-1'", true],
  ["__t__:value <> 'web-1'", false],
  ["__t__:value IN ('a', 'web-1')", true],
  ["__t__:value NOT IN ('a', 'web-1')", false],
  ["__t__:value LIKE 'web-_'", true],
  ["__t__:value LIKE 'w.b%'", false],
  ["__t__:value MATCHES '^web-[0-9]$'", true],
  ["__t__:value MATCHES '('", false],
  ['__yes__:value = true', true],
  ['__none__:value = 0', false],
  ['__none__:value != 0', true],
  ['NOT __none__:value = 0', true],
  ["[__n__:value = 1 OR __n__:value = 10 AND __t__:value = 'no']", false],
  ["(__n__:value = 1 OR __n__:value = 10) AND __t__:value = 'web-1'", true],
])('%s is %s', (text, expected) => expect(judge(text)).toBe(expected));

it('orders numbers as they are, however they are written', () => {
  const number = fc.tuple(fc.integer({ min: -1200, max: 1200 }), fc.nat(3), fc.nat(3));
  const written = ([value, zeros, more]: [number, number, number]) =>
    `${value < 0 ? '-' : ''}${'0'.repeat(zeros)}${(Math.abs(value) / 100).toFixed(2)}${'0'.repeat(more)}`;
  fc.assert(
    fc.property(number, number, (left, right) => {
      const sides = `${written(left)} = ${written(right)}`;
      expect(judge(sides)).toBe(left[0] === right[0]);
      expect(judge(sides.replace('=', '<'))).toBe(left[0] < right[0]);
      expect(judge(sides.replace('=', '>='))).toBe(left[0] >= right[0]);
    }),
  );
});

it.each([
  ['', '0: it ends too early'],
  ['__n__:value', '11: it ends too early'],
  ['__n__:value ~ 1', '12: `~` has no meaning here'],
  ['__n__:value FOLLOWEDBY 1', '12: expected an operator (= != < <= > >= IN LIKE MATCHES)'],
  ['(__n__:value = 1', '16: it ends too early'],
  ['__n__:value = 1 1', '16: expected nothing more before `1`'],
  ['name = 1', '0: expected a variable such as __host__:value or a value, found `name`'],
  ['('.repeat(99), '51: it is nested deeper than 50'],
])('%s cannot be read', (text, expected) => expect(judge(text)).toBe(expected));

it('never throws', () => {
  const part = fc.constantFrom(
    '(',
    ')',
    '[',
    'NOT',
    'AND',
    'OR',
    '__n__:value',
    '=',
    'IN',
    "'x'",
    '1',
    ',',
    '"',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => ['boolean', 'string'].includes(typeof judge(parts.join(' ')))),
  );
});
