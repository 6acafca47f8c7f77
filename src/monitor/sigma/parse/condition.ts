// SPDX-License-Identifier: Apache-2.0
// Conditions (rules specification 2.0.0, "Condition"): or < and < not < `1 of` < brackets.
import type { Expression } from '../rule.ts';

type Result = Expression | { readonly refused: string };

const MAX_TOKENS = 2000;
const MAX_DEPTH = 100;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
  readonly items: ReadonlyMap<string, Expression>;
}

class Refusal extends Error {}

/** Reads a condition over the search identifiers of a rule; the reason when it cannot be read. */
export function readCondition(text: string, items: ReadonlyMap<string, Expression>): Result {
  const tokens: readonly string[] = text.match(/[()|]|[^\s()|]+/g) ?? [];
  if (tokens.includes('|'))
    return { refused: 'uses `|`: aggregations left Sigma with version 2, expected a correlation rule' };
  if (tokens.length === 0) return { refused: 'is empty, expected for example `selection and not filter`' };
  if (tokens.length > MAX_TOKENS) return { refused: `has more than ${MAX_TOKENS} words` };
  const cursor: Cursor = { tokens, at: 0, depth: 0, items };
  try {
    const expression = readOr(cursor);
    const rest = tokens[cursor.at];
    return rest === undefined ? expression : { refused: `has \`${rest}\` where it should end` };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

function readOr(cursor: Cursor): Expression {
  return readChain(cursor, 'or', readAnd);
}

function readAnd(cursor: Cursor): Expression {
  return readChain(cursor, 'and', readNot);
}

function readChain(cursor: Cursor, word: 'and' | 'or', next: (cursor: Cursor) => Expression): Expression {
  const of = [next(cursor)];
  while (peek(cursor) === word) {
    cursor.at++;
    of.push(next(cursor));
  }
  return of.length === 1 ? (of[0] as Expression) : { kind: word, of };
}

function readNot(cursor: Cursor): Expression {
  let negations = 0;
  for (; peek(cursor) === 'not'; cursor.at++) negations++;
  const inner = readPrimary(cursor);
  return negations % 2 === 0 ? inner : { kind: 'not', of: inner };
}

function readPrimary(cursor: Cursor): Expression {
  const token = cursor.tokens[cursor.at++];
  if (token === undefined) throw new Refusal('ends where a search identifier was expected');
  if (token === '(') {
    if (++cursor.depth > MAX_DEPTH)
      throw new Refusal(`has more than ${MAX_DEPTH} brackets inside one another`);
    const inner = readOr(cursor);
    if (cursor.tokens[cursor.at++] !== ')') throw new Refusal('has a bracket that is not closed');
    cursor.depth--;
    return inner;
  }
  if (peek(cursor) === 'of') return readQuantified(cursor, token.toLowerCase());
  const item = cursor.items.get(token);
  if (item === undefined || token === ')')
    throw new Refusal(
      `names \`${token}\`, expected one of ${[...cursor.items.keys()].map((id) => `\`${id}\``).join(', ')}`,
    );
  return item;
}

function readQuantified(cursor: Cursor, quantity: string): Expression {
  cursor.at++;
  const pattern = cursor.tokens[cursor.at++] ?? '';
  if (quantity !== '1' && quantity !== 'all' && quantity !== 'any')
    throw new Refusal(`asks for \`${quantity} of\`, expected \`1 of\` or \`all of\``);
  const chosen = [...cursor.items].filter(([id]) => isMeant(id, pattern)).map(([, item]) => item);
  if (chosen.length === 0) throw new Refusal(`names \`${pattern}\`, which no search identifier matches`);
  return chosen.length === 1
    ? (chosen[0] as Expression)
    : { kind: quantity === 'all' ? 'and' : 'or', of: chosen };
}

/** `them`: all that do not start with an underscore; else a pattern with `*`. */
function isMeant(id: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !id.startsWith('_');
  const parts = pattern.split('*');
  if (parts.length === 1) return id === pattern;
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (!id.startsWith(first) || !id.slice(first.length).endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= id.length - last.length;
}

function peek(cursor: Cursor): string | undefined {
  return cursor.tokens[cursor.at]?.toLowerCase();
}
