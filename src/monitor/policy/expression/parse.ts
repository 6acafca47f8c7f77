// SPDX-License-Identifier: Apache-2.0
// Text → expression, by precedence climbing. Weakest first: or, and, not, comparisons, + -, * /, ??, minus.
import { type Token, tokensOf } from './lex.ts';
import { ExpressionError, type Fault, type Node, type Operator } from './node.ts';

const MAX_DEPTH = 64;

const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['not'],
  ['=', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/'],
  ['??'],
];
const NOT = 2;
const COMPARISON = 3;

/** Never throws: gives the expression or what is wrong with its text. */
export function parseExpression(text: string): { readonly node: Node } | { readonly fault: Fault } {
  try {
    const reader = createReader(tokensOf(text));
    const node = parseLevel(reader, 0, 0);
    const left = reader.peek();
    if (left.kind !== 'end') throw unexpected(left, 'an operator or the end');
    return { node };
  } catch (error) {
    if (error instanceof ExpressionError) return { fault: error.fault };
    throw error;
  }
}

interface Reader {
  peek(): Token;
  take(): Token;
  /** Takes the token when it is this sign or word. */
  accept(text: string): boolean;
  expect(text: string, what: string): Token;
}

function createReader(tokens: readonly Token[]): Reader {
  let at = 0;
  const peek = () => tokens[at] as Token;
  const take = () => {
    const token = peek();
    if (token.kind !== 'end') at++;
    return token;
  };
  return {
    peek,
    take,
    accept: (text) => isText(peek(), text) && take() !== undefined,
    expect(text, what) {
      if (!isText(peek(), text)) throw unexpected(peek(), what);
      return take();
    },
  };
}

function isText(token: Token, text: string): boolean {
  return (token.kind === 'sign' || token.kind === 'word') && token.text === text;
}

function unexpected(token: Token, expected: string): ExpressionError {
  const found =
    token.kind === 'end' ? 'the end' : token.kind === 'literal' ? String(token.value) : `\`${token.text}\``;
  const hint = token.kind === 'sign' && token.text === '-' ? 'Put a space before and after minus' : undefined;
  return new ExpressionError(`found ${found}, expected ${expected}`, token.from, hint);
}

function parseLevel(reader: Reader, level: number, depth: number): Node {
  if (depth > MAX_DEPTH)
    throw new ExpressionError(`nests deeper than ${MAX_DEPTH} levels`, reader.peek().from);
  if (level === NOT) return parseNot(reader, depth);
  if (level === LEVELS.length) return parseMinus(reader, depth);
  let left = parseLevel(reader, level + 1, depth);
  for (;;) {
    const negated = level === COMPARISON && isText(reader.peek(), 'not');
    const operator = negated ? takeNotIn(reader) : takeOperator(reader, LEVELS[level] as readonly string[]);
    if (operator === undefined) return left;
    const right = parseLevel(reader, level + 1, depth + 1);
    const { from } = left;
    left = { kind: 'binary', operator, left, right, from, to: right.to };
    if (negated) left = { kind: 'not', part: left, from, to: right.to };
    if (level === COMPARISON && takeOperator(reader, LEVELS[level] as readonly string[]) !== undefined)
      throw new ExpressionError('compares twice in a row: expected `and` between two comparisons', from);
  }
}

function takeOperator(reader: Reader, operators: readonly string[]): Operator | undefined {
  const token = reader.peek();
  if (token.kind !== 'sign' && token.kind !== 'word') return undefined;
  if (!operators.includes(token.text)) return undefined;
  reader.take();
  return token.text as Operator;
}

function takeNotIn(reader: Reader): Operator {
  reader.take();
  reader.expect('in', '`in` after `not`');
  return 'in';
}

function parseNot(reader: Reader, depth: number): Node {
  const { from } = reader.peek();
  if (!reader.accept('not')) return parseLevel(reader, NOT + 1, depth);
  const part = parseLevel(reader, NOT, depth + 1);
  return { kind: 'not', part, from, to: part.to };
}

function parseMinus(reader: Reader, depth: number): Node {
  const { from } = reader.peek();
  if (!reader.accept('-')) return parsePrimary(reader, depth);
  if (depth > MAX_DEPTH) throw new ExpressionError(`nests deeper than ${MAX_DEPTH} levels`, from);
  const part = parseMinus(reader, depth + 1);
  return { kind: 'minus', part, from, to: part.to };
}

function parsePrimary(reader: Reader, depth: number): Node {
  const token = reader.take();
  const { from, to } = token;
  if (token.kind === 'literal') return { kind: 'literal', type: token.type, value: token.value, from, to };
  if (token.kind === 'name') return parseName(reader, token.text, from, to, depth);
  if (isText(token, '(')) {
    const inner = parseLevel(reader, 0, depth + 1);
    const close = reader.expect(')', '`)`');
    return { ...inner, from, to: close.to };
  }
  if (isText(token, '[')) {
    const items = parseItems(reader, ']', depth + 1);
    return { kind: 'list', items, from, to: reader.expect(']', '`,` or `]`').to };
  }
  throw unexpected(token, 'a name, a value or `(`');
}

function parseName(reader: Reader, name: string, from: number, to: number, depth: number): Node {
  if (reader.accept('(')) {
    const args = parseItems(reader, ')', depth + 1);
    return { kind: 'call', name, args, from, to: reader.expect(')', '`,` or `)`').to };
  }
  if (!reader.accept('.')) return { kind: 'name', name, from, to };
  const field = reader.take();
  // A field may be called `in` or `not`; after a dot it is plain what is meant.
  if (field.kind !== 'name' && field.kind !== 'word')
    throw unexpected(field, `the name of a field of \`${name}\``);
  return { kind: 'name', of: name, name: field.text, from, to: field.to };
}

function parseItems(reader: Reader, close: string, depth: number): readonly Node[] {
  const items: Node[] = [];
  if (isText(reader.peek(), close)) return items;
  do items.push(parseLevel(reader, 0, depth));
  while (reader.accept(','));
  return items;
}
