// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../parse/text.ts';
import { buildLiterals } from './literals.ts';

/** Few characters, so that texts hit often; some beyond ASCII, one that folds into ASCII and one that grows. */
const CHARS = [...'aAbB-/: \\0е–', '\u212a', 'k', '\u0130', 'i'];
const texts = (max: number) => fc.string({ unit: fc.constantFrom(...CHARS), minLength: 1, maxLength: max });
const foldings = fc.record({ cased: fc.boolean(), dash: fc.boolean() });

function occurrences(literals: readonly string[], text: string): readonly string[] {
  return literals.flatMap((literal, number) =>
    Array.from({ length: text.length }, (_, at) => at)
      .filter((at) => text.startsWith(literal, at))
      .map((at) => `${number} ${at}`),
  );
}

test('finds every occurrence of every literal, whatever was counted before', () => {
  fc.assert(
    fc.property(
      fc.array(texts(5), { minLength: 1, maxLength: 12 }),
      fc.array(texts(40), { minLength: 1, maxLength: 4 }),
      foldings,
      fc.boolean(),
      (given, values, folding, isLong) => {
        const literals = [...new Set(given.map((each) => fold(each, folding)))];
        const { scan } = buildLiterals(literals, folding);
        // Enough text for the literals to be placed anew, and for a text of several parts.
        if (isLong) scan('ab-: '.repeat(9_000), () => undefined, false);
        for (const value of values) {
          const text = isLong ? 'b'.repeat(1_020) + value : value;
          let found = new Set<string>();
          const onHit = (literal: number, start: number): unknown => found.add(`${literal} ${start}`);
          const folded = fold(text, folding);
          if (!scan(text, onHit, false)) {
            found = new Set();
            scan(folded, onHit, true);
          }
          expect([...found].sort()).toEqual(occurrences(literals, folded).toSorted());
        }
      },
    ),
    { numRuns: 300 },
  );
});
