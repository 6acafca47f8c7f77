// SPDX-License-Identifier: Apache-2.0
// Events as they are kept in incidents: whole when short, else the first fields, each cut.
import type { Witness } from '../alert.ts';
import { type EventRecord, fieldOf } from '../sigma/match/record.ts';
import { BOUNDS } from './group.ts';
import type { ShownEvent } from './incident.ts';

const MAX_FIELDS = 40;
const MAX_TEXT = 80;

export function shownEvent({ record, at, time }: Witness): ShownEvent {
  return { at, time, event: cut(record) };
}

function cut(record: EventRecord): EventRecord {
  const text = JSON.stringify(record);
  if (text.length <= BOUNDS.shown) return JSON.parse(text) as EventRecord;
  const fields = Object.entries(record).slice(0, MAX_FIELDS);
  return Object.fromEntries(fields.map(([name, value]) => [name.slice(0, MAX_TEXT), cutValue(value)]));
}

function cutValue(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

const TELLING = [
  'CommandLine',
  'message',
  'Message',
  'cs-uri',
  'c-uri',
  'action',
  'Image',
  'kind',
  'what',
  'type',
];

/** The field of an event that tells most, and its text. */
export function tellingField(event: EventRecord, preferred: readonly string[] = []): string | undefined {
  for (const name of [...preferred, ...TELLING]) {
    const value = fieldOf(event, name);
    if (typeof value === 'string' && value !== '') return `${name}: ${value}`;
  }
  return undefined;
}
