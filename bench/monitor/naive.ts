// SPDX-License-Identifier: Apache-2.0
// What one would write first: every rule asked in turn, every test on its own.

import { compileLazy } from '../../src/monitor/sigma/match/lazy.ts';
import { type EventRecord, eachScalar, everyScalar, fieldOf } from '../../src/monitor/sigma/match/record.ts';
import { rowOf } from '../../src/monitor/sigma/match/row.ts';
import { textOf } from '../../src/monitor/sigma/match/value.ts';
import { fold } from '../../src/monitor/sigma/parse/text.ts';
import type { Expression, SigmaRule, Test } from '../../src/monitor/sigma/rule.ts';

type Decide = (record: EventRecord) => boolean;

/** Numbers of the rules that match, by plain closures. */
export function compileNaive(rules: readonly SigmaRule[]): (record: EventRecord) => readonly number[] {
  const decide = rules.map((rule) => compile(rule.expression));
  return (record) => decide.flatMap((each, at) => (each(record) ? [at] : []));
}

function compile(expression: Expression): Decide {
  if (expression.kind === 'test') return compileTest(expression);
  if (expression.kind === 'not') {
    const inner = compile(expression.of);
    return (record) => !inner(record);
  }
  const parts = expression.of.map(compile);
  return expression.kind === 'and'
    ? (record) => parts.every((part) => part(record))
    : (record) => parts.some((part) => part(record));
}

function compileTest({ field, match }: Test): Decide {
  if (match.kind !== 'text') {
    const holds = compileLazy({ field, match });
    return (record) => holds(rowOf(record));
  }
  return (record) => {
    let found = false;
    const visit = (scalar: unknown): void => {
      const text = textOf(scalar);
      if (found || text === undefined) return;
      const folded = fold(text, match);
      if (match.mode === 'equals') found = folded === match.text;
      else if (match.mode === 'contains') found = folded.includes(match.text);
      else found = match.mode === 'startswith' ? folded.startsWith(match.text) : folded.endsWith(match.text);
    };
    if (field === undefined) everyScalar(record, visit);
    else eachScalar(fieldOf(record, field), visit);
    return found;
  };
}
