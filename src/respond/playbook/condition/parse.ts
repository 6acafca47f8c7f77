// SPDX-License-Identifier: Apache-2.0
// Conditions of if and while steps (CACAO 2.0 §4.7, §4.8): STIX 2.1 comparison expressions with AND, OR, NOT and brackets.
// Observation operators (FOLLOWEDBY, WITHIN, REPEATS) speak of events over time, which a run does not have: refused.
import { type Token, tokensOf } from './tokens.ts';

export type Operand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string };

export const COMPARATORS = ['=', '!=', '<', '<=', '>', '>=', 'IN', 'LIKE', 'MATCHES'] as const;
export type Comparator = (typeof COMPARATORS)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly left: Operand;
      readonly operator: Comparator;
      readonly right: readonly Operand[];
    };

export type ParsedCondition =
  | { readonly condition: Condition }
  | { readonly wrong: string; readonly at: number };

const MAX_DEPTH = 50;
const SAME: Readonly<Record<string, Comparator>> = { '==': '=', '<>': '!=' };

class Wrong extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Never throws: what cannot be read is told with its offset. */
export function parseCondition(text: string): ParsedCondition {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next];
  const is = (word: string) => peek()?.text.toUpperCase() === word;
  const take = (): Token => {
    const token = tokens[next++];
    if (token === undefined) throw new Wrong('it ends too early', text.length);
    if (token.kind === 'wrong') throw new Wrong(`\`${token.text}\` has no meaning here`, token.at);
    return token;
  };
  const skip = (word: string) => {
    const token = take();
    if (token.text !== word) throw new Wrong(`expected \`${word}\``, token.at);
  };
  const joined = (kind: 'and' | 'or', part: (depth: number) => Condition, depth: number): Condition => {
    const parts = [part(depth)];
    while (is(kind.toUpperCase())) {
      next++;
      parts.push(part(depth));
    }
    return parts.length === 1 ? (parts[0] as Condition) : { kind, parts };
  };
  const any = (depth: number): Condition => joined('or', (deep) => joined('and', one, deep), depth);
  const one = (depth: number): Condition => {
    if (depth > MAX_DEPTH) throw new Wrong(`it is nested deeper than ${MAX_DEPTH}`, peek()?.at ?? 0);
    if (is('NOT')) {
      next++;
      return { kind: 'not', part: one(depth + 1) };
    }
    const closing = { '(': ')', '[': ']' }[peek()?.text ?? ''];
    if (closing === undefined) return comparison();
    next++;
    const inner = any(depth + 1);
    skip(closing);
    return inner;
  };
  const comparison = (): Condition => {
    const left = operand(take());
    const negated = is('NOT');
    if (negated) next++;
    const token = take();
    const operator = (SAME[token.text] ?? token.text.toUpperCase()) as Comparator;
    if (!COMPARATORS.includes(operator))
      throw new Wrong(`expected an operator (${COMPARATORS.join(' ')})`, token.at);
    const right = operator === 'IN' ? list() : [operand(take())];
    const compare: Condition = { kind: 'compare', left, operator, right };
    return negated ? { kind: 'not', part: compare } : compare;
  };
  const list = (): Operand[] => {
    skip('(');
    const items = [operand(take())];
    while (is(',')) {
      next++;
      items.push(operand(take()));
    }
    skip(')');
    return items;
  };
  try {
    const condition = any(0);
    const rest = peek();
    if (rest !== undefined) throw new Wrong(`expected nothing more before \`${rest.text}\``, rest.at);
    return { condition };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message, at: error.at };
    throw error;
  }
}

function operand({ kind, text, at }: Token): Operand {
  if (kind === 'variable') return { kind: 'variable', name: text.replace(/^\$+/, '').replace(/:value$/, '') };
  if (kind === 'number') return { kind: 'literal', value: text };
  if (kind === 'word' && /^(?:true|false)$/i.test(text))
    return { kind: 'literal', value: text.toLowerCase() };
  if (kind === 'text')
    return { kind: 'literal', value: text.replace(/^t?'|'$/g, '').replace(/\\(.)/g, '$1') };
  throw new Wrong(`expected a variable such as __host__:value or a value, found \`${text}\``, at);
}

/** Names of the variables that a condition reads. */
export function variablesOf(condition: Condition): readonly string[] {
  if (condition.kind === 'not') return variablesOf(condition.part);
  if (condition.kind !== 'compare') return condition.parts.flatMap(variablesOf);
  return [condition.left, ...condition.right].flatMap((each) =>
    each.kind === 'variable' ? [each.name] : [],
  );
}
