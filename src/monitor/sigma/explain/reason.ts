// SPDX-License-Identifier: Apache-2.0
// Which test decides an expression on one event, tests asked one by one.
import { compileLazy, type LazyTest } from '../match/lazy.ts';
import type { Row } from '../match/row.ts';
import type { Expression, Test } from '../rule.ts';

/** A test that decides, and how many others would have had to come out the same way. */
export interface Deciding {
  readonly test: Test;
  /** What came out. */
  readonly holds: boolean;
  /** Tests of a list of which one was enough, this one included. */
  readonly among: number;
}

export interface Judge {
  readonly holds: (expression: Expression) => boolean;
  /** The first test that makes the expression what it is. */
  readonly deciding: (expression: Expression) => Deciding;
}

const compiled = new WeakMap<Test, LazyTest>();

export function judgeOf(row: Row): Judge {
  const known = new Map<Expression, boolean>();
  const holds = (expression: Expression): boolean => {
    let result = known.get(expression);
    if (result === undefined) {
      result = decide(expression);
      known.set(expression, result);
    }
    return result;
  };
  const decide = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'test':
        return testOf(expression)(row);
      case 'not':
        return !holds(expression.of);
      case 'and':
        return expression.of.every(holds);
      case 'or':
        return expression.of.some(holds);
    }
  };
  const deciding = (expression: Expression): Deciding => {
    if (expression.kind === 'test') return { test: expression, holds: holds(expression), among: 1 };
    if (expression.kind === 'not') return deciding(expression.of);
    const own = holds(expression);
    // One false part decides `and`, one true part decides `or`; else all do, and the first speaks for them.
    const part = expression.of.find((each) => holds(each) === own) as Expression;
    const found = deciding(part);
    const isList = expression.kind === 'or' && !own && expression.of.every(({ kind }) => kind === 'test');
    return isList ? { ...found, among: expression.of.length } : found;
  };
  return { holds, deciding };
}

function testOf(test: Test): LazyTest {
  let known = compiled.get(test);
  if (known === undefined) {
    known = compileLazy(test);
    compiled.set(test, known);
  }
  return known;
}
