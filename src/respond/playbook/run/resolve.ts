// SPDX-License-Identifier: Apache-2.0
// A command with the values of its variables. A value is always data: it makes no new word of a command line, no other host
// or path of a request, no other structure of a JSON body, and no code of a script.
import { type Command, commandText, contentText } from '../shape/commands.ts';
import type { Resolved } from './adapter.ts';
import { parseExact, writeExact } from './exact-json.ts';
import { elasticRequest } from './script/elastic-query.ts';
import { JSON_TEXT, KESTREL, POSIX, POWERSHELL, YARA } from './script/languages.ts';
import { fillQuoted, UnclearPlace } from './script/quoted.ts';
import { fillSigma } from './script/sigma-rule.ts';
import { fill, fillJson, fillPath, named, Unresolved, type Values } from './values.ts';
import { splitWords } from './words.ts';

/** Texts that a program reads, by the type of the command. */
const SCRIPTS: Readonly<Record<string, (text: string, values: Values) => string>> = {
  'caldera-cmd': fill,
  kestrel: (text, values) => fillQuoted(text, values, KESTREL),
  powershell: (text, values) => fillQuoted(text, values, POWERSHELL),
  sigma: fillSigma,
  ssh: (text, values) => fillQuoted(text, values, POSIX),
  yara: (text, values) => fillQuoted(text, values, YARA),
};

/** @throws Unresolved for a variable without a value and a request that is none. */
export function resolveCommand(command: Command, values: Values): Resolved {
  const text = commandText(command);
  const { type } = command;
  if (type === 'bash') {
    const words = splitWords(text);
    const argv = words?.map((word) => fill(word, values));
    const option = argv?.find((each, at) => at > 0 && isOption(each, at, words ?? []));
    return {
      ...{ type, text: named(fill(text, values)) },
      ...(argv === undefined ? {} : { argv }),
      ...(option === undefined
        ? {}
        : { byHand: `The value ${named(option)} would be an option: expected -- before it` }),
    };
  }
  if (type === 'http-api' || type === 'openc2-http') {
    const request = requestOf(command, values);
    return { type, text: named(`${request.method} ${request.path}`), request };
  }
  try {
    return scripted(type, text, values);
  } catch (error) {
    if (!(error instanceof UnclearPlace)) throw error;
    return { type, text: named(fill(text, values)), byHand: error.message };
  }
}

/** A value that begins a word like an option, before `--` (POSIX, XBD Utility Syntax Guideline 10). */
function isOption(word: string, at: number, written: readonly string[]): boolean {
  return (
    word.startsWith('-') && written[at]?.startsWith('-') !== true && !written.slice(1, at).includes('--')
  );
}

function scripted(type: string, text: string, values: Values): Resolved {
  if (type === 'elastic') {
    const request = elasticRequest(text, values);
    return { type, text: named(`${request.method} ${request.path} ${request.body ?? ''}`.trim()), request };
  }
  if (type === 'jupyter') {
    const argv = splitWords(text)?.map((word) => fill(word, values));
    return { type, text: named(fill(text, values)), ...(argv === undefined ? {} : { argv }) };
  }
  const write = Object.hasOwn(SCRIPTS, type) ? SCRIPTS[type] : undefined;
  if (write === undefined) return { type, text: named(fill(text, values)) };
  const script = write(text, values);
  return { type, text: named(script), script };
}

/** RFC 9112 §3: method, target and version in one line; CACAO 2.0 §5.4. Some makers leave out a slash. */
const REQUEST = /^([A-Z]+)\s+(\S+)(?:\s+HTTP\/?[0-9.]+)?\s*$/;

function requestOf(command: Command, values: Values): NonNullable<Resolved['request']> {
  const stated = command.command ?? '';
  const line =
    command.type === 'openc2-http' && !REQUEST.test(stated.trim()) ? `POST ${stated || '/'}` : stated;
  const match = REQUEST.exec(line.trim());
  if (match === null)
    throw new Unresolved(`Cannot read \`${line.slice(0, 100)}\` as a request: expected GET /path HTTP/1.1`);
  const [, method = '', target = ''] = match;
  const path = fillPath(target, values);
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

function bodyOf(command: Command, values: Values): string | undefined {
  const text = contentText(command);
  if (text === undefined) return undefined;
  const json = parsed(text);
  if (json !== undefined) return writeExact(fillJson(json.value, values));
  const kind = Object.entries(command.headers ?? {}).find(([name]) => /^content-type$/i.test(name))?.[1];
  if (/^[^;]*\bx-www-form-urlencoded\b/i.test(kind?.[0] ?? '')) return fill(text, values, encodeURIComponent);
  if (/^\s*</.test(text)) return fill(text, values, inMarkup);
  return /^\s*[[{]/.test(text) ? nearlyJson(text, values) : fill(text, values);
}

/** Text or the value of an attribute (XML 1.0 §2.4, §3.1). */
function inMarkup(value: string): string {
  return value.replaceAll(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}

/** JSON with variables where numbers stand. */
function nearlyJson(text: string, values: Values): string {
  try {
    return fillQuoted(text, values, JSON_TEXT);
  } catch (error) {
    throw error instanceof UnclearPlace ? new Unresolved(error.message) : error;
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseExact(text) };
  } catch {
    return undefined;
  }
}
