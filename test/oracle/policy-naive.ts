// SPDX-License-Identifier: Apache-2.0
// Policies by the text of docs/explanation/policies.md, over a whole trace and with no index, no clock and no state: for
// every event, every window is searched in all events. Shares no code with the engine, and reads no text of expressions.
import type { ChainEvent } from '../../src/model/index.ts';

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number | boolean; readonly text?: string }
  | { readonly kind: 'field'; readonly of: 'on' | 'it'; readonly name: string }
  | { readonly kind: 'not' | 'abs'; readonly part: Expression }
  | { readonly kind: 'has'; readonly of: 'on' | 'it'; readonly name: string }
  | { readonly kind: 'in'; readonly part: Expression; readonly items: readonly (string | number)[] }
  | { readonly kind: 'two'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'many'; readonly how: string; readonly window: string; readonly name?: string };

export interface NaiveWindow {
  readonly name: string;
  readonly types: readonly string[];
  readonly where?: Expression;
  /** Name in the event of the window, name in the event looked at. */
  readonly by: readonly (readonly [string, string])[];
  readonly from: number;
  readonly to: number;
  readonly since?: string;
  readonly until?: string;
  readonly self: boolean;
}

export interface NaivePolicy {
  readonly id: string;
  readonly types: readonly string[];
  readonly where?: Expression;
  readonly per: readonly string[];
  readonly windows: readonly NaiveWindow[];
  readonly unless: readonly Expression[];
  readonly must: readonly Expression[];
  readonly quiet: number;
}

type Value = string | number | boolean | undefined;
type Found = Readonly<Record<string, readonly ChainEvent[]>>;
/** What kind of value each name has; others are absent. */
export const KINDS: Readonly<Record<string, string>> = {
  n: 'integer',
  m: 'number',
  s: 'text',
  b: 'boolean',
  k: 'key',
  l: 'key',
};

export interface NaiveResult {
  /** Policy, id of the event, numbers of the broken obligations, ids of the events of their windows. */
  readonly alerts: readonly string[];
  readonly pending: readonly string[];
}

/** @param end Time that was reached: verdicts that wait for more are pending. */
export function naivePolicies(
  policies: readonly NaivePolicy[],
  arrived: readonly ChainEvent[],
  end: number,
): NaiveResult {
  const trace = inOrder(arrived);
  const alerts: string[] = [];
  const pending: string[] = [];
  for (const policy of policies) {
    const wait = Math.max(0, ...policy.windows.map(({ to }) => to));
    const last: Record<string, number> = {};
    for (const on of trace) {
      if (!policy.types.includes(on.type) || policy.per.some((key) => on.keys[key] === undefined)) continue;
      if (policy.where !== undefined && ask(policy.where, on, on, {}) !== true) continue;
      if (on.time + wait > end) pending.push(`${policy.id} ${on.id}`);
      else alerts.push(...verdict(policy, on, trace, last));
    }
  }
  return { alerts: alerts.sort(), pending: pending.sort() };
}

