// SPDX-License-Identifier: Apache-2.0
// A window of a policy: which events are kept for it, and which of them it takes around an event.
import type { ChainEvent, Path, PolicyPattern } from '../../model/index.ts';
import { durationOf } from './duration.ts';
import type { CompiledExpression } from './expression/compile.ts';
import { like, type WindowNames } from './expression/names.ts';
import { conjuncts, eachNode } from './expression/node.ts';
import type { Entry, Scope, Value } from './expression/value.ts';
import type { Vocabulary } from './expression/vocabulary.ts';
import type { Window } from './policy.ts';
import type { Report } from './report.ts';

const DAY = 86_400_000;
const MAX_BEFORE = 400 * DAY;
const MAX_AFTER = 90 * DAY;

const RESERVED = new Set(['on', 'and', 'or', 'not', 'in', 'true', 'false']);

export interface WindowInput {
  readonly name: string;
  readonly pattern: PolicyPattern;
  readonly vocabulary: Vocabulary;
  readonly on: Vocabulary;
  readonly per: readonly string[];
  /** Windows that are written above it. */
  readonly known: ReadonlyMap<string, WindowNames>;
}

/** Undefined when something is wrong with it, which is then reported. */
export function compileWindow(input: WindowInput, report: Report): Window | undefined {
  const { name, pattern } = input;
  const path: Path = ['windows', name];
  if (RESERVED.has(name))
    return report.add(
      'POLICY_NAME',
      `\`${name}\` means something else in expressions: choose another name`,
      path,
    );
  const bounds = boundsOf(pattern, path, report);
  const join = joinOf(input, report);
  const filters = filtersOf(input, report);
  const since = fenceOf('since', input, report);
  const until = fenceOf('until', input, report);
  if (bounds === undefined || join === undefined || filters === undefined) return undefined;
  const types = typeof pattern.event === 'string' ? [pattern.event] : pattern.event;
  const kept = filters.filter((each) => !speaksOfOn(each));
  return {
    name,
    ...bounds,
    stream: {
      id: JSON.stringify([types, join.map(({ here }) => here), kept.map(({ text }) => text)]),
      types,
      by: join.map(({ reads }) => reads.here),
      filters: kept,
    },
    join: join.map(({ reads }) => reads.there),
    filters: filters.filter(speaksOfOn),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    self: pattern.self ?? true,
  };
}

type Bounds = Pick<Window, 'from' | 'to'>;

function boundsOf({ before, after }: PolicyPattern, path: Path, report: Report): Bounds | undefined {
  if (before === undefined && after === undefined)
    return report.add('POLICY_BOUND', 'the window has no `before` and no `after`', path);
  if (Array.isArray(before) && after !== undefined)
    return report.add(
      'POLICY_BOUND',
      'a window with [from, to] before the event cannot go on after it',
      path,
    );
  if (Array.isArray(after) && before !== undefined)
    return report.add(
      'POLICY_BOUND',
      'a window with [from, to] after the event cannot begin before it',
      path,
    );
  const [nearBefore, farBefore] = ends(before);
  const [nearAfter, farAfter] = ends(after);
  if (farBefore > MAX_BEFORE || farAfter > MAX_AFTER)
    return report.add('POLICY_BOUND', 'the window is longer than 400 days before or 90 days after', path);
  if (nearBefore > farBefore || nearAfter > farAfter)
    return report.add('POLICY_BOUND', 'the window [from, to] ends before it begins', path);
  if (Array.isArray(before)) return { from: -farBefore, to: -nearBefore };
  return Array.isArray(after) ? { from: nearAfter, to: farAfter } : { from: -farBefore, to: farAfter };
}

function ends(span: PolicyPattern['before']): readonly [number, number] {
  const [near, far] = Array.isArray(span) ? span : ['0s', span ?? '0s'];
  return [durationOf(near as string) ?? 0, durationOf(far as string) ?? 0];
}

type Read = (event: ChainEvent) => Value;

