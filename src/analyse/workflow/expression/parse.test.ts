// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from './node.ts';
import { ExpressionError, parseExpression } from './parse.ts';

/** The expression with all brackets written. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.index === undefined
        ? expression.name
        : `${expression.name}[${written(expression.index)}]`;
    case 'not':
      return `(not ${written(expression.of)})`;
    case 'binary':
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case 'fold': {
      const where = expression.where === undefined ? '' : ` where ${written(expression.where)}`;
      return `${expression.fold}(${expression.variable} in ${expression.over}${where}: ${written(expression.body)})`;
    }
  }
}

describe('parseExpression', () => {
  test.each([
    ['a or b and not c = d', '(a or (b and (not (c = d))))'],
    ['a - b - c', '((a - b) - c)'],
    ['a-b - 1 >= 2', '((a-b - 1) >= 2)'],
    ['x[y[z]] != none', '(x[y[z]] != none)'],
    ['not not a', 'a'],
    ['(a or b) and c', '((a or b) and c)'],
    ['sum(x in s where a[x]: b[x]) <= 3', '(sum(x in s where a[x]: b[x]) <= 3)'],
    ['all(x in s: any(y in t: a[x] = y))', 'all(x in s: any(y in t: (a[x] = y)))'],
  ])('reads %s', (text, expected) => {
    expect(written(parseExpression(text))).toBe(expected);
  });

  test.each([
    ['', 0],
    ['a or', 4],
    ['a = b = c', 6],
    ['x[', 2],
    ['all(x in s a)', 11],
    ['a ; b', 1],
    ['(a', 2],
    ['1 2', 2],
  ])('refuses %s at its place', (text, at) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError);
    try {
      parseExpression(text);
    } catch (error) {
      expect((error as ExpressionError).at).toBe(at);
    }
  });

  test('ends on any text, with an expression or a place', () => {
    const piece = fc.constantFrom(
      'a',
      '1',
      '(',
      ')',
      '[',
      ']',
      'not',
      'or',
      'and',
      '=',
      '-',
      'all',
      'in',
      ':',
      'where',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join(' ');
        try {
          expect(written(parseExpression(written(parseExpression(text))))).toBe(
            written(parseExpression(text)),
          );
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.at).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  test('refuses deep nesting', () => {
    expect(() => parseExpression('('.repeat(10_000))).toThrow(/nest/);
  });
});
