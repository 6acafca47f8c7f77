// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../parse/text.ts';
import { LAST_UNFOLDED, type Needle } from './compared.ts';
import { LAST_CODE } from './grams.ts';
import { buildNeedles, keyOf } from './needles.ts';

/** Few characters, so that texts hit often; some beyond ASCII, one that folds into ASCII and one that grows. */
const CHARS = [...'aAbB-/: \\0еéá–', '\u212a', 'k', '\u0130', 'i'];
const texts = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...CHARS), minLength, maxLength });
const needles = fc.record({
  mode: fc.constantFrom('equals' as const, 'contains' as const, 'startswith' as const, 'endswith' as const),
  text: texts(0, 5),
  cased: fc.boolean(),
  dash: fc.boolean(),
});

function holds({ mode, text, ...folding }: Needle, value: string): boolean {
  const folded = fold(value, folding);
  switch (mode) {
    case 'equals':
      return folded === text;
    case 'contains':
      return folded.includes(text);
    case 'startswith':
      return folded.startsWith(text);
    case 'endswith':
      return folded.endsWith(text);
  }
}

function distinct(given: readonly Needle[]): readonly Needle[] {
  const folded = given
    .filter(({ mode, text }) => mode === 'equals' || text !== '')
    .map((needle) => ({ ...needle, text: fold(needle.text, needle) }));
  return [...new Map(folded.map((needle) => [keyOf(needle), needle])).values()];
}

/** What was counted before, of one in four: needles beyond ASCII are placed by texts beyond ASCII only. */
const WARM: readonly (readonly string[])[] = [
  [`ab-: ${'zq'.repeat(20)}`],
  [`ab-: ${'zé–q'.repeat(10)}`, `–\u212ak ${'\u0130ié'.repeat(14)}`],
];

test('finds every needle that holds and no other, whatever was counted before', () => {
  fc.assert(
    fc.property(
      fc.array(needles, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(texts(0, 20), fc.nat(11), texts(0, 20)), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 7 }),
      (given, values, kind) => {
        const all = distinct(given);
        const scan = buildNeedles(all);
        const warm = WARM[kind];
        const isLong = warm !== undefined;
        // Enough text for the needles to be placed anew, and for a text of several parts; the count ends with the next text.
        for (const text of warm ?? []) scan(text.repeat(750), () => undefined);
        // Of two texts one has a needle in it: longer needles are in no other by chance.
        const inText = values.map(([before, at, after]) => before + (given[at]?.text ?? '') + after);
        for (const value of inText)
          for (const text of isLong ? ['b'.repeat(1_020) + value, value + 'b'.repeat(1_020)] : [value]) {
            const found = new Set<number>();
            scan(text, (needle) => found.add(needle));
            const expected = all.flatMap((needle, number) => (holds(needle, text) ? [number] : []));
            expect([...found].sort((left, right) => left - right)).toEqual(expected);
          }
      },
    ),
    { numRuns: 150 },
  );
});

test('no other character of Latin-1 becomes one of ASCII when it is folded', () => {
  const others = Array.from({ length: LAST_UNFOLDED - LAST_CODE }, (_, at) =>
    String.fromCharCode(LAST_CODE + 1 + at),
  );
  for (const cased of [false, true])
    for (const dash of [false, true])
      for (const each of others) expect(fold(each, { cased, dash })).toMatch(/^[\u0080-\uffff]$/);
  expect(fold(String.fromCharCode(LAST_UNFOLDED + 1), { cased: false, dash: true })).toBe('\u0101');
});

/** Long and of ASCII, so that characters are skipped; the texts are of the same characters, and of some folded into them. */
const longNeedles = fc.record({
  mode: fc.constantFrom('equals' as const, 'contains' as const, 'startswith' as const, 'endswith' as const),
  text: fc.string({ unit: fc.constantFrom('a', 'B', 'k', 'i', '-', '/'), minLength: 6, maxLength: 12 }),
  cased: fc.boolean(),
  dash: fc.boolean(),
});

test('finds long needles, of which not every character is looked at', () => {
  const around = fc.string({
    unit: fc.constantFrom('a', 'b', 'K', 'i', '/', '®', 'é', '\u212a', '\u0130', '–'),
    maxLength: 30,
  });
  const disguised = (text: string, how: number): string =>
    how === 1 ? text.replace('k', '\u212a') : how === 2 ? text.replace(/-|\//, '–') : text;
  fc.assert(
    fc.property(
      fc.array(longNeedles, { minLength: 1, maxLength: 30 }),
      fc.array(fc.tuple(around, fc.nat(29), around, fc.nat(3)), { minLength: 1, maxLength: 6 }),
      (given, values) => {
        const all = distinct(given);
        const scan = buildNeedles(all);
        for (const [before, at, after, how] of values) {
          const text = before + disguised(given[at % given.length]?.text ?? '', how) + after;
          const found = new Set<number>();
          scan(text, (needle) => found.add(needle));
          const expected = all.flatMap((needle, number) => (holds(needle, text) ? [number] : []));
          expect([...found].sort((left, right) => left - right)).toEqual(expected);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['begin alike', (number: number) => `https://www.site${number}.example`],
  ['end alike', (number: number) => `${String(number).padStart(8, 'a')}.exe`],
])('many needles that %s are as fast as others', (_, textOf) => {
  const texts = [...Array.from({ length: 4000 }, (__, number) => textOf(number)), 'abcdefghijkl'];
  const scan = buildNeedles(texts.map((text) => ({ mode: 'contains', text, cased: false, dash: false })));
  const found = new Set<number>();
  const begin = performance.now();
  // Compared one by one, the first of these take more than ten seconds.
  for (let round = 0; round < 400; round++)
    scan(`GET https://www.other.example ${texts[round]} c:\\other.exe abcdefghijkl `.repeat(2), (needle) =>
      found.add(needle),
    );
  expect(performance.now() - begin).toBeLessThan(2000);
  const expected = texts.flatMap((text, at) => (at < 400 || text === 'abcdefghijkl' ? [at] : []));
  expect(expected.filter((at) => !found.has(at))).toEqual([]);
});
