// SPDX-License-Identifier: Apache-2.0
// What is around events in files: CloudTrail's `Records`, Azure's `records`, `Events` of exported Windows logs, a search
// hit's `_source`.
import type { EventRecord } from '../sigma/match/record.ts';
import { isSection } from './xml.ts';

const LISTS = ['Records', 'records', 'value', 'Events', 'events', 'Event', 'hits', 'items', 'logs'];
const WRAPS = ['_source', 'result'];
/** What a wrapper may say beside what it wraps; an event has more to say. */
const OTHERS = new Set(
  '_index _id _type _score _version _shards fields sort took timed_out max_score total count next nextLink kind etag preview offset lastrow xmlns $ #attributes @attributes @xmlns @odata.context @odata.nextLink @odata.count'.split(
    ' ',
  ),
);
const MAX_DEPTH = 4;

/** The events that a record wraps; the record itself when it wraps none. */
export function eventsIn(record: EventRecord, depth = 0): readonly EventRecord[] {
  if (depth > MAX_DEPTH) return [record];
  const list = LISTS.find((key) => Object.hasOwn(record, key));
  if (list !== undefined) {
    const inside = listed(record, list);
    if (inside !== undefined) return inside.flatMap((each) => eventsIn(each, depth + 1));
  }
  const wrap = WRAPS.find((key) => isSection(record[key]));
  if (wrap === undefined || !isWrapper(record, wrap)) return [record];
  return eventsIn(record[wrap] as EventRecord, depth + 1);
}

function listed(record: EventRecord, key: string): readonly EventRecord[] | undefined {
  const value = record[key];
  if (!isWrapper(record, key)) return undefined;
  // `Events: {Event: […]}`, `hits: {hits: […]}`: the list is one step further in.
  if (isSection(value)) {
    if (key !== 'Events' && key !== 'hits') return undefined;
    const inner = Object.keys(value).find((each) => LISTS.includes(each));
    return inner === undefined ? undefined : (listed(value, inner) ?? onlyEvent(value, inner));
  }
  if (!Array.isArray(value) || value.length < 1 || !value.every(isSection)) return undefined;
  // One Windows event as a list of one is no list of events.
  return key === 'Event' ? value.map((each) => ({ Event: each })) : value;
}

function onlyEvent(value: EventRecord, key: string): readonly EventRecord[] | undefined {
  return key === 'Event' && isSection(value[key]) ? [{ Event: value[key] }] : undefined;
}

function isWrapper(record: EventRecord, key: string): boolean {
  return Object.keys(record).every((each) => each === key || OTHERS.has(each));
}
