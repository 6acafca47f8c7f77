// SPDX-License-Identifier: Apache-2.0
// When an event happened, by its own account.
import { type EventRecord, fieldOf } from '../sigma/match/record.ts';

/** Names that formats use, the most exact first. */
const FIELDS = [
  '@timestamp',
  'time',
  'timestamp',
  'TimeCreated_SystemTime',
  'UtcTime',
  'EventTime',
  'eventTime',
  'event.created',
  'CreationTime',
  'ts',
  'date',
];

/** Milliseconds since 1970; undefined when no field tells a time. Texts without a zone are UTC. */
export function timeOf(record: EventRecord): number | undefined {
  for (const field of FIELDS) {
    const time = readTime(fieldOf(record, field));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** A moment of UTC to the millisecond at most: all of it is what a Date takes everywhere. */
const PLAIN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
const YEAR_2200 = 7_258_118_400;
/** The last moment that a Date can hold. */
const MAX_TIME = 8_640_000_000_000_000;

export function readTime(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && number > 0 && number <= MAX_TIME)
    return number < YEAR_2200 ? Math.round(number * 1000) : Math.round(number);
  if (typeof value !== 'string') return undefined;
  // As most write it, which needs no taking apart.
  if (PLAIN.test(value)) return validTime(Date.parse(value));
  const [, day, clock = '00:00:00', zone] =
    /^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/.exec(
      value,
    ) ?? [];
  if (day === undefined) return undefined;
  const offset = zone === undefined ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  // More than three digits of a second are more than a Date takes everywhere.
  const time = Date.parse(`${day}T${clock.replace(',', '.').replace(/(\.\d{3})\d+$/, '$1')}${offset}`);
  return validTime(time);
}

function validTime(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
