// SPDX-License-Identifier: Apache-2.0
// Text → expression, by recursive descent. Weakest first: or, and, not, comparison, + and -.
import type { Comparison, Expression, Fold, Operator } from './node.ts';

/** Nesting of brackets beyond which an expression is refused. */
const MAX_DEPTH = 20;

const TOKEN = /\s*(?:([a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(\d{1,9})|(!=|<=|>=|[=<>+\-()[\]:]))/y;
const COMPARISONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='] satisfies readonly Comparison[];
const FOLDS: readonly string[] = ['all', 'any', 'count', 'sum'] satisfies readonly Fold[];

export class ExpressionError extends Error {
  readonly at: number;
  readonly code: 'WORKFLOW_SYNTAX' | 'WORKFLOW_UNKNOWN_NAME' | 'WORKFLOW_KIND';

  constructor(message: string, at: number, code: ExpressionError['code'] = 'WORKFLOW_SYNTAX') {
    super(message);
    this.at = at;
    this.code = code;
  }
}

interface Token {
  readonly text: string;
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  readonly at: number;
}

interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

/** @throws ExpressionError */
export function parseExpression(text: string): Expression {
  const reader: Reader = { tokens: tokensOf(text), next: 0, depth: 0 };
  const expression = either(reader);
  const rest = peek(reader);
  if (rest.kind !== 'end') throw unexpected(rest, 'the end');
  return expression;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new ExpressionError(`Cannot read \`${text.slice(from).trim()}\``, from);
    const [, name, number, sign] = match;
    const found = name ?? number ?? (sign as string);
    const kind = name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign';
    tokens.push({ text: found, kind, at: TOKEN.lastIndex - found.length });
  }
  return [...tokens, { text: 'the end', kind: 'end', at: end }];
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.next] as Token;
}

function isNext(reader: Reader, text: string): boolean {
  const token = peek(reader);
  return token.kind !== 'end' && token.text === text;
}

function take(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.next++;
  return token;
}

function expect(reader: Reader, text: string): Token {
  const token = take(reader);
  if (token.text !== text || token.kind === 'end') throw unexpected(token, `\`${text}\``);
  return token;
}

function expectName(reader: Reader): Token {
  const token = take(reader);
  if (token.kind !== 'name') throw unexpected(token, 'a name');
  return token;
}

function unexpected(token: Token, expected: string): ExpressionError {
  return new ExpressionError(`Found \`${token.text}\`, expected ${expected}`, token.at);
}

function either(reader: Reader): Expression {
  if (++reader.depth > MAX_DEPTH)
    throw new ExpressionError(`Brackets nest deeper than ${MAX_DEPTH}`, peek(reader).at);
  let left = both(reader);
  while (isNext(reader, 'or')) left = binary(reader, left, both);
  reader.depth--;
  return left;
}

function both(reader: Reader): Expression {
  let left = negation(reader);
  while (isNext(reader, 'and')) left = binary(reader, left, negation);
  return left;
}

function binary(reader: Reader, left: Expression, side: (reader: Reader) => Expression): Expression {
  const { text, at } = take(reader);
  return { kind: 'binary', operator: text as Operator, left, right: side(reader), at };
}

function negation(reader: Reader): Expression {
  let at = -1;
  let odd = false;
  while (isNext(reader, 'not')) {
    at = take(reader).at;
    odd = !odd;
  }
  const of = comparison(reader);
  return odd ? { kind: 'not', of, at } : of;
}

function comparison(reader: Reader): Expression {
  const left = sum(reader);
  const { kind, text } = peek(reader);
  return kind === 'sign' && COMPARISONS.includes(text) ? binary(reader, left, sum) : left;
}

function sum(reader: Reader): Expression {
  let left = primary(reader);
  while (isNext(reader, '+') || isNext(reader, '-')) left = binary(reader, left, primary);
  return left;
}

function primary(reader: Reader): Expression {
  const { kind, text, at } = take(reader);
  if (kind === 'number') return { kind: 'number', value: Number(text), at };
  if (text === '(' && kind === 'sign') {
    const inner = either(reader);
    expect(reader, ')');
    return inner;
  }
  if (kind !== 'name') throw unexpected({ kind, text, at }, 'a value');
  if (FOLDS.includes(text) && isNext(reader, '(')) return fold(reader, text as Fold, at);
  if (!isNext(reader, '[')) return { kind: 'name', name: text, at };
  take(reader);
  const index = either(reader);
  expect(reader, ']');
  return { kind: 'name', name: text, index, at };
}

/** `any(x in set: …)`, `sum(x in set where …: …)`. */
function fold(reader: Reader, kind: Fold, at: number): Expression {
  expect(reader, '(');
  const variable = expectName(reader).text;
  expect(reader, 'in');
  const over = expectName(reader).text;
  const filtered = isNext(reader, 'where');
  if (filtered) take(reader);
  const where = filtered ? either(reader) : undefined;
  expect(reader, ':');
  const body = either(reader);
  expect(reader, ')');
  return {
    kind: 'fold',
    fold: kind,
    variable,
    over,
    ...(where === undefined ? {} : { where }),
    body,
    at,
  };
}
