// SPDX-License-Identifier: Apache-2.0
import { RE2JS } from 're2js';
import type { Comparator, Condition, Operand } from './parse.ts';

/**
 * True or false over variables. A variable without a value makes its comparison false, and `!=` true (STIX 2.1 §9.6.1 has no
 * third value). Both sides numbers: compared as numbers; else as text by code units.
 *
 * @param value Of a variable by name; undefined or null when it has none.
 */
export function holds(condition: Condition, value: (name: string) => string | null | undefined): boolean {
  if (condition.kind === 'not') return !holds(condition.part, value);
  if (condition.kind !== 'compare')
    return condition.kind === 'and'
      ? condition.parts.every((part) => holds(part, value))
      : condition.parts.some((part) => holds(part, value));
  const read = (operand: Operand) => (operand.kind === 'literal' ? operand.value : value(operand.name));
  const left = read(condition.left);
  return condition.right.some((each) => compare(left, condition.operator, read(each)));
}

function compare(
  left: string | null | undefined,
  operator: Comparator,
  right: string | null | undefined,
): boolean {
  if (left === null || left === undefined || right === null || right === undefined) return operator === '!=';
  if (operator === 'LIKE') return matches(left, likePattern(right));
  if (operator === 'MATCHES') return matches(left, right);
  const sign = order(left, right);
  if (operator === '=' || operator === 'IN') return sign === 0;
  if (operator === '!=') return sign !== 0;
  if (operator === '<') return sign < 0;
  if (operator === '<=') return sign <= 0;
  return operator === '>' ? sign > 0 : sign >= 0;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

function order(left: string, right: string): number {
  if (NUMBER.test(left) && NUMBER.test(right)) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** `%` any text, `_` one character (STIX 2.1 §9.6.1). */
function likePattern(like: string): string {
  const parts = [...like].map((each) => ({ '%': '.*', _: '.' })[each] ?? RE2JS.quote(each));
  return `^(?s:${parts.join('')})$`;
}

/** Linear in the text, whatever the pattern. A pattern that is none matches nothing. */
function matches(text: string, pattern: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch {
    return false;
  }
}
