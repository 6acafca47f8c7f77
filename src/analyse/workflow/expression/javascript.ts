// SPDX-License-Identifier: Apache-2.0
// A term as JavaScript over the slots `s`. The text consists of integers and names made here; no text of a pack gets in.
import type { Term } from './term.ts';

const SIGNS: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  '=': '===',
  '!=': '!==',
};

export interface Names {
  /** JavaScript of each variable: a name, or an integer. */
  readonly variables: ReadonlyMap<string, string>;
  /** Name under which the values of a constant are at hand. */
  readonly table: (values: readonly number[]) => string;
}

/** A condition as a JavaScript boolean. */
export function condition(term: Term, names: Names): string {
  return truth(term, names) ?? `(${number(term, names)}===1)`;
}

/** A value to be stored. */
export function number(term: Term, names: Names): string {
  switch (term.kind) {
    case 'value':
      return String(term.value);
    case 'variable':
      return names.variables.get(term.name) as string;
    case 'slot': {
      const plus = term.least === 0 ? '' : `+${term.least}`;
      if (term.index === undefined) return `(s[${term.base}]${plus})`;
      const index = number(term.index, names);
      const read = `s[${term.base}+${index}]${plus}`;
      return term.sure ? `(${read})` : `(${index}<0||${index}>=${term.size}?-1:${read})`;
    }
    case 'table': {
      const index = number(term.index, names);
      if (/^\d+$/.test(index)) return String(term.values[Number(index)] ?? -1);
      const table = names.table(term.values);
      return term.sure ? `${table}[${index}]` : `(${table}[${index}]??-1)`;
    }
    case 'binary':
      if (term.operator === '+' || term.operator === '-')
        return `(${number(term.left, names)}${term.operator}${number(term.right, names)})`;
      return `(${truth(term, names)}?1:0)`;
    case 'fold':
      return term.fold === 'count' || term.fold === 'sum'
        ? total(term, names)
        : `(${truth(term, names)}?1:0)`;
    case 'not':
      return `(${truth(term, names)}?1:0)`;
  }
}

function truth(term: Term, names: Names): string | undefined {
  if (term.kind === 'not') return `!${condition(term.of, names)}`;
  if (term.kind === 'binary') {
    const { operator, left, right } = term;
    if (operator === '+' || operator === '-') return undefined;
    const side = operator === 'and' || operator === 'or' ? condition : number;
    return `(${side(left, names)}${SIGNS[operator] ?? operator}${side(right, names)})`;
  }
  if (term.kind !== 'fold' || term.fold === 'count' || term.fold === 'sum') return undefined;
  const all = term.fold === 'all';
  const parts = members(term, names).map(({ where, inner }) => {
    const body = condition(term.body, inner);
    if (where === undefined) return body;
    return all ? `(!${where}||${body})` : `(${where}&&${body})`;
  });
  return `(${parts.join(all ? '&&' : '||')})`;
}

function total(term: Term & { kind: 'fold' }, names: Names): string {
  const parts = members(term, names).map(({ where, inner }) => {
    const value = term.fold === 'sum' ? number(term.body, inner) : `(${condition(term.body, inner)}?1:0)`;
    return where === undefined ? value : `(${where}?${value}:0)`;
  });
  return `(${parts.join('+')})`;
}

/** Folds are written out: sets are small, and indexes become literals. */
function members(term: Term & { kind: 'fold' }, names: Names) {
  return Array.from({ length: term.size }, (_, index) => {
    const inner = { ...names, variables: new Map([...names.variables, [term.variable, String(index)]]) };
    return { inner, where: term.where === undefined ? undefined : condition(term.where, inner) };
  });
}
