// SPDX-License-Identifier: Apache-2.0
// The requests of the OWASP CRS regression tests, as events of a web server that records more or less of them.
import { basename, dirname } from 'node:path';
import { isRecord, readDocuments } from '../../src/model/index.ts';
import { readFolder } from '../../src/platform/index.ts';

export interface CrsCase {
  /** Number of the rule that the case is about, and the case. */
  readonly id: string;
  /** Last word of the folder: SQLI, XSS, RCE … */
  readonly family: string;
  readonly attack: boolean;
  readonly request: CrsRequest;
}

interface CrsRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What a source records: an access log the request line, most logs two headers, a firewall everything. */
export const VISIBLE = ['uri', 'headers', 'body'] as const;
export type Visible = (typeof VISIBLE)[number];

export function crsCases(folder: string): readonly CrsCase[] {
  return (readFolder(folder, ['.yaml', '.yml']).value ?? []).flatMap(({ path: file, bytes }) => {
    const [document] = readDocuments(bytes, file).value ?? [];
    const about = basename(dirname(file));
    const family = /-([A-Z]+)$/.exec(about)?.[1] ?? '';
    if (about.startsWith('RESPONSE') || !isRecord(document?.value)) return [];
    return listOf(document.value['tests']).flatMap((test) =>
      listOf(test['stages']).flatMap((stage, index) =>
        caseOf(`${basename(file, '.yaml')}-${String(test['test_id'])}.${index}`, family, stage),
      ),
    );
  });
}

function caseOf(id: string, family: string, stage: Record<string, unknown>): CrsCase[] {
  const { input, output } = stage;
  const log = isRecord(output) && isRecord(output['log']) ? output['log'] : {};
  const expected = listOrNone(log['expect_ids']);
  const unwanted = listOrNone(log['no_expect_ids']);
  if (!isRecord(input) || expected.length + unwanted.length === 0) return [];
  const headers = isRecord(input['headers']) ? input['headers'] : {};
  const uri = typeof input['uri'] === 'string' ? input['uri'] : '/';
  const encoded =
    typeof input['encoded_request'] === 'string' ? rawRequest(input['encoded_request']) : undefined;
  const request = encoded ?? {
    method: typeof input['method'] === 'string' ? input['method'] : 'GET',
    uri,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: typeof input['data'] === 'string' ? input['data'] : undefined,
  };
  return [{ id, family, attack: expected.length > 0, request }];
}

/** A request as base64 of its bytes. */
function rawRequest(text: string): CrsRequest {
  const raw = Buffer.from(text, 'base64').toString('latin1');
  const end = /\r?\n\r?\n/.exec(raw);
  const [first = '', ...lines] = (end === null ? raw : raw.slice(0, end.index)).split(/\r?\n/);
  const [method = '', uri = '/'] = first.split(' ');
  const headers = lines.map(
    (each) => [each.split(':', 1)[0]?.toLowerCase() ?? '', each.replace(/^[^:]*: ?/, '')] as const,
  );
  const body = end === null ? undefined : raw.slice(end.index + end[0].length);
  return { method, uri, headers: Object.fromEntries(headers), body };
}

/** Headers that every client sends, in forms of their own. */
const PLAIN = new Set([
  'host',
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'content-type',
  'keep-alive',
  'proxy-connection',
  'cache-control',
  'user-agent',
  'referer',
  'cookie',
]);

export function eventOf(
  { method, uri, headers, body }: CrsRequest,
  visible: Visible,
): Record<string, unknown> {
  const query = uri.indexOf('?');
  const line = {
    'cs-method': method,
    'cs-uri': uri,
    'cs-uri-stem': query === -1 ? uri : uri.slice(0, query),
    ...(query === -1 ? {} : { 'cs-uri-query': uri.slice(query + 1) }),
    'c-ip': '192.0.2.1',
  };
  if (visible === 'uri') return line;
  const others = Object.entries(headers).filter(([name]) => !PLAIN.has(name));
  const seen = {
    ...line,
    'cs-host': headers['host'],
    'cs-user-agent': headers['user-agent'],
    'cs-referer': headers['referer'],
    'cs-cookie': headers['cookie'],
    'cs-headers': others.map(([name, value]) => `${name}: ${value}`),
  };
  const given = visible === 'body' && body !== undefined ? { ...seen, 'cs-body': body } : seen;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function listOrNone(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Ordinary use, told apart without any rule of ours: every name and value reads as words, numbers, addresses or ids. The
 * corpus says of a request only that one rule must not claim it; many of these are attacks of another kind.
 */
export function isOrdinary({ uri, headers, body = '' }: CrsRequest): boolean {
  const [path = '', query = ''] = uri.split(/\?(.*)/s, 2);
  const pairs = [...query.split('&'), ...body.split(/[&\r\n]+/), ...(headers['cookie'] ?? '').split(/; ?/)];
  return [path, ...pairs.flatMap((pair) => pair.split(/=(.*)/s, 2))].every((part) =>
    readsAsText(decoded(part)),
  );
}

/** Words, numbers, addresses or ids. */
export function readsAsText(part: string): boolean {
  return /^\(?(?:[\p{L}\p{M}\p{N}.,:!?@/_%\s)]|(?<=\s)\(|(?<!-)-|(?<=\p{L})['’](?=\p{L}))*$/u.test(part);
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
