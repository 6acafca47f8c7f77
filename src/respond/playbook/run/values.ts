// SPDX-License-Identifier: Apache-2.0
// Variables in texts (CACAO 2.0 §10.18.4), and secrets among them, which stay names.
import { exactNumber } from './exact-json.ts';

/** `__name__:value`. Some makers put `$` or `$$` before it. */
export const VARIABLE = /\$*(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value/;
const VARIABLES = new RegExp(VARIABLE.source, 'g');

// A secret stays a name between two characters of private use, which no value may have: what comes from outside cannot ask
// for a secret by writing its name.
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
const MARKED = /\uE000([^\uE000\uE001]*)\uE001/g;
const MARK = /[\uE000\uE001]/;

/** Asks for the value of a variable, and for those that stay names: secrets. */
export interface Values {
  readonly value: (name: string) => string | null | undefined;
  readonly isSecret: (name: string) => boolean;
}

/** What a command cannot do without. */
export class Unresolved extends Error {}

/** The value of one variable as it is written, or the mark of a secret. @throws Unresolved. */
export function insert(
  name: string,
  { value, isSecret }: Values,
  encode: (value: string) => string = (each) => each,
): string {
  if (isSecret(name)) return `${OPEN}${name}${CLOSE}`;
  const found = value(name);
  if (found === null || found === undefined) throw new Unresolved(`The variable ${name} has no value yet`);
  if (MARK.test(found)) throw new Unresolved(`The variable ${name} has a character that marks secrets`);
  return encode(found);
}

/** A text with the values of its variables. @throws Unresolved. */
export function fill(text: string, values: Values, encode?: (value: string) => string): string {
  return text.replaceAll(VARIABLES, (_, name: string) => insert(name, values, encode));
}

/**
 * The path and query of a request with the values of its variables. A value is one segment: none that is empty or dots, which
 * would be another path (RFC 3986 §5.2.4).
 *
 * @throws Unresolved.
 */
export function fillPath(
  target: string,
  values: Values,
  inQuery: (value: string) => string = encodeURIComponent,
): string {
  const end = target.search(/[?#]|$/);
  const segments = target
    .slice(0, end)
    .split('/')
    .map((segment) => {
      const text = fill(segment, values, encodeURIComponent);
      if (text !== segment && /^(?:\.|%2e){0,2}$/i.test(text))
        throw new Unresolved(`\`${segment}\` of the path would be \`${text}\`: that is another path`);
      return text;
    });
  return segments.join('/') + fill(target.slice(end), values, inQuery);
}

/** Strings in a JSON value, with the values of their variables. @param encode By the keys that lead to the string. */
export function fillJson(
  value: unknown,
  values: Values,
  encode: (path: readonly string[]) => ((value: string) => string) | undefined = () => undefined,
  path: readonly string[] = [],
): unknown {
  if (typeof value === 'string') return fill(value, values, encode(path));
  if (Array.isArray(value)) return value.map((each) => fillJson(each, values, encode, path));
  if (typeof value !== 'object' || value === null || exactNumber(value) !== undefined) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, fillJson(each, values, encode, [...path, key])]),
  );
}

/** The text with its secrets in it. */
export function reveal(text: string, secret: (name: string) => string): string {
  return text.replaceAll(MARKED, (_, name: string) => secret(name));
}

/** The text for people, with the names of its secrets. */
export function named(text: string): string {
  return reveal(text, (name) => `${name}:value`);
}

export function hasSecret(text: string): boolean {
  return MARK.test(text);
}
