// SPDX-License-Identifier: Apache-2.0
// Windows events as JSON, flattened to the field names that Sigma uses.
import { flattenWindowsEvent } from '../record/evtx.ts';
import { timeOf } from '../record/time.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { isObject } from './json.ts';
import { type ReadOrRefused, refused } from './received.ts';

export function isEvtx(record: EventRecord): boolean {
  return isObject(record['Event']) && isObject(record['Event']['System']);
}

export function readEvtx(
  record: EventRecord,
  at: { readonly line: number; readonly text: string },
): ReadOrRefused {
  if (!isEvtx(record))
    return refused('INGEST_EVTX', 'The record is no Windows event: expected an object `Event.System`', at);
  const flat = flattenWindowsEvent(record);
  const time = timeOf(flat);
  return { format: 'evtx', record: flat, line: at.line, ...(time !== undefined && { time }) };
}
