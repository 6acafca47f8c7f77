// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../../core/problem.ts';
import type { Source } from '../../schema.ts';
import { quoted, singular, written } from '../../words.ts';
import { isMoreCertain, placeText, positionOf } from './certainty.ts';
import type { Element, ElementSection } from './sections.ts';

/** Types that say nothing yet; a more telling one takes their place without a word. */
const VAGUE_TYPES = new Set([
  'thing',
  'system',
  'service',
  'host',
  'software-component',
  'external-system',
  'data-store',
  'network',
]);

/** Texts for people: two of them are not a contradiction. */
const PROSE = new Set(['name', 'note', 'justification', 'text']);

interface Conflict {
  readonly subject: string;
  readonly label: string;
  readonly problems: Problem[];
}

/** One element out of two of one id and section; `label` names the origin of the second. */
export function uniteElements(
  section: ElementSection,
  one: Element,
  other: Element,
  label: string,
  problems: Problem[],
): Element {
  return unite(one, other, {
    subject: `${singular(section)} ${quoted(String(one.id ?? ''))}`,
    label,
    problems,
  });
}

function unite(one: Element, other: Element, conflict: Conflict): Element {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    if (value === undefined) continue;
    result[key] = key in one && one[key] !== undefined ? uniteValues(key, one, other, conflict) : value;
  }
  return result;
}

function uniteValues(key: string, one: Element, other: Element, conflict: Conflict): unknown {
  const [first, second] = [one[key], other[key]];
  if (key === 'source') return isMoreCertain(other.source, one.source) ? second : first;
  if (key === 'note') return joinedText(String(first), String(second));
  if (key === 'zone') return joinedIds(first, second);
  if (Array.isArray(first) && Array.isArray(second))
    return uniteLists(key, lifted(key, first, one.source), lifted(key, second, other.source), conflict);
  if (JSON.stringify(first) === JSON.stringify(second) || PROSE.has(key)) return first;
  if (key === 'type' && VAGUE_TYPES.has(String(first)) !== VAGUE_TYPES.has(String(second)))
    return VAGUE_TYPES.has(String(first)) ? second : first;
  const takesSecond = isMoreCertain(other.source, one.source);
  if (key !== 'type' || !VAGUE_TYPES.has(String(first))) report(key, one, other, takesSecond, conflict);
  return takesSecond ? second : first;
}

function report(
  key: string,
  one: Element,
  other: Element,
  takesSecond: boolean,
  { subject, label, problems }: Conflict,
): void {
  const [first, second] = [
    `${written(one[key])} (${placeText(one.source, 'the model')})`,
    `${written(other[key])} (${placeText(other.source, label)})`,
  ];
  problems.push({
    code: 'MERGE_CONFLICT',
    severity: 'warning',
    message: `Two inputs disagree on \`${key}\` of ${subject}: ${first} and ${second}; the ${takesSecond ? 'second' : 'first'} counts`,
    at: positionOf(other.source, label),
  });
}

function joinedText(one: string, other: string): string {
  if (one.includes(other)) return one;
  const both = `${one}; ${other}`;
  return both.length <= 2_000 ? both : `${both.slice(0, 1_999).toWellFormed()}…`;
}

function joinedIds(one: unknown, other: unknown): unknown {
  const all = [...new Set([one, other].flat() as string[])];
  return all.length === 1 ? all[0] : all;
}

/** Lists whose items may be bare words, and the key that the word has in its long form. */
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['software', 'purl'],
  ['listens', 'port'],
  ['stores', 'id'],
  ['properties', 'id'],
  ['measures', 'id'],
  ['carries', 'id'],
  ['protections', 'id'],
]);

/** Bare items get the source of their element, which they would lose among the items of another one. */
function lifted(key: string, items: readonly unknown[], source: Source | undefined): readonly unknown[] {
  const name = LONG_FORMS.get(key);
  if (source === undefined || name === undefined) return items;
  return items.map((item) =>
    typeof item === 'object'
      ? item
      : { [name]: item, ...(key === 'listens' ? { accepts: 'anyone' } : {}), source },
  );
}

/** What makes two items of a list the same one. */
function itemKey(key: string, item: unknown): string {
  if (typeof item !== 'object' || item === null) return key === 'listens' ? portKey(item) : String(item);
  const record = item as Readonly<Record<string, unknown>>;
  if (key === 'listens') return portKey(record['port']);
  if (key === 'grants') return `${record['on']} ${record['right']}`;
  if (key === 'except') return JSON.stringify({ ...record, source: undefined });
  return String(record['purl'] ?? record['id'] ?? JSON.stringify(record));
}

function portKey(port: unknown): string {
  return typeof port === 'number' ? `${port}/tcp` : String(port);
}

function uniteLists(
  key: string,
  one: readonly unknown[],
  other: readonly unknown[],
  conflict: Conflict,
): unknown[] {
  const items = new Map(one.map((item) => [itemKey(key, item), item]));
  for (const item of other) {
    const name = itemKey(key, item);
    const known = items.get(name);
    items.set(name, known === undefined ? item : uniteItems(key, name, known, item, conflict));
  }
  return [...items.values()];
}

function uniteItems(key: string, name: string, one: unknown, other: unknown, conflict: Conflict): unknown {
  if (typeof other !== 'object' || other === null) return one;
  if (typeof one !== 'object' || one === null) return other;
  const [first, second] = [one as Element, other as Element];
  const subject = `${key} ${quoted(name)} of ${conflict.subject}`;
  if (key !== 'vulnerabilities') return unite(first, second, { ...conflict, subject });
  // A statement is one thing: its access must not be mixed with the status of another one.
  const takesSecond = isMoreCertain(second.source, first.source);
  if (
    first['status'] !== second['status'] &&
    (first.source?.how ?? 'declared') === (second.source?.how ?? 'declared')
  )
    report('status', first, second, takesSecond, { ...conflict, subject });
  return takesSecond ? second : first;
}
