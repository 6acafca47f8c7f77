// SPDX-License-Identifier: Apache-2.0
import { RE2JS } from 're2js';
import type { Condition, FieldMapping } from '../../../model/index.ts';
import { compilePath, type Scope } from './path.ts';
import { textOf } from './text.ts';

export type Test = (scope: Scope) => boolean;

/** All conditions of a mapping in one test. Numbers and texts of the same digits are equal. */
export function compileConditions(when: FieldMapping['when']): Test {
  const tests = Object.entries(when ?? {}).map(([path, condition]): Test => {
    const look = compilePath(path);
    const test = compileCondition(condition);
    return (scope) => test(look(scope));
  });
  return (scope) => tests.every((test) => test(scope));
}

function compileCondition(condition: Condition): (value: unknown) => boolean {
  if (typeof condition !== 'object') return isAnyOf([condition]);
  if (Array.isArray(condition)) return isAnyOf(condition);
  const { present, matches, not } = condition;
  const pattern = matches === undefined ? undefined : RE2JS.compile(matches);
  const excluded = not === undefined ? undefined : isAnyOf(not);
  return (value) => {
    const isThere = value !== undefined && value !== null;
    if (present !== undefined && present !== isThere) return false;
    if (excluded?.(value) === true) return false;
    return pattern === undefined || pattern.matcher(textOf(value) ?? '').find();
  };
}

function isAnyOf(values: readonly (string | number | boolean)[]): (value: unknown) => boolean {
  const known = new Set(values.map(String));
  return (value) =>
    value !== undefined && value !== null && typeof value !== 'object' && known.has(String(value));
}
