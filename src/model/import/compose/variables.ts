// SPDX-License-Identifier: Apache-2.0
// Interpolation of the Compose Specification ("Interpolation"): `$A`, `${A}`, `${A:-default}`, `${A:?error}`, `${A:+value}`.

/** Text after interpolation. What has no known value stands there as `${NAME}`. */
export interface Interpolated {
  readonly text: string;
  readonly unresolved: readonly string[];
  /** Variables that were used, with a value or without. */
  readonly used: readonly string[];
}

/** The text has `${` without its end, or something else that is no expression. */
export interface BadExpression {
  readonly bad: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
/** Linux takes no variable longer than this (MAX_ARG_STRLEN); variables of variables grow without bound. */
const MAX_TEXT = 131_072;
/** Defaults within defaults; real files have at most two. */
const MAX_DEPTH = 16;

/** Puts values in place of variables. Cost: the length of the text times the depth of its defaults. */
export function interpolate(
  text: string,
  values: ReadonlyMap<string, string>,
  depth = 0,
): Interpolated | BadExpression {
  if (depth > MAX_DEPTH) return { bad: text.slice(0, 40) };
  const out: string[] = [];
  const unresolved: string[] = [];
  const used: string[] = [];
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar === -1) break;
    out.push(text.slice(at, dollar));
    const part = expressionAt(text, dollar, values, depth);
    if ('bad' in part) return part;
    out.push(part.text);
    length += part.text.length;
    if (length > MAX_TEXT) return { bad: text.slice(dollar, dollar + 40) };
    unresolved.push(...part.unresolved);
    used.push(...part.used);
    at = part.end;
  }
  return { text: out.join('') + text.slice(at), unresolved, used };
}

type Part = Interpolated & { readonly end: number };

function expressionAt(
  text: string,
  dollar: number,
  values: ReadonlyMap<string, string>,
  depth: number,
): Part | BadExpression {
  if (text[dollar + 1] === '$') return { text: '$', unresolved: [], used: [], end: dollar + 2 };
  if (text[dollar + 1] !== '{') {
    const name = NAME.exec(text.slice(dollar + 1, dollar + 257))?.[0];
    if (name === undefined) return { bad: text.slice(dollar, dollar + 40) };
    return { ...variable(name, values), end: dollar + 1 + name.length };
  }
  const end = closingBrace(text, dollar + 2);
  if (end === undefined) return { bad: text.slice(dollar, dollar + 40) };
  const part = expression(text.slice(dollar + 2, end), values, depth);
  return 'bad' in part ? part : { ...part, end: end + 1 };
}

function closingBrace(text: string, from: number): number | undefined {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '}') open--;
    else if (text[at] === '{' && text[at - 1] === '$') open++;
    if (open === 0) return at;
  }
  return undefined;
}

function expression(
  inner: string,
  values: ReadonlyMap<string, string>,
  depth: number,
): Interpolated | BadExpression {
  const name = NAME.exec(inner)?.[0];
  if (name === undefined) return { bad: `\${${inner.slice(0, 40)}}` };
  const operator = /^:?[-?+]/.exec(inner.slice(name.length))?.[0];
  if (operator === undefined)
    return inner.length === name.length ? variable(name, values) : { bad: `\${${inner.slice(0, 40)}}` };
  const rest = inner.slice(name.length + operator.length);
  const value = values.get(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  if (operator.endsWith('+')) return alternative(name, isSet ? rest : '', values, depth);
  if (isSet || operator.endsWith('?')) return variable(name, isSet ? values : new Map());
  return alternative(name, rest, values, depth);
}

function alternative(
  name: string,
  text: string,
  values: ReadonlyMap<string, string>,
  depth: number,
): Interpolated | BadExpression {
  const part = interpolate(text, values, depth + 1);
  return 'bad' in part ? part : { ...part, used: [name, ...part.used] };
}

function variable(name: string, values: ReadonlyMap<string, string>): Interpolated {
  const value = values.get(name);
  return { text: value ?? `\${${name}}`, unresolved: value === undefined ? [name] : [], used: [name] };
}
