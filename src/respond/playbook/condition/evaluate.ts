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

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;

function order(left: string, right: string): number {
  const numbers = [NUMBER.exec(left), NUMBER.exec(right)] as const;
  if (numbers[0] !== null && numbers[1] !== null) return compareNumbers(numbers[0], numbers[1]);
  return byCode(left, right);
}

/** By their digits: numbers that name something are longer than what a double tells apart. */
function compareNumbers(left: RegExpExecArray, right: RegExpExecArray): number {
  const [[a, below], [b, above]] = [digits(left), digits(right)];
  if (below !== above) return below - above;
  const size = a.whole.length - b.whole.length || byCode(a.whole + a.part, b.whole + b.part);
  return size * below;
}

/** The digits that count, and the sign: −1, 0 or 1. */
function digits([, minus, whole = '', part = '']: RegExpExecArray) {
  let [from, to] = [0, part.length];
  while (whole[from] === '0') from++;
  while (part[to - 1] === '0') to--;
  const isZero = from === whole.length && to === 0;
  return [
    { whole: whole.slice(from), part: part.slice(0, to) },
    isZero ? 0 : minus === '-' ? -1 : 1,
  ] as const;
}

function byCode(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
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
