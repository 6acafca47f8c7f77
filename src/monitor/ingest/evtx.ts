// SPDX-License-Identifier: Apache-2.0
// Windows events as JSON, as converters and agents write them.
import { flattenWindowsEvent } from '../record/evtx.ts';
import { timeOf } from '../record/time.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { type ReadOrRefused, refused } from './received.ts';

export function isEvtx(record: EventRecord): boolean {
  return flattenWindowsEvent(record).record !== record;
}

export function readEvtx(
  record: EventRecord,
  at: { readonly line: number; readonly text: string },
): ReadOrRefused {
  const flat = flattenWindowsEvent(record).record;
  if (flat === record)
    return refused(
      'INGEST_EVTX',
      'The record is no Windows event: expected `Event.System`, or `winlog` as agents write it',
      at,
    );
  const time = timeOf(flat);
  return { format: 'evtx', record, fields: flat, line: at.line, ...(time !== undefined && { time }) };
}