interface Join {
  readonly here: string;
  readonly reads: { readonly here: Read; readonly there: Read };
}

function joinOf(
  { name, pattern, vocabulary, on, per }: WindowInput,
  report: Report,
): readonly Join[] | undefined {
  const { by = per } = pattern;
  const pairs = Array.isArray(by) ? by.map((each) => [each, each] as const) : Object.entries(by);
  const joins = pairs.flatMap(([here, there]): Join[] => {
    const path = ['windows', name, ...(pattern.by === undefined ? [] : ['by'])];
    const read = textField(here as string, vocabulary, path, report);
    const other = textField(there as string, on, path, report);
    return read === undefined || other === undefined
      ? []
      : [{ here: here as string, reads: { here: read, there: other } }];
  });
  return joins.length === pairs.length ? joins : undefined;
}

function textField(name: string, vocabulary: Vocabulary, path: Path, report: Report): Read | undefined {
  const field = vocabulary.fields.get(name);
  if (field?.type === 'text') return field.read;
  const what = field === undefined ? 'cannot join by' : 'can only join by keys and texts, not by';
  return report.add(
    'POLICY_KEY',
    `${what} \`${name}\`: expected a key or text of ${vocabulary.types.join(', ')}`,
    path,
    field === undefined ? like(name, vocabulary.fields.keys()) : undefined,
  );
}

/** The conditions that must all hold; undefined when they do not compile. */
function filtersOf(
  { name, pattern, vocabulary, on }: WindowInput,
  report: Report,
): readonly CompiledExpression[] | undefined {
  const { where } = pattern;
  if (where === undefined) return [];
  const names = { it: vocabulary, on, windows: new Map() };
  const path = ['windows', name, 'where'];
  const whole = report.expression(where, names, path);
  return (
    whole &&
    conjuncts(whole.node).flatMap(
      ({ from, to }) => report.expression(where.slice(from, to), names, path) ?? [],
    )
  );
}

function speaksOfOn({ node }: CompiledExpression): boolean {
  let found = false;
  eachNode(node, (part) => {
    if (part.kind === 'name' && part.of === 'on') found = true;
  });
  return found;
}

function fenceOf(
  side: 'since' | 'until',
  { name, pattern, known }: WindowInput,
  report: Report,
): number | undefined {
  const other = pattern[side];
  if (other === undefined) return undefined;
  const window = known.get(other);
  if (window !== undefined) return window.index;
  return report.add(
    'POLICY_UNKNOWN_WINDOW',
    `cannot find the window \`${other}\`: expected one that is written above \`${name}\``,
    ['windows', name, side],
    like(other, known.keys()),
  );
}

/**
 * The events that the window takes around `on`, oldest first.
 * @param kept All events of its stream with the same joining values, in their total order.
 * @param others Windows that were taken before, by number.
 */
export function takeWindow(
  window: Window,
  on: ChainEvent,
  kept: readonly Entry[],
  others: readonly (readonly Entry[])[],
): readonly Entry[] {
  let from = on.time + window.from;
  let to = on.time + window.to;
  // Times are whole milliseconds, so just after is one more.
  for (const { event } of window.since === undefined ? [] : (others[window.since] ?? []))
    if (event.time <= on.time) from = Math.max(from, event.time + 1);
  for (const { event } of window.until === undefined ? [] : (others[window.until] ?? []))
    if (event.time >= on.time) to = Math.min(to, event.time - 1);
  const range = kept.slice(firstFrom(kept, from), firstFrom(kept, to + 1));
  if (window.self && window.filters.length === 0) return range;
  const scope: { on: ChainEvent; it: ChainEvent; windows: readonly [] } = { on, it: on, windows: [] };
  return range.filter(({ event }) => {
    if (!window.self && event.id === on.id && event.source === on.source) return false;
    scope.it = event;
    return window.filters.every(({ run }) => run(scope satisfies Scope) === true);
  });
}

/** Index of the first event at or after `time`. */
function firstFrom(entries: readonly Entry[], time: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).event.time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
