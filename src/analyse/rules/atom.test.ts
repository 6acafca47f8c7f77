// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAtom, formatGround, parseAtom } from './atom.ts';

const READS: readonly (readonly [text: string, again: string])[] = [
  ['present(Zone)', 'present(Zone)'],
  ['  link( From ,To,443/tcp , anyone ) ', 'link(From, To, 443/tcp, anyone)'],
  ["has(A, 'two words')", "has(A, 'two words')"],
  ["has(A, 'it''s')", "has(A, 'it''s')"],
  ['software(A, pkg:npm/left-pad@1.3.0)', 'software(A, pkg:npm/left-pad@1.3.0)'],
  ['at(_, _z)', 'at(_, _z)'],
];

const REFUSALS: readonly (readonly [text: string, reason: string])[] = [
  ['', 'Cannot read ``: expected `predicate(term, …)`'],
  ['Present(Z)', 'Cannot read `Present(Z)`: expected `predicate(term, …)`'],
  ['present', 'Cannot read `present`: expected `predicate(term, …)`'],
  ['present()', 'Cannot read `present()` at character 9: expected a variable or a constant'],
  ['at(A', 'Cannot read `at(A` at character 5: expected `,` or `)`'],
  ['at(A,)', 'Cannot read `at(A,)` at character 6: expected a variable or a constant'],
  ['at(A B)', 'Cannot read `at(A B)` at character 6: expected `,` or `)`'],
  ['at(A, Z) or', 'Cannot read `at(A, Z) or`: nothing may follow the closing bracket, found `or`'],
  ["has(A, 'open)", "Cannot read `has(A, 'open)` at character 7: expected a variable or a constant"],
  ['at(at(A))', 'Cannot read `at(at(A))` at character 4: expected a variable or a constant'],
];

describe('parseAtom', () => {
  test.each(READS)('reads %s', (text, again) => {
    const atom = parseAtom(text);
    expect(typeof atom === 'string' ? atom : formatAtom(atom)).toBe(again);
  });

  test.each(REFUSALS)('refuses %s', (text, reason) => {
    expect(parseAtom(text)).toBe(reason);
  });

  test('refuses a text without end quickly', () => {
    expect(parseAtom(`p(${'a,'.repeat(1_000_000)}`)).toBe(
      'Atom of 2000002 characters, expected at most 2000',
    );
  });

  test('reads back every ground atom it writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 4 }), (args) => {
        const atom = parseAtom(formatGround('p', args));
        expect(
          typeof atom === 'string' ? atom : atom.terms.map((term) => term.kind === 'constant' && term.value),
        ).toEqual(args);
      }),
    );
  });
});
