// SPDX-License-Identifier: Apache-2.0
import { durationOf } from '../duration.ts';
import { ExpressionError, type LiteralType } from './node.ts';

export type Token =
  | ({
      readonly kind: 'literal';
      readonly type: LiteralType;
      readonly value: string | number | boolean;
    } & Place)
  | ({ readonly kind: 'name' | 'word' | 'sign' | 'end'; readonly text: string } & Place);

interface Place {
  readonly from: number;
  readonly to: number;
}

const WORDS = new Set(['and', 'or', 'not', 'in']);

/** In the order they are tried. A name may hold `-` between letters, so minus needs a space before it. */
const PATTERNS = [
  ['space', /\s+/y],
  ['duration', /\d+(?:ms|s|m|h|d)(?![A-Za-z0-9_-])/y],
  ['number', /\d+(?:\.\d+)?(?![A-Za-z_])/y],
  ['text', /'(?:[^'\\]|\\['\\])*'/y],
  ['name', /[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/y],
  ['sign', /<=|>=|!=|\?\?|[=<>+\-*/(),.[\]]/y],
] as const;

/** The words of an expression. Throws ExpressionError at what is none. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  while (from < text.length) {
    const [kind, found] = next(text, from);
    const to = from + found.length;
    const token = kind === 'space' ? undefined : tokenOf(kind, found, { from, to });
    if (token !== undefined) tokens.push(token);
    from = to;
  }
  tokens.push({ kind: 'end', text: '', from, to: from });
  return tokens;
}

type Kind = (typeof PATTERNS)[number][0];

function next(text: string, from: number): readonly [Kind, string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (found !== null) return [kind, found[0]];
  }
  const sign = String.fromCodePoint(text.codePointAt(from) as number);
  const hint =
    sign === '"' || sign === "'"
      ? "A text stands between single quotes, a quote in it is written \\'"
      : undefined;
  throw new ExpressionError(`cannot read ${JSON.stringify(sign)}`, from, hint);
}

function tokenOf(kind: Kind, text: string, place: Place): Token {
  switch (kind) {
    case 'duration':
      return { kind: 'literal', type: 'duration', value: durationOf(text) ?? 0, ...place };
    case 'number':
      return { kind: 'literal', type: 'number', value: Number(text), ...place };
    case 'text':
      return { kind: 'literal', type: 'text', value: text.slice(1, -1).replaceAll(/\\(.)/g, '$1'), ...place };
    case 'name':
      if (text === 'true' || text === 'false')
        return { kind: 'literal', type: 'boolean', value: text === 'true', ...place };
      return { kind: WORDS.has(text) ? 'word' : 'name', text, ...place };
    default:
      return { kind: 'sign', text, ...place };
  }
}
