// SPDX-License-Identifier: Apache-2.0
// Events as they are kept in incidents: whole when short, else the first fields, each cut.
import type { Witness } from '../alert.ts';
import { type EventRecord, fieldOf } from '../sigma/match/record.ts';
import { BOUNDS } from './group.ts';
import type { ShownEvent } from './incident.ts';

const MAX_FIELDS = 40;
const MAX_TEXT = 80;

/** Records that were cut: an alert shows its event in several places, and several rules may fire on one event. */
const known = new WeakMap<EventRecord, EventRecord>();

export function shownEvent({ record, at, time }: Witness): ShownEvent {
  let event = known.get(record);
  if (event === undefined) {
    event = cut(record);
    known.set(record, event);
  }
  return { at, time, event };
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

/** Fields of log records that tell most. */
const TELLING = ['CommandLine', 'message', 'Message', 'cs-uri', 'c-uri', 'Image'];
const ENVELOPE = new Set(
  'id source type time specversion subject datacontenttype dataschema trust observed'.split(' '),
);
const MAX_TOLD = 4;

/** An event in a few words: its type and first fields, or the field of a log record that tells most. */
export function inShort(event: EventRecord): string {
  const { type, source } = event;
  if (typeof type === 'string' && typeof source === 'string') return `${type} ${firstFields(event)}`.trim();
  for (const name of TELLING) {
    const value = fieldOf(event, name);
    if (typeof value === 'string' && value !== '') return `${name}: ${value}`;
  }
  return firstFields(event) || 'an event without fields';
}

function firstFields(event: EventRecord): string {
  return Object.entries(event)
    .filter(([name, value]) => !ENVELOPE.has(name) && typeof value !== 'object')
    .slice(0, MAX_TOLD)
    .map(([name, value]) => `${name}=${String(value).slice(0, MAX_TEXT)}`)
    .join(' ');
}
