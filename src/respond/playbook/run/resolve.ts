// SPDX-License-Identifier: Apache-2.0
// A command with the values of its variables. A value is always data: it makes no new word of a command line, no other host
// or path of a request, and no other structure of a JSON body.
import { type Command, commandText } from '../shape/commands.ts';
import type { Resolved } from './adapter.ts';
import { splitWords } from './words.ts';

const VARIABLE = /\$*(__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__):value/g;

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

/** @throws Unresolved for a variable without a value and a request that is none. */
export function resolveCommand(command: Command, values: Values): Resolved {
  const text = commandText(command);
  const { type } = command;
  if (type === 'bash') {
    const words = splitWords(text);
    const argv = words?.map((word) => fill(word, values));
    return { type, text: named(fill(text, values)), ...(argv === undefined ? {} : { argv }) };
  }
  if (type !== 'http-api' && type !== 'openc2-http') return { type, text: named(fill(text, values)) };
  const request = requestOf(command, values);
  return { type, text: named(`${request.method} ${request.path}`), request };
}

/** A text with the values of its variables. @throws Unresolved. */
export function fill(
  text: string,
  { value, isSecret }: Values,
  encode: (value: string) => string = (each) => each,
): string {
  return text.replaceAll(VARIABLE, (_, name: string) => {
    if (isSecret(name)) return `${OPEN}${name}${CLOSE}`;
    const found = value(name);
    if (found === null || found === undefined) throw new Unresolved(`The variable ${name} has no value yet`);
    if (MARK.test(found)) throw new Unresolved(`The variable ${name} has a character that marks secrets`);
    return encode(found);
  });
}

/** The text with its secrets in it. */
export function reveal(text: string, secret: (name: string) => string): string {
  return text.replaceAll(MARKED, (_, name: string) => secret(name));
}

/** The text for people, with the names of its secrets. */
function named(text: string): string {
  return reveal(text, (name) => `${name}:value`);
}

/** RFC 9112 §3: method, target and version in one line; CACAO 2.0 §5.4. Some makers leave out a slash. */
const REQUEST = /^([A-Z]+)\s+(\S+)(?:\s+HTTP\/?[0-9.]+)?\s*$/;

function requestOf(command: Command, values: Values): NonNullable<Resolved['request']> {
  const line =
    command.type === 'openc2-http' && !REQUEST.test(command.command ?? '')
      ? `POST ${command.command ?? '/'}`
      : (command.command ?? '');
  const match = REQUEST.exec(line.trim());
  if (match === null)
    throw new Unresolved(`Cannot read \`${line.slice(0, 100)}\` as a request: expected GET /path HTTP/1.1`);
  const [, method = '', target = ''] = match;
  const path = fill(target, values, encodeURIComponent);
  const body = bodyOf(command, values);
  return {
    method,
    path: path.startsWith('/') ? path : `/${path}`,
    headers: Object.fromEntries(
      Object.entries(command.headers ?? {}).map(([name, lines]) => [
        name,
        lines.map((each) => headerOf(name, fill(each, values))),
      ]),
    ),
    ...(body === undefined ? {} : { body }),
  };
}

function headerOf(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new Unresolved(`The header ${name} would have a line break in it`);
  return value;
}

function bodyOf({ content, content_b64: coded }: Command, values: Values): string | undefined {
  const text = content ?? (coded === undefined ? undefined : Buffer.from(coded, 'base64').toString('utf8'));
  if (text === undefined) return undefined;
  const json = parsed(text);
  return json === undefined ? fill(text, values) : JSON.stringify(fillJson(json.value, values));
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fillJson(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((each) => fillJson(each, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillJson(each, values)]));
}
