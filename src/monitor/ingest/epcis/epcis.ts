// SPDX-License-Identifier: Apache-2.0
// GS1 EPCIS 2.0 in JSON-LD: documents, answers to queries, bare events. Events that conform are taken, the others refused
// one by one (as with the error behaviour `proceed` of the capture interface, §12.6.1).
import type { EventRecord } from '../../sigma/match/record.ts';
import { isObject } from '../json.ts';
import { type ReadOrRefused, refused } from '../received.ts';
import { rfc3339 } from '../timestamp.ts';
import { type Fault, time } from './check.ts';
import { eventFaults } from './event.ts';

interface At {
  readonly line: number;
  readonly text: string;
}

const DOCUMENTS = new Set(['EPCISDocument', 'EPCISQueryDocument']);
const EVENTS = /^(?:Object|Aggregation|Association|Transaction|Transformation)Event$/;
const MAX_EVENTS = 100_000;

export function isEpcis(record: EventRecord): boolean {
  const { type } = record;
  return (
    typeof type === 'string' &&
    (DOCUMENTS.has(type) || EVENTS.test(type) || (isObject(record['epcisBody']) && '@context' in record))
  );
}

export function readEpcis(record: EventRecord, at: At): readonly ReadOrRefused[] {
  const wrong = DOCUMENTS.has(record['type'] as string) ? documentFaults(record) : bareFaults(record);
  if (wrong.length > 0) return [told(wrong, { ...at, pointer: '' })];
  const { events, pointer } = eventsOf(record);
  if (events.length > MAX_EVENTS)
    return [refused('INGEST_TOO_MANY', `The document holds more than ${MAX_EVENTS} events`, at)];
  return events.flatMap((event, index) => {
    const place = pointer === '' ? '' : `${pointer}/${index}`;
    const faults = eventFaults(event);
    return faults.length > 0
      ? [told(faults, { ...at, text: excerpt(event), pointer: place })]
      : [taken(event as EventRecord, at, place)];
  });
}

/** §12.3: JSON-LD needs its context, and a document its version and date. */
function documentFaults(record: EventRecord): readonly Fault[] {
  const faults: Fault[] = [...contextFaults(record)];
  const isQuery = record['type'] === 'EPCISQueryDocument';
  for (const name of isQuery ? [] : ['schemaVersion', 'creationDate'])
    if (!Object.hasOwn(record, name)) faults.push({ at: '', expected: `a field \`${name}\`` });
  if (Object.hasOwn(record, 'creationDate')) faults.push(...time(record['creationDate'], '/creationDate'));
  const version = record['schemaVersion'];
  if (version !== undefined && !(typeof version === 'string' && /^2(?:\.\d+)*$/.test(version)))
    faults.push({ at: '/schemaVersion', expected: '2.0' });
  if (!Array.isArray(eventsOf(record).list))
    faults.push({ at: eventsOf(record).pointer, expected: 'a list of events' });
  return faults;
}

function bareFaults(record: EventRecord): readonly Fault[] {
  return [
    ...contextFaults(record),
    ...(typeof record['type'] === 'string' && (EVENTS.test(record['type']) || record['type'].includes(':'))
      ? []
      : [{ at: '/type', expected: 'EPCISDocument, EPCISQueryDocument or a kind of event' }]),
  ];
}

function contextFaults(record: EventRecord): readonly Fault[] {
  const context = record['@context'];
  const isContext = (value: unknown): boolean =>
    (typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value)) || isObject(value);
  const isRight = Array.isArray(context)
    ? context.length > 0 && context.every(isContext)
    : isContext(context);
  return isRight ? [] : [{ at: '/@context', expected: 'the JSON-LD context of EPCIS 2.0' }];
}

function eventsOf(record: EventRecord): {
  readonly list: unknown;
  readonly events: readonly unknown[];
  readonly pointer: string;
} {
  if (!DOCUMENTS.has(record['type'] as string)) return { list: [record], events: [record], pointer: '' };
  const body = sectionOf(record, 'epcisBody');
  const isQuery = record['type'] === 'EPCISQueryDocument';
  const holder = isQuery ? sectionOf(sectionOf(body, 'queryResults'), 'resultsBody') : body;
  const list = holder['eventList'];
  return {
    list,
    events: Array.isArray(list) ? list : [],
    pointer: isQuery ? '/epcisBody/queryResults/resultsBody/eventList' : '/epcisBody/eventList',
  };
}

function sectionOf(record: EventRecord, name: string): EventRecord {
  const value = record[name];
  return isObject(value) ? value : {};
}

function taken(event: EventRecord, at: At, pointer: string): ReadOrRefused {
  const happened = rfc3339(event['eventTime']) as number;
  return {
    format: 'epcis',
    record: event,
    line: at.line,
    ...(pointer !== '' && { pointer }),
    time: happened,
  };
}

function told(faults: readonly Fault[], at: At & { readonly pointer: string }): ReadOrRefused {
  const first = faults
    .slice(0, 5)
    .map(({ at: place, expected }) => `expected ${expected}${place === '' ? '' : ` at ${place}`}`);
  const more = faults.length > 5 ? ` and ${faults.length - 5} more` : '';
  return refused('INGEST_EPCIS', `The record does not conform to EPCIS 2.0: ${first.join('; ')}${more}`, at);
}

function excerpt(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
