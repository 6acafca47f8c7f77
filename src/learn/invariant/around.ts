// SPDX-License-Identifier: Apache-2.0
// Statements about an event and what came before it with the same key: templates of Declare (M. Pesic et al., DECLARE: Full
// Support for Loosely-Structured Processes, EDOC 2007) with data conditions, and sums.
import type { EventTypeSource, PolicyPattern } from '../../model/index.ts';
import { lengthOf, patternOf } from '../candidate/expression.ts';
import { isNumber, valuesOf } from '../table/feature.ts';
import type { WindowSpec } from '../table/positions.ts';
import { type Group, LEAST, type Met, type Statement, statementOf } from './group.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far back is looked while learning. */
const HORIZON = 400 * DAY;

export function aroundStatements(group: Group, types: readonly EventTypeSource[]): readonly Statement[] {
  const single = group.type.keys.flatMap((by) => [...once(group, by), ...countWithin(group, by)]);
  const texts = Object.entries(group.type.fields)
    .filter(([, { type: kind, values }]) => kind === 'text' && values === undefined)
    .flatMap(([field]) => onceByText(group, field));
  const pairs = types.flatMap((other) =>
    other.keys
      .filter((by) => group.type.keys.includes(by))
      .flatMap((by) => [...orders(group, other, by), ...sums(group, other, by)]),
  );
  return [...single, ...texts, ...pairs];
}

/** Asked again for each other type. */
const havingOf = new WeakMap<Group, Map<string, readonly Met[]>>();

function having(group: Group, by: string): readonly Met[] {
  const lists = havingOf.get(group) ?? new Map<string, readonly Met[]>();
  havingOf.set(group, lists);
  const known = lists.get(by) ?? group.events.filter(({ event }) => event.keys[by] !== undefined);
  lists.set(by, known);
  return known;
}

/** Those of which is known what came before them. */
function informed(met: readonly Met[], { event: type }: WindowSpec): readonly Met[] {
  const isInformed = ({ lookup, event }: Met): boolean => event.time >= lookup.fullFrom(type);
  // Nearly always all of them; a copy for every window that is asked for fills the memory.
  return met.every(isInformed) ? met : met.filter(isInformed);
}

function specOf(event: string, by: string, where?: WindowSpec['where']): WindowSpec {
  return { event, by, before: HORIZON, ...(where === undefined ? {} : { where }) };
}

/** AtMostOne. Only where a key could have come again: it takes part in other events. */
function once(group: Group, by: string): readonly Statement[] {
  const met = having(group, by);
  const spec = specOf(group.type.id, by, group.where);
  if (met.length < LEAST || met.some(({ lookup, position }) => lookup.count(spec, position) > 0)) return [];
  return [said(group, by, spec, 'not exists(w1)', 'at most one', met.length, 1)];
}

/** A text that is never the same twice is a number that was given once. */
function onceByText(group: Group, field: string): readonly Statement[] {
  const values = group.events
    .map(({ event }) => event.data[field])
    .filter((value) => typeof value === 'string');
  const per = group.type.keys.find((key) => having(group, key).length === group.events.length);
  if (per === undefined || values.length < LEAST || new Set(values).size < values.length) return [];
  const window: PolicyPattern = { event: group.type.id, by: [field], before: lengthOf(HORIZON), self: false };
  return [
    {
      ...said(group, per, specOf(group.type.id, per), 'not exists(w1)', 'at most one', values.length, 1),
      windows: { w1: window },
    },
  ];
}

/** As many events of a key as a field of them says, at most. */
function countWithin(group: Group, by: string): readonly Statement[] {
  const met = having(group, by);
  const spec = specOf(group.type.id, by, group.where);
  const known = informed(met, spec);
  return Object.entries(group.type.fields).flatMap(([field, { type: kind }]) => {
    if (kind !== 'integer') return [];
    const asked = known.filter(({ event }) => typeof event.data[field] === 'number');
    const counts = asked.map(({ lookup, position }) => lookup.count(spec, position) + 1);
    if (asked.length < LEAST || !counts.some((count) => count > 1)) return [];
    const limits = asked.map(({ event }) => event.data[field] as number);
    const reached = counts.filter((count, at) => count === limits[at]).length;
    if (counts.some((count, at) => count > (limits[at] as number)) || reached < asked.length / 4) return [];
    return [said(group, by, spec, `count(w1) + 1 <= on.${field}`, 'count', asked.length, 1)];
  });
}

