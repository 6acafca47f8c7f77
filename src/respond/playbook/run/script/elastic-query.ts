// SPDX-License-Identifier: Apache-2.0
// The text of an elastic command (CACAO 2.0 §5): a query. As consoles take it (`GET /logs/_search` and a body), as the body
// alone, or as a query string of Lucene.
import type { Resolved } from '../adapter.ts';
import { fill, fillJson, type Values } from '../values.ts';
import { UnclearPlace } from './quoted.ts';

/** Requests that only look. */
const ASKS = /^\/(?:[^/?#\s]+\/)?(?:_search|_count|_eql\/search)(?:\?[^#\s]*)?$/;
const LINE = /^\s*(?:GET|POST)\s+(\/?\S+)(?:\s+HTTP\/[0-9.]+)?[ \t]*(?:\r?\n|$)/;

/** @throws UnclearPlace for what does more than look; Unresolved. */
export function elasticRequest(text: string, values: Values): NonNullable<Resolved['request']> {
  const line = LINE.exec(text);
  const named = line?.[1] ?? '/_search';
  const path = fill(named.startsWith('/') ? named : `/${named}`, values, encodeURIComponent);
  if (!ASKS.test(path))
    throw new UnclearPlace(`${path} does more than look: expected _search, _count or _eql/search`);
  const body = text.slice(line?.[0].length ?? 0).trim();
  return { method: 'POST', path, headers: {}, ...(body === '' ? {} : { body: bodyOf(body, path, values) }) };
}

function bodyOf(text: string, path: string, values: Values): string {
  const isEql = path.includes('/_eql/');
  const json = parsed(text);
  if (json !== undefined) return JSON.stringify(fillJson(json.value, values, encodingIn(isEql)));
  if (isEql) throw new UnclearPlace('A query of _eql/search is JSON');
  return JSON.stringify({ query: { query_string: { query: fill(text, values, luceneText) } } });
}

/** Strings that are a language in JSON: a value is one text in them. */
function encodingIn(isEql: boolean) {
  return (path: readonly string[]): ((value: string) => string) | undefined => {
    if (path.at(-1) !== 'query') return undefined;
    if (isEql && path.length === 1) return (value) => JSON.stringify(value).slice(1, -1);
    return /^(?:simple_)?query_string$/.test(path.at(-2) ?? '') ? luceneText : undefined;
  };
}

/** Reserved characters of the query string syntax; `<` and `>` cannot be escaped. */
function luceneText(value: string): string {
  const text = value.replaceAll(/[<>]/g, '').replaceAll(/[+\-=&|!(){}[\]^"~*?:\\/]/g, '\\$&');
  // A word that is an operator is none in lower case.
  return text.replaceAll(/\b(?:AND|OR|NOT|TO)\b/g, (word) => word.toLowerCase());
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
