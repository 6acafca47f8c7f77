// SPDX-License-Identifier: Apache-2.0
// Parts of a request that its sender chooses, by the names that packs use. Nothing is refused: what does not fit its
// format is looked at as a whole.
import { accounts, addresses } from './who.ts';

const MAX_PARTS = 512;
const MAX_DEPTH = 32;

export const CUTS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  whole: (text) => [text],
  path: (text) => [untilQuery(text)],
  query: (text) => (text.includes('?') ? pairs(text.slice(text.indexOf('?') + 1), '&') : []),
  form: (text) => pairs(text, '&'),
  cookies: (text) => pairs(text, ';'),
  body: bodyParts,
  address: addresses,
  account: accounts,
};

function untilQuery(text: string): string {
  const at = text.indexOf('?');
  return at === -1 ? text : text.slice(0, at);
}

/** Names and values, and the whole when there is more than one pair: some attacks are cut by the `&` in them. */
function pairs(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  for (const pair of text.split(separator, MAX_PARTS)) {
    const at = pair.indexOf('=');
    if (at > 0) parts.push(pair.slice(0, at), pair.slice(at + 1));
    else if (pair !== '') parts.push(pair);
  }
  if (text.includes(separator) && text.length < 4096) parts.push(text);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function bodyParts(text: string): readonly string[] {
  const start = text.trimStart();
  if (/^[[{]/.test(start)) return jsonParts(start) ?? pairs(text, '&');
  if (start.startsWith('<?xml')) return xmlParts(start);
  if (start.startsWith('--')) return multipartParts(start);
  return pairs(text, '&');
}

function jsonParts(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (parts.length >= MAX_PARTS || depth > MAX_DEPTH) return;
    if (typeof value === 'string') parts.push(value);
    else if (Array.isArray(value)) for (const each of value) visit(each, depth + 1);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        parts.push(key);
        visit(inner, depth + 1);
      }
  };
  try {
    visit(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
  return parts;
}

/** Attribute values and texts; names of elements are what the format chooses. */
function xmlParts(text: string): readonly string[] {
  const parts: string[] = [];
  for (const [, double, single, content] of text.matchAll(/=\s*"([^"<]*)"|=\s*'([^'<]*)'|>([^<]+)</g)) {
    const part = (double ?? single ?? content ?? '').trim();
    if (part !== '') parts.push(part);
    if (parts.length >= MAX_PARTS) break;
  }
  return parts;
}

/** RFC 7578: names, file names and contents. */
function multipartParts(text: string): readonly string[] {
  const [boundary = '--'] = text.split(/\r?\n/, 1);
  return text.split(boundary, MAX_PARTS).flatMap((part) => {
    const at = /\r?\n\r?\n/.exec(part);
    if (at === null) return [];
    const head = part.slice(0, at.index);
    const names = [...head.matchAll(/name\*?="?([^";\r\n]*)/g)].map(([, name = '']) => name);
    const content = part.slice(at.index + at[0].length).trim();
    return [...names, ...(/^[[{]/.test(content) ? (jsonParts(content) ?? [content]) : [content])];
  });
}
