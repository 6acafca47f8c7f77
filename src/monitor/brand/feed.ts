// SPDX-License-Identifier: Apache-2.0
// Names that were seen somewhere: certificates that were issued, domains that were registered, pages that were fetched,
// and messages that people reported. One reader for the forms in which such lists come.
import type { Parsed, Problem } from '../../core/problem.ts';

/** One name that was seen, with what is known of it. */
export interface Sighting {
  readonly domain: string;
  /** Line of the file, from 1; of a JSON array the number of the item. */
  readonly line: number;
  /** Organisation or common name of who issued the certificate. */
  readonly issuer?: string;
  /** Milliseconds since 1970: of the certificate. */
  readonly issued?: number;
  /** Milliseconds since 1970: of the domain. */
  readonly registered?: number;
  readonly url?: string;
  /** Text or HTML of the page. */
  readonly page?: string;
  /** What a person reported: by which way the message came, and the keys of the event. */
  readonly report?: { readonly about: string; readonly keys: Readonly<Record<string, string>> };
}

const MAX_PROBLEMS = 100;
/** Names of one certificate: RFC 5280 has no bound, public authorities stay below. */
const MAX_NAMES = 1_000;
/** CloudEvents 1.0 §3.1, and what an event says of itself; other attributes are keys. */
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'dataschema'],
  ...['trust', 'observed'],
]);
const URL_IN_TEXT = /https?:\/\/[^\s"'<>]{1,2000}/gi;

/**
 * Reads lines of domains, CSV (`domain,registered`), NDJSON, or one JSON array. Objects may be rows of crt.sh
 * (`name_value`, `not_before`), messages of certstream (`data.leaf_cert`), events of the type `report.user`, or plain
 * (`domain`, `registered`, `issuer`, `issued`, `url`, `page`). A line that is none of these is a warning.
 */
export function readSightings(bytes: Uint8Array, file: string): Parsed<readonly Sighting[]> {
  const text = new TextDecoder().decode(bytes);
  const problems: Problem[] = [];
  const refuse = (line: number, what: string): void => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        code: 'SIGHTING_UNREADABLE',
        severity: 'warning',
        message: `Cannot read ${what}: expected a domain name, or an object with \`domain\`, \`name_value\`, \`data.leaf_cert\` or a report`,
        at: { file, line, column: 1 },
      });
  };
  const value = entriesOf(text).flatMap(({ line, entry }): Sighting[] => {
    const found = entry === undefined ? [] : sightingsIn(entry);
    if (found.length === 0) refuse(line, entry === undefined ? 'JSON that is not whole' : 'this entry');
    return found.map((each) => ({ ...each, line }));
  });
  return { value, problems };
}

interface Entry {
  readonly line: number;
  /** Undefined for broken JSON. */
  readonly entry: unknown;
}

function entriesOf(text: string): Entry[] {
  if (text.trimStart().startsWith('[')) {
    const whole = jsonOf(text);
    if (Array.isArray(whole)) return whole.map((entry: unknown, at) => ({ line: at + 1, entry }));
    return [{ line: 1, entry: undefined }];
  }
  return text.split(/\r?\n/).flatMap((row, at): Entry[] => {
    const trimmed = row.trim();
    if (trimmed === '' || trimmed.startsWith('#') || /^domain\b/i.test(trimmed)) return [];
    return [{ line: at + 1, entry: trimmed.startsWith('{') ? jsonOf(trimmed) : trimmed }];
  });
}

type Found = Omit<Sighting, 'line'>;

function sightingsIn(entry: unknown): readonly Found[] {
  if (typeof entry === 'string') return rowOf(entry);
  if (!isRecord(entry)) return [];
  const data = isRecord(entry['data']) ? entry['data'] : undefined;
  if (entry['type'] === 'report.user') return reported(entry, data ?? {});
  const leaf = data !== undefined && isRecord(data['leaf_cert']) ? data['leaf_cert'] : undefined;
  if (leaf !== undefined) return certified(namesIn(leaf['all_domains']), leaf['issuer'], leaf['not_before']);
  if (typeof entry['name_value'] === 'string')
    return certified(entry['name_value'].split('\n'), entry['issuer_name'], entry['not_before']);
  const domain = textOf(entry['domain']) ?? hostOf(textOf(entry['url']) ?? '');
  if (domain === undefined) return [];
  return [
    {
      domain,
      ...optional('issuer', textOf(entry['issuer'])),
      ...optional('issued', timeOf(entry['issued'])),
      ...optional('registered', timeOf(entry['registered'])),
      ...optional('url', textOf(entry['url'])),
      ...optional('page', textOf(entry['page'])),
    },
  ];
}

function rowOf(row: string): readonly Found[] {
  const [domain = '', registered] = row.split(/[,;\s]+/);
  return /^[^/:@]+\.[^/:@]+$/.test(domain) ? [{ domain, ...optional('registered', timeOf(registered)) }] : [];
}

function certified(names: readonly string[], issuer: unknown, notBefore: unknown): readonly Found[] {
  const more = { ...optional('issuer', issuerOf(issuer)), ...optional('issued', timeOf(notBefore)) };
  return [...new Set(names.map((name) => name.trim().replace(/^\*\./, '')))]
    .filter((name) => name.includes('.') && !name.includes('@'))
    .slice(0, MAX_NAMES)
    .map((domain) => ({ domain, ...more }));
}

/** The address that a person reported, or the addresses in the text of the message. */
function reported(
  event: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, unknown>>,
): readonly Found[] {
  const keys = Object.fromEntries(
    Object.entries(event).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !ENVELOPE.has(entry[0]),
    ),
  );
  const report = { about: textOf(data['about']) ?? 'other', keys };
  const urls = [textOf(data['url']) ?? '', ...(textOf(data['text'])?.match(URL_IN_TEXT) ?? [])];
  return [...new Set(urls)].flatMap((url) => {
    const domain = hostOf(url);
    return domain === undefined ? [] : [{ domain, url, report }];
  });
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** certstream has members of the name, crt.sh a text of it. */
function issuerOf(value: unknown): string | undefined {
  return isRecord(value) ? (textOf(value['O']) ?? textOf(value['CN'])) : textOf(value);
}

/** An ISO date, or seconds since 1970. */
function timeOf(value: unknown): number | undefined {
  const time =
    typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: V });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
