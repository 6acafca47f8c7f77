// SPDX-License-Identifier: Apache-2.0
// The value of a term in one state, for stories. Searches use `javascript.ts`.
import type { Term } from './term.ts';

export type Variables = ReadonlyMap<string, number>;

export function evaluate(term: Term, state: Uint8Array, variables: Variables): number {
  switch (term.kind) {
    case 'value':
      return term.value;
    case 'variable':
      return variables.get(term.name) as number;
    case 'slot': {
      const index = term.index === undefined ? 0 : evaluate(term.index, state, variables);
      return index < 0 || index >= term.size ? -1 : (state[term.base + index] as number) + term.least;
    }
    case 'table':
      return term.values[evaluate(term.index, state, variables)] ?? -1;
    case 'not':
      return evaluate(term.of, state, variables) === 1 ? 0 : 1;
    case 'binary':
      return compare(term, state, variables);
    case 'fold':
      return fold(term, state, variables);
  }
}

function compare(term: Term & { kind: 'binary' }, state: Uint8Array, variables: Variables): number {
  const left = evaluate(term.left, state, variables);
  const right = evaluate(term.right, state, variables);
  switch (term.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case 'and':
      return Number(left === 1 && right === 1);
    case 'or':
      return Number(left === 1 || right === 1);
    case '=':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
  }
}

function fold(term: Term & { kind: 'fold' }, state: Uint8Array, variables: Variables): number {
  const values: number[] = [];
  for (let member = 0; member < term.size; member++) {
    const inner = new Map([...variables, [term.variable, member]]);
    if (term.where !== undefined && evaluate(term.where, state, inner) !== 1) continue;
    values.push(evaluate(term.body, state, inner));
  }
  if (term.fold === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (term.fold === 'count') return values.filter((value) => value === 1).length;
  return Number(term.fold === 'all' ? values.every((value) => value === 1) : values.includes(1));
}
