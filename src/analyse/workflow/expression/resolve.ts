// SPDX-License-Identifier: Apache-2.0
// Names of an expression to slots, tables and values, with the kinds checked.
import type { Comparison, Expression } from './node.ts';
import { ExpressionError } from './parse.ts';
import type { Term, Type, Typed } from './term.ts';

/** What names stand for. */
export interface Scope {
  /** How often what is written here is written out by the folds around it. */
  readonly copies: number;
  readonly variables: ReadonlyMap<string, Type>;
  readonly sets: ReadonlyMap<string, Type & { kind: 'set' }>;
  readonly constants: ReadonlyMap<
    string,
    { readonly of: string; readonly type: Type; readonly values: readonly number[] }
  >;
  readonly state: ReadonlyMap<string, StateVariable>;
}

export interface StateVariable {
  readonly name: string;
  /** The set that it is indexed by; absent when there is one only. */
  readonly of?: string;
  readonly type: Type;
  /** First slot. */
  readonly base: number;
  /** How many slots. */
  readonly size: number;
  /** Number of values that a slot may hold. */
  readonly values: number;
  readonly starts: readonly number[];
}

/** Folds are written out, so they multiply. */
const MAX_COPIES = 512;

const BOOLEAN: Type = { kind: 'boolean' };
const NUMBER: Type = { kind: 'number', least: -1_000_000, most: 1_000_000 };

/** @param wanted the kind that the place asks for; a word of a list is found by it. @throws ExpressionError */
export function resolve(expression: Expression, scope: Scope, wanted?: Type): Typed {
  switch (expression.kind) {
    case 'number':
      return { term: { kind: 'value', value: expression.value }, type: NUMBER, sure: true };
    case 'name':
      return named(expression, scope, wanted);
    case 'not':
      return truth({ kind: 'not', of: condition(expression.of, scope) });
    case 'fold':
      return folded(expression, scope);
    case 'binary':
      return joined(expression, scope);
  }
}

/** A resolved expression that is true or false. @throws ExpressionError */
export function condition(expression: Expression, scope: Scope): Term {
  return of('boolean', resolve(expression, scope), expression).term;
}

function truth(term: Term): Typed {
  return { term, type: BOOLEAN, sure: true };
}

function of(kind: Type['kind'], typed: Typed, { at }: Expression): Typed {
  if (typed.type.kind === kind) return typed;
  throw new ExpressionError(`Found ${kindText(typed.type)}, expected a ${kind}`, at, 'WORKFLOW_KIND');
}

export function kindText(type: Type): string {
  return type.kind === 'set' || type.kind === 'list' ? `one of ${type.name}` : `a ${type.kind}`;
}

function named(expression: Expression & { kind: 'name' }, scope: Scope, wanted: Type | undefined): Typed {
  const { name, index, at } = expression;
  const state = scope.state.get(name);
  const table = scope.constants.get(name);
  if (state !== undefined || table !== undefined) return indexed(expression, scope);
  if (index !== undefined)
    throw new ExpressionError(`Cannot find the state or constant \`${name}\``, at, 'WORKFLOW_UNKNOWN_NAME');
  const variable = scope.variables.get(name);
  if (variable !== undefined) return { term: { kind: 'variable', name }, type: variable, sure: true };
  if (name === 'true' || name === 'false') return truth({ kind: 'value', value: name === 'true' ? 1 : 0 });
  if (wanted?.kind === 'set' && name === 'none')
    return { term: { kind: 'value', value: wanted.size }, type: wanted, sure: false };
  const words = wanted?.kind === 'set' || wanted?.kind === 'list' ? (wanted.words ?? []) : [];
  if (wanted !== undefined && words.includes(name))
    return { term: { kind: 'value', value: words.indexOf(name) }, type: wanted, sure: true };
  const expected =
    words.length > 0
      ? `one of ${words.join(', ')}`
      : 'a variable, state, constant, or a word compared with one';
  throw new ExpressionError(`Cannot find \`${name}\`: expected ${expected}`, at, 'WORKFLOW_UNKNOWN_NAME');
}