/** The first of equal ids counts. */
function inOrder(arrived: readonly ChainEvent[]): readonly ChainEvent[] {
  const first = arrived.filter(
    (event, index) =>
      arrived.findIndex(({ id, source }) => id === event.id && source === event.source) === index,
  );
  return first.sort((a, b) => a.time - b.time || text(a.source, b.source) || text(a.id, b.id));
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function verdict(
  policy: NaivePolicy,
  on: ChainEvent,
  trace: readonly ChainEvent[],
  last: Record<string, number>,
): readonly string[] {
  const found: Record<string, readonly ChainEvent[]> = {};
  for (const window of policy.windows) found[window.name] = eventsOf(window, on, trace, found);
  const broken = policy.must.flatMap((each, index) => (ask(each, on, on, found) === false ? [index] : []));
  if (broken.length === 0 || policy.unless.some((each) => ask(each, on, on, found) === true)) return [];
  const slice = policy.per.map((key) => on.keys[key]).join('|');
  const before = last[slice];
  if (policy.quiet > 0 && before !== undefined && on.time - before < policy.quiet) return [];
  last[slice] = on.time;
  const names = new Set(broken.flatMap((index) => windowsOf(policy.must[index] as Expression)));
  const seen = new Set([...names].flatMap((name) => found[name] ?? []));
  // An alert names the last twenty, in the order of the trace.
  const because = trace.filter((event) => seen.has(event) && event.id !== on.id).slice(-20);
  return [
    `${policy.id} ${on.id} ${broken.join(',')} ${because
      .map(({ id }) => id)
      .sort()
      .join(',')}`,
  ];
}

function eventsOf(
  window: NaiveWindow,
  on: ChainEvent,
  trace: readonly ChainEvent[],
  found: Found,
): readonly ChainEvent[] {
  const start = (found[window.since ?? ''] ?? []).filter(({ time }) => time <= on.time).at(-1)?.time ?? -1e18;
  const stop = (found[window.until ?? ''] ?? []).find(({ time }) => time >= on.time)?.time ?? 1e18;
  return trace.filter(
    (event) =>
      window.types.includes(event.type) &&
      event.time >= on.time + window.from &&
      event.time <= on.time + window.to &&
      event.time > start &&
      event.time < stop &&
      (window.self || event.id !== on.id) &&
      window.by.every(([here, there]) => {
        const value = read(event, here);
        return value !== undefined && value === read(on, there);
      }) &&
      (window.where === undefined || ask(window.where, on, event, {}) === true),
  );
}

function windowsOf(expression: Expression): readonly string[] {
  if (expression.kind === 'many') return [expression.window];
  if (expression.kind === 'two') return [...windowsOf(expression.left), ...windowsOf(expression.right)];
  return 'part' in expression ? windowsOf(expression.part) : [];
}

function read(event: ChainEvent, name: string): Value {
  if (name === 'time') return event.time;
  if (KINDS[name] === 'key') return event.keys[name];
  const value = event.data[name];
  if (KINDS[name] === 'integer') return Number.isInteger(value) ? (value as number) : undefined;
  const type = KINDS[name] === 'text' ? 'string' : KINDS[name];
  return typeof value === type ? (value as Value) : undefined;
}

function ask(expression: Expression, on: ChainEvent, it: ChainEvent, found: Found): Value {
  const inner = (part: Expression) => ask(part, on, it, found);
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'field':
      return read(expression.of === 'on' ? on : it, expression.name);
    case 'has':
      return read(expression.of === 'on' ? on : it, expression.name) !== undefined;
    case 'not': {
      const value = inner(expression.part);
      return value === undefined ? undefined : !value;
    }
    case 'abs': {
      const value = inner(expression.part);
      return value === undefined ? undefined : Math.abs(value as number);
    }
    case 'in': {
      const value = inner(expression.part);
      return value === undefined ? undefined : expression.items.some((item) => item === value);
    }
    case 'two':
      return two(expression.sign, inner(expression.left), inner(expression.right));
    case 'many':
      return many(expression, found[expression.window] ?? []);
  }
}

function two(sign: string, left: Value, right: Value): Value {
  if (sign === 'and') {
    if (left === false || right === false) return false;
    return left === undefined || right === undefined ? undefined : true;
  }
  if (sign === 'or') {
    if (left === true || right === true) return true;
    return left === undefined || right === undefined ? undefined : false;
  }
  if (sign === '??') return left === undefined ? right : left;
  if (left === undefined || right === undefined) return undefined;
  const a = left as number;
  const b = right as number;
  const all: Readonly<Record<string, Value>> = {
    '=': a === b,
    '!=': a !== b,
    '<': a < b,
    '<=': a <= b,
    '>': a > b,
    '>=': a >= b,
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': b === 0 ? undefined : a / b,
  };
  return all[sign];
}

function many({ how, name }: Expression & { readonly kind: 'many' }, events: readonly ChainEvent[]): Value {
  if (how === 'count') return events.length;
  if (how === 'exists') return events.length > 0;
  const values = events.map((event) => read(event, name as string)).filter((value) => value !== undefined);
  const numbers = values as number[];
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (how) {
    case 'sum':
      return sum;
    case 'avg':
      return values.length === 0 ? undefined : sum / values.length;
    case 'min':
      return values.length === 0 ? undefined : Math.min(...numbers);
    case 'max':
      return values.length === 0 ? undefined : Math.max(...numbers);
    case 'distinct':
      return new Set(values).size;
    case 'first':
      return values[0];
    default:
      return values.at(-1);
  }
}
