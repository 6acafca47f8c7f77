// SPDX-License-Identifier: Apache-2.0
// RFC 5424 §6: version, time, host, application, process, message id, structured data, message.
import { rfc3339 } from '../timestamp.ts';
import type { Header } from './header.ts';

const HEADER = /^1 (-|\S{10,40}) (-|[!-~]{1,255}) (-|[!-~]{1,48}) (-|[!-~]{1,128}) (-|[!-~]{1,32}) (?=-|\[)/;
const MAX_ELEMENTS = 64;

/** Undefined when the text after the priority is not of this form. */
export function structuredMessage(text: string): Header | undefined {
  const parts = HEADER.exec(text);
  if (parts === null) return undefined;
  const [all, stamp, host, app, pid, msgid] = parts.map((part) => (part === '-' ? undefined : part));
  const time = stamp === undefined ? undefined : rfc3339(stamp);
  if (stamp !== undefined && time === undefined) return undefined;
  const data = readData(text, (all as string).length);
  if (data === undefined || (data.end < text.length && text[data.end] !== ' ')) return undefined;
  // A byte order mark says that the message is UTF-8 (§6.4).
  const message = text.slice(data.end + 1).replace(/^\ufeff/, '');
  return { time, host, app, pid, msgid, structured: data.elements, message };
}

type Elements = Record<string, Record<string, string | readonly string[]>>;

/** §6.3: `-`, or elements one after the other without a space. */
function readData(
  text: string,
  start: number,
): { readonly elements: Elements | undefined; readonly end: number } | undefined {
  if (text[start] === '-') return { elements: undefined, end: start + 1 };
  const elements: [string, Record<string, string | readonly string[]>][] = [];
  let at = start;
  while (text[at] === '[') {
    const [name] = /^[^\s=\]"]{1,32}/.exec(text.slice(at + 1, at + 34)) ?? [];
    if (name === undefined || elements.length >= MAX_ELEMENTS) return undefined;
    const read = readParameters(text, at + 1 + name.length);
    if (read === undefined) return undefined;
    elements.push([name, read.parameters]);
    at = read.end;
  }
  return { elements: Object.fromEntries(elements), end: at };
}

const PARAMETER = / ([^\s=\]"]{1,32})="((?:[^"\\\]]|\\.)*)"/sy;

function readParameters(
  text: string,
  start: number,
): { readonly parameters: Record<string, string | readonly string[]>; readonly end: number } | undefined {
  const found = new Map<string, string[]>();
  let at = start;
  for (;;) {
    if (text[at] === ']') break;
    PARAMETER.lastIndex = at;
    const [all, name, value] = PARAMETER.exec(text) ?? [];
    if (all === undefined || name === undefined || value === undefined) return undefined;
    // Only these three are escapes (§6.3.3); before all else the backslash stands for itself.
    const plain = value.replaceAll(/\\(["\\\]])/g, '$1');
    const values = found.get(name);
    if (values === undefined) found.set(name, [plain]);
    else values.push(plain);
    at += all.length;
  }
  const parameters = [...found].map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return { parameters: Object.fromEntries(parameters), end: at + 1 };
}