function indexed(expression: Expression & { kind: 'name' }, scope: Scope): Typed {
  const { name, index, at } = expression;
  const state = scope.state.get(name);
  const table = scope.constants.get(name);
  const owner = state?.of ?? table?.of;
  if ((owner === undefined) !== (index === undefined)) {
    const text =
      owner === undefined
        ? `\`${name}\` has no members`
        : `\`${name}\` is of each ${owner}: write \`${name}[…]\``;
    throw new ExpressionError(text, at, 'WORKFLOW_KIND');
  }
  const type = (state?.type ?? table?.type) as Type;
  const nullable = state !== undefined && type.kind === 'set';
  const least = type.kind === 'number' ? type.least : 0;
  if (index === undefined || owner === undefined)
    return {
      term: { kind: 'slot', base: state?.base ?? 0, size: 1, least, sure: true },
      type,
      sure: !nullable,
    };
  const set = scope.sets.get(owner) as Type & { kind: 'set' };
  const place = resolve(index, scope, set);
  same(place.type, set, index.at);
  const common = { index: place.term, sure: place.sure };
  const term: Term =
    state === undefined
      ? { kind: 'table', values: table?.values ?? [], ...common }
      : { kind: 'slot', base: state.base, size: state.size, least, ...common };
  return { term, type, sure: place.sure && !nullable };
}

function same(left: Type, right: Type, at: number): void {
  const fits =
    left.kind === right.kind && ('name' in left ? left.name === (right as { name: string }).name : true);
  if (!fits)
    throw new ExpressionError(`Found ${kindText(left)} beside ${kindText(right)}`, at, 'WORKFLOW_KIND');
}

function folded(expression: Expression & { kind: 'fold' }, scope: Scope): Typed {
  const { fold, variable, over, where, body, at } = expression;
  const set = scope.sets.get(over);
  if (set === undefined)
    throw new ExpressionError(`Cannot find the set \`${over}\``, at, 'WORKFLOW_UNKNOWN_NAME');
  const copies = scope.copies * set.size;
  if (copies > MAX_COPIES)
    throw new ExpressionError(`Folds in folds ask ${copies} times, expected at most ${MAX_COPIES}`, at);
  const inner: Scope = { ...scope, copies, variables: new Map([...scope.variables, [variable, set]]) };
  const filter = where === undefined ? {} : { where: condition(where, inner) };
  const each = fold === 'sum' ? of('number', resolve(body, inner), body).term : condition(body, inner);
  const term: Term = { kind: 'fold', fold, variable, size: set.size, ...filter, body: each };
  return { term, type: fold === 'all' || fold === 'any' ? BOOLEAN : NUMBER, sure: true };
}

function joined(expression: Expression & { kind: 'binary' }, scope: Scope): Typed {
  const { operator, left, right, at } = expression;
  if (operator === 'and' || operator === 'or')
    return truth({ kind: 'binary', operator, left: condition(left, scope), right: condition(right, scope) });
  if (operator === '+' || operator === '-') {
    const sides = [left, right].map((side) => of('number', resolve(side, scope), side));
    const [a, b] = sides as [Typed, Typed];
    return {
      term: { kind: 'binary', operator, left: a.term, right: b.term },
      type: NUMBER,
      sure: a.sure && b.sure,
    };
  }
  const [a, b] = sidesOf(left, right, scope);
  same(a.type, b.type, at);
  if (isOrder(operator) && a.type.kind !== 'number' && a.type.kind !== 'list')
    throw new ExpressionError(`Members of ${kindText(a.type)} have no order`, at, 'WORKFLOW_KIND');
  return truth({ kind: 'binary', operator, left: a.term, right: b.term });
}

function isOrder(operator: Comparison): boolean {
  return operator !== '=' && operator !== '!=';
}

/** A bare word takes its kind from the other side. */
function sidesOf(left: Expression, right: Expression, scope: Scope): readonly [Typed, Typed] {
  if (isWord(left, scope)) {
    const other = resolve(right, scope);
    return [resolve(left, scope, other.type), other];
  }
  const first = resolve(left, scope);
  return [first, resolve(right, scope, first.type)];
}

function isWord(expression: Expression, { variables, state, constants }: Scope): boolean {
  if (expression.kind !== 'name' || expression.index !== undefined) return false;
  const { name } = expression;
  return (
    !variables.has(name) && !state.has(name) && !constants.has(name) && name !== 'true' && name !== 'false'
  );
}
