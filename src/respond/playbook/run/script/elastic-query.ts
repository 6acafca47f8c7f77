// SPDX-License-Identifier: Apache-2.0
// The text of an elastic command (CACAO 2.0 §5): a query. As consoles take it (`GET /logs/_search` and a body), as the body
// alone, or as a query string of Lucene.
import { isRecord } from '../../../../model/index.ts';
import type { Resolved } from '../adapter.ts';
import { parseExact, writeExact } from '../exact-json.ts';
import { fill, fillJson, fillPath, VARIABLE, type Values } from '../values.ts';
import { EQL } from './languages.ts';
import { fillQuoted, UnclearPlace } from './quoted.ts';

/** Requests that only look. */
const ASKS = /^\/(?:[^/?#\s]+\/)?(?:_search|_async_search|_count|_eql\/search)(?:\?[^#\s]*)?$/;
const LINE = /^\s*(?:GET|POST)\s+(\/?\S+)(?:\s+HTTP\/[0-9.]+)?[ \t]*(?:\r?\n|$)/;

/** @throws UnclearPlace for what does more than look; Unresolved. */
export function elasticRequest(text: string, values: Values): NonNullable<Resolved['request']> {
  const line = LINE.exec(text);
  const named = line?.[1] ?? '/_search';
  const path = pathOf(named.startsWith('/') ? named : `/${named}`, values);
  if (!ASKS.test(path))
    throw new UnclearPlace(
      `${path} does more than look: expected _search, _async_search, _count or _eql/search`,
    );
  const body = text.slice(line?.[0].length ?? 0).trim();
  return { method: 'POST', path, headers: {}, ...(body === '' ? {} : { body: bodyOf(body, path, values) }) };
}

/** `q` is a query string of Lucene, `source` a whole body (REST API, URI search). */
function pathOf(target: string, values: Values): string {
  const body = /[?&]source=[^&]*/.exec(target)?.[0] ?? '';
  const name = VARIABLE.exec(body)?.[1];
  if (name !== undefined) throw new UnclearPlace(`${name} stands in a body that is in the path`);
  return fillPath(target, values, (value) => encodeURIComponent(luceneText(value)));
}

function bodyOf(text: string, path: string, values: Values): string {
  const isEql = path.includes('/_eql/');
  const json = parsed(text);
  if (json !== undefined && isEql) return writeExact(eqlIn(json.value, values));
  if (json !== undefined) return writeExact(fillJson(json.value, values, encodingOf));
  if (isEql) throw new UnclearPlace('A query of _eql/search is JSON');
  return JSON.stringify({ query: { query_string: { query: fill(text, values, luceneText) } } });
}

function eqlIn(value: unknown, values: Values): unknown {
  if (!isRecord(value)) throw new UnclearPlace('A body of _eql/search is a JSON object');
  const { query, ...rest } = value;
  const filled = fillJson(rest, values, encodingOf) as object;
  return typeof query === 'string' ? { query: fillQuoted(query, values, EQL), ...filled } : filled;
}

/** Strings that are a language in JSON: a value is one text in them. */
function encodingOf(path: readonly string[]): ((value: string) => string) | undefined {
  if (path.some((key) => /script$|^(?:script_fields|runtime_mappings|scripted_metric)$/.test(key)))
    return path.includes('params') ? undefined : noCode;
  if (path.at(-1) === 'query' && /^(?:simple_)?query_string$/.test(path.at(-2) ?? '')) return luceneText;
  if (path.includes('wildcard')) return (value) => value.replaceAll(/[\\*?]/g, '\\$&');
  return path.includes('regexp')
    ? (value) => value.replaceAll(/[.?+*|{}[\]()"\\#@&<>~^$]/g, '\\$&')
    : undefined;
}

function noCode(): string {
  throw new UnclearPlace(
    'A variable stands in a script, where its value could become code: expected it in params',
  );
}

/** Reserved characters of the query string syntax, and what ends a word; `<` and `>` cannot be escaped. */
function luceneText(value: string): string {
  const text = value.replaceAll(/[<>]/g, '').replaceAll(/[+\-=&|!(){}[\]^"~*?:\\/\s]/g, '\\$&');
  // A word that is an operator is none in lower case.
  return text.replaceAll(/\b(?:AND|OR|NOT|TO)\b/g, (word) => word.toLowerCase());
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseExact(text) };
  } catch {
    return undefined;
  }
}
