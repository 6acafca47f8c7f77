// SPDX-License-Identifier: Apache-2.0
// From an event as it was written to the record that rules see, and the log source that it comes from.
import { flattenWindowsEvent } from '../record/evtx.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import type { EventSource, Recognise, Sourced } from './source.ts';

/** @param known What the reader of a format knows of the source. */
export function normalise(given: EventRecord, recognise: Recognise, known?: EventSource): Sourced {
  const { record, channel } = flattenWindowsEvent(given);
  if (known !== undefined) return { record, source: known };
  if (channel === undefined) return recognise(record);
  const found = recognise({ ...record, Channel: channel });
  return { record: { ...found.record, Channel: record['Channel'] }, source: found.source };
}
