// SPDX-License-Identifier: Apache-2.0
// Events of the chain as rules see them: the type of the event is the service of the log source.
import type { EventTypeSource } from '../../model/index.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { compileRowReader, recordOf, rowOf } from '../sigma/match/row.ts';
import type { EventSource, Recognise } from './source.ts';

type EventType = Pick<EventTypeSource, 'id' | 'categories'>;

const typeOf = compileRowReader('type');

/** Log sources of event types by their name. */
function eventSources(types: readonly EventType[]): ReadonlyMap<string, EventSource> {
  return new Map(
    types.map(({ id, categories }) => [
      id,
      { product: undefined, services: [id], categories: categories ?? [] },
    ]),
  );
}

/**
 * Knows events of the chain by their `type`, with the fields of `data` on top as `eventFields` puts them; leaves all
 * else to `others`.
 */
export function recogniseEvents(types: readonly EventType[], others: Recognise): Recognise {
  const sources = eventSources(types);
  return (row) => {
    const type = typeOf(row);
    const source = typeof type === 'string' ? sources.get(type) : undefined;
    return source === undefined ? others(row) : { row: rowOf(lifted(recordOf(row))), source };
  };
}

/** Keys and the envelope win over data of the same name: the sender of the data does not decide who an event is about. */
function lifted(record: EventRecord): EventRecord {
  const { data, keys, ...envelope } = record;
  return { ...sectionOf(data), ...sectionOf(keys), ...envelope };
}

function sectionOf(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
