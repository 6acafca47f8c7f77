// SPDX-License-Identifier: Apache-2.0
// Events made from rules: each meets one way in which a rule may be met, with random text around what is looked for.
import type { EventRecord } from '../../src/monitor/sigma/match/record.ts';
import type { Expression, GlobToken, SigmaRule, Test } from '../../src/monitor/sigma/rule.ts';
import type { Random } from './random.ts';

/** Undefined when the rule asks for something that cannot be made here, such as a regular expression. */
export function madeFrom(random: Random, { expression }: SigmaRule): EventRecord | undefined {
  const event: Record<string, unknown> = {};
  return meet(random, expression, event) ? event : undefined;
}

/** What is denied is left to chance. */
function meet(random: Random, expression: Expression, event: Record<string, unknown>): boolean {
  switch (expression.kind) {
    case 'test':
      return meetTest(random, expression, event);
    case 'not':
      return true;
    case 'and':
      return expression.of.every((each) => meet(random, each, event));
    case 'or':
      return meet(random, random.pick(expression.of), event);
  }
}

function meetTest(random: Random, { field, match }: Test, event: Record<string, unknown>): boolean {
  if (field === undefined) return false;
  if (match.kind === 'null') return true;
  if (match.kind === 'number') {
    event[field] = match.value;
    return true;
  }
  const text =
    match.kind === 'text'
      ? around(random, match.mode, match.text)
      : match.kind === 'glob'
        ? match.tokens.map((token) => filled(random, token)).join('')
        : undefined;
  if (text === undefined) return false;
  const old = event[field];
  // Several texts in one value: one after the other, which is what command lines look like.
  event[field] = typeof old === 'string' && old !== text ? `${old} ${text}` : text;
  return true;
}

function around(random: Random, mode: string, text: string): string {
  switch (mode) {
    case 'contains':
      return `${random.word()}${text}${random.word()}`;
    case 'startswith':
      return text + random.word();
    case 'endswith':
      return `C:\\Users\\${random.word()}${text}`;
    default:
      return text;
  }
}

function filled(random: Random, token: GlobToken): string {
  if (typeof token === 'string') return token;
  return token.wild === '?' ? 'x' : random.word();
}
