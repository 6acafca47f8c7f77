// SPDX-License-Identifier: Apache-2.0
// What a detector sees of one event.
import type { BaselineMeasure, ChainEvent } from '../../../model/index.ts';

type Features = Readonly<Record<string, number | string>>;

/** The value of a key or of a field of the data; keys first. */
export function fieldIn({ keys, data }: ChainEvent, name: string): unknown {
  return Object.hasOwn(keys, name) ? keys[name] : Object.hasOwn(data, name) ? data[name] : undefined;
}

/** The value as text, '' when there is none. */
export function textOf(event: ChainEvent, name: string | undefined): string {
  const value = name === undefined ? undefined : fieldIn(event, name);
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

export function fits(event: ChainEvent, wanted: Readonly<Record<string, unknown>> | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => {
    const found = fieldIn(event, name);
    return Array.isArray(value) ? value.includes(found) : value === found;
  });
}

/** Features of one event, none when it has nothing of what is measured; undefined for a measure over time. */
export function featuresOf(event: ChainEvent, measure: BaselineMeasure): Features | undefined {
  switch (measure.kind) {
    case 'fields':
      return Object.fromEntries(
        Object.entries(measure.fields).flatMap(([feature, name]) => {
          const value = fieldIn(event, name);
          if (typeof value === 'boolean') return [[feature, String(value)]];
          return typeof value === 'number' || typeof value === 'string' ? [[feature, value]] : [];
        }),
      );
    case 'query':
      return parametersOf(textOf(event, measure.field));
    case 'hour':
      return { hour: hourOf(event.time + (measure.offset ?? 0) * 3_600_000) };
    default:
      return undefined;
  }
}

/** Day or night of work days and of others: who works on Monday at nine may do so on Tuesday. */
function hourOf(time: number): string {
  const date = new Date(time);
  const day = date.getUTCDay() % 6 === 0 ? 'weekend' : 'weekday';
  return `${day} ${String(date.getUTCHours()).padStart(2, '0')}h`;
}

const MAX_PARAMETERS = 64;
const MAX_TEXT = 16_384;

/** `a=1&b=2` as features; names and values decoded as far as they are valid (WHATWG URL §5.1). */
function parametersOf(query: string): Features {
  const pairs = query.slice(0, MAX_TEXT).replace(/^\?/, '').split('&', MAX_PARAMETERS);
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=');
      const name = decoded(at < 0 ? pair : pair.slice(0, at));
      return name === '' ? [] : [[name, at < 0 ? '' : decoded(pair.slice(at + 1))]];
    }),
  );
}

function decoded(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? text;
}
