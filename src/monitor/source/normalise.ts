// SPDX-License-Identifier: Apache-2.0
// From an event as it was written to the row that rules see, and the log source that it comes from.
import { windowsRow } from '../record/evtx.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { recordOf, rowOf } from '../sigma/match/row.ts';
import type { EventSource, Recognise, Sourced } from './source.ts';

/** @param known What the reader of a format knows of the source. */
export function normalise(given: EventRecord, recognise: Recognise, known?: EventSource): Sourced {
  const { row, channel } = windowsRow(given);
  if (known !== undefined) return { row, source: known };
  if (channel === undefined) return recognise(row);
  const record = recordOf(row);
  const found = recognise(rowOf({ ...record, Channel: channel }));
  return { row: rowOf({ ...recordOf(found.row), Channel: record['Channel'] }), source: found.source };
}
