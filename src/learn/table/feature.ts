// SPDX-License-Identifier: Apache-2.0
// What can be asked about an event: its own fields, and what came before it with one of its keys.
import type { ChainEvent, EventTypeSource } from '../../model/index.ts';
import type { WindowSpec } from './positions.ts';
import type { Lookup } from './window.ts';

export type Feature =
  | { readonly kind: 'field'; readonly field: string; readonly numeric: boolean }
  | { readonly kind: 'trust' }
  | { readonly kind: 'count'; readonly window: WindowSpec }
  /** Different values of a key within the window. */
  | { readonly kind: 'distinct'; readonly window: WindowSpec; readonly name: string }
  /** The field, less the sum of the same field over the window. */
  | { readonly kind: 'excess'; readonly window: WindowSpec; readonly field: string };

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Short for bursts, longer for what one does in an hour, and all that is remembered for what must have come before. */
const SPANS = [10 * MINUTE, 60 * MINUTE, 30 * DAY];
/** Fields with so few values make windows of their own. */
const MAX_VALUES = 12;

/** Features of events of a type, what is simplest to read first. */
export function featuresOf(type: EventTypeSource, types: readonly EventTypeSource[]): readonly Feature[] {
  const own = Object.entries(type.fields).flatMap(([field, { type: kind, values }]): readonly Feature[] => {
    // Free text would be learnt by heart: the address of one attacker is no rule.
    if (kind === 'list' || kind === 'object' || (kind === 'text' && values === undefined)) return [];
    return [{ kind: 'field', field, numeric: isNumber(kind) }];
  });
  const windows = types.flatMap((other) =>
    other.keys
      .filter((key) => type.keys.includes(key))
      .flatMap((by) => SPANS.map((before): WindowSpec => ({ event: other.id, by, before }))),
  );
  const conditional = windows.flatMap((window) =>
    valuesOf(types.find(({ id }) => id === window.event)).map((where) => ({ ...window, where })),
  );
  const counts = [...windows, ...conditional].map((window): Feature => ({ kind: 'count', window }));
  const distinct = [...windows, ...conditional]
    .filter(({ event }) => event === type.id)
    .flatMap((window) =>
      type.keys
        .filter((key) => key !== window.by)
        .map((name): Feature => ({ kind: 'distinct', window, name })),
    );
  return [...own, { kind: 'trust' }, ...counts, ...distinct, ...excesses(type, types, windows)];
}

export type Where = NonNullable<WindowSpec['where']>;

/** Conditions on fields that declare few values. */
export function valuesOf(type: EventTypeSource | undefined): readonly Where[] {
  return Object.entries(type?.fields ?? {}).flatMap(([field, { type: kind, values }]): readonly Where[] => {
    if (kind === 'boolean') return [true, false].map((value) => ({ field, value }));
    if (kind !== 'text' || values === undefined || values.length > MAX_VALUES) return [];
    return values.filter((value) => typeof value === 'string').map((value) => ({ field, value }));
  });
}

function excesses(
  type: EventTypeSource,
  types: readonly EventTypeSource[],
  windows: readonly WindowSpec[],
): readonly Feature[] {
  const longest = Math.max(...SPANS);
  return windows
    .filter(({ event, before }) => event !== type.id && before === longest)
    .flatMap((window) => {
      const other = types.find(({ id }) => id === window.event);
      return Object.entries(type.fields)
        .filter(([field, { unit, type: kind }]) => isNumber(kind) && sameUnit(other, field, unit))
        .map(([field]): Feature => ({ kind: 'excess', window, field }));
    });
}

export function isNumber(kind: string): boolean {
  return kind === 'number' || kind === 'integer';
}

function sameUnit(other: EventTypeSource | undefined, field: string, unit: string | undefined): boolean {
  const found = other?.fields[field];
  return found !== undefined && isNumber(found.type) && found.unit === unit && unit !== undefined;
}

/** The value of a feature for the event at a position; undefined: it has none. */
export function askedOf(feature: Feature, lookup: Lookup, position: number): number | string | undefined {
  const event = lookup.events[position] as ChainEvent;
  switch (feature.kind) {
    case 'field': {
      const value = event.data[feature.field];
      if (feature.numeric) return typeof value === 'number' ? value : undefined;
      return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
    }
    case 'trust':
      return event.trust;
    case 'count':
      return event.keys[feature.window.by] === undefined ? undefined : lookup.count(feature.window, position);
    case 'distinct':
      return event.keys[feature.window.by] === undefined
        ? undefined
        : lookup.distinct(feature.window, feature.name, position);
    case 'excess': {
      const value = event.data[feature.field];
      if (typeof value !== 'number' || event.keys[feature.window.by] === undefined) return undefined;
      return value - sum(feature, lookup, position);
    }
  }
}

function sum(
  { window, field }: Extract<Feature, { kind: 'excess' }>,
  lookup: Lookup,
  position: number,
): number {
  let total = 0;
  for (const each of lookup.around(window, position)) {
    const value = lookup.events[each]?.data[field];
    if (typeof value === 'number') total += value;
  }
  return total;
}