/** Precedence: always before. Not succession: never before, though both come with the same keys. */
function orders(group: Group, other: EventTypeSource, by: string): readonly Statement[] {
  const plain = specOf(other.id, by);
  const met = informed(having(group, by), plain);
  if (met.length < LEAST) return [];
  return [undefined, ...valuesOf(other)].flatMap((where) => {
    if (other.id === group.type.id && where === undefined) return [];
    const spec = specOf(other.id, by, where);
    const first = isAfter(met[0] as Met, spec);
    if (met.some((each) => isAfter(each, spec) !== first)) return [];
    // A value that the others always have says no more than that they were there.
    if (where !== undefined && eventsOf(met, spec) === eventsOf(met, plain)) return [];
    return first ? precedence(group, met, spec) : succession(group, met, spec);
  });
}

function isAfter({ lookup, position }: Met, spec: WindowSpec): boolean {
  return lookup.count(spec, position) > 0;
}

function precedence(group: Group, met: readonly Met[], spec: WindowSpec): readonly Statement[] {
  const gaps = met.map(
    ({ lookup, position, event }) => event.time - (lookup.last(spec, position)?.time ?? event.time),
  );
  const longest = gaps.reduce((a, b) => Math.max(a, b));
  const before = Math.max(HOUR, Math.ceil((2 * longest) / HOUR) * HOUR);
  // Where nearly every key has both, either could come first: one bit.
  const bits = Math.max(1, -Math.log2(shareOfKeys(met, spec)));
  return [said(group, spec.by, { ...spec, before }, 'exists(w1)', 'precedence', met.length, bits)];
}

/** Of the values of the key, how many have such an event at all. */
function shareOfKeys(met: readonly Met[], spec: WindowSpec): number {
  let [all, having] = [0, 0];
  for (const lookup of new Set(met.map(({ lookup }) => lookup))) {
    all += lookup.values(spec.by).size;
    having += lookup.having(spec).values;
  }
  return all === 0 ? 1 : having / all;
}

function eventsOf(met: readonly Met[], spec: WindowSpec): number {
  let count = 0;
  for (const lookup of new Set(met.map(({ lookup }) => lookup))) count += lookup.having(spec).events;
  return count;
}

function succession(group: Group, met: readonly Met[], spec: WindowSpec): readonly Statement[] {
  const both = met.filter(({ lookup, position }) => lookup.isHad(spec, position)).length;
  if (both < LEAST) return [];
  return [said(group, spec.by, spec, 'not exists(w1)', 'not succession', both, 1)];
}

/** A number that equals, or does not exceed, the sum of the same field over what came before. */
function sums(group: Group, other: EventTypeSource, by: string): readonly Statement[] {
  if (other.id === group.type.id) return [];
  return Object.entries(group.type.fields).flatMap(([field, { type: kind, unit }]) =>
    Object.entries(other.fields)
      .filter(([, each]) => isNumber(kind) && isNumber(each.type) && unit !== undefined && each.unit === unit)
      .flatMap(([beside]) => compared(group, specOf(other.id, by), field, beside)),
  );
}

const TRIED = 50;
const MOST_SUMMED = 20;

function compared(group: Group, spec: WindowSpec, field: string, beside: string): readonly Statement[] {
  const met = informed(having(group, spec.by), spec);
  const seen = met
    .slice(0, TRIED)
    .reduce((sum, { lookup, position }) => sum + lookup.count(spec, position), 0);
  // A key with so many events is a place or a product: nothing adds up along it.
  if (seen > MOST_SUMMED * TRIED) return [];
  const pairs = met.flatMap(({ lookup, position, event }) => {
    const own = event.data[field];
    const before = lookup.around(spec, position);
    if (typeof own !== 'number' || before.length === 0) return [];
    return [[own, before.reduce((sum, at) => sum + numberAt(lookup.events[at]?.data[beside]), 0)] as const];
  });
  if (pairs.length < LEAST || new Set(pairs.map(([own]) => own)).size < LEAST / 2) return [];
  const sum = `sum(w1.${beside})`;
  if (pairs.every(([own, total]) => own === total))
    return [said(group, spec.by, spec, `not exists(w1) or on.${field} = ${sum}`, 'sum', pairs.length, 4)];
  // Without equality now and then, any small number stays below any large one.
  const equal = pairs.filter(([own, total]) => own === total).length;
  if (equal < LEAST / 4 || pairs.some(([own, total]) => own > total)) return [];
  return [said(group, spec.by, spec, `on.${field} <= ${sum}`, 'sum', pairs.length, 1)];
}

function numberAt(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function said(
  group: Group,
  per: string,
  spec: WindowSpec,
  that: string,
  template: string,
  support: number,
  bitsEach: number,
): Statement {
  return statementOf(group, { per, that, template, support, windows: { w1: patternOf(spec) } }, bitsEach);
}
