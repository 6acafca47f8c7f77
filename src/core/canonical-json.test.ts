// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

/** The first two rows are the examples of RFC 8785 §3.2.2 and §3.2.3. */
const TEXTS: readonly (readonly [value: unknown, text: string])[] = [
  [
    { numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27], literals: [null, true, false] },
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
  ],
  [
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  ],
  [{ b: undefined, a: [] }, '{"a":[]}'],
  [-0, '0'],
  [{ 'a"b\\': 'a"b\\', '\u007f': '\u001f' }, '{"a\\"b\\\\":"a\\"b\\\\","\u007f":"\\u001f"}'],
];

describe('canonicalJson', () => {
  test.each(TEXTS)('writes %j', (value, text) => {
    expect(canonicalJson(value as never)).toBe(text);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800'])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });

  /** Written from RFC 8785 alone: sorted copies, printed by ECMAScript. */
  const plainly = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(plainly)
      : typeof value === 'object' && value !== null
        ? new Map(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
        : value;
  const printed = (value: unknown): string => {
    const sorted = plainly(value);
    if (Array.isArray(value)) return `[${value.map(printed).join(',')}]`;
    if (!(sorted instanceof Map)) return JSON.stringify(sorted);
    return `{${[...sorted].map(([name, member]) => `${JSON.stringify(name)}:${printed(member)}`).join(',')}}`;
  };

  test('is what a plain way to print gives, with few names and with many', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 4 });
    const wide = fc.dictionary(name, fc.integer(), { minKeys: 20, maxKeys: 40 });
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(name, fc.jsonValue()), wide), (value) => {
        expect(canonicalJson(value as never)).toBe(printed(value));
      }),
    );
  });

  test('keeps the value and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned as never)).toBe(canonicalJson(value as never));
        expect(JSON.parse(canonicalJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
