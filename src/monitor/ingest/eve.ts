// SPDX-License-Identifier: Apache-2.0
// Suricata EVE JSON (Suricata user guide, "EVE JSON Format"): one object an event, named by `event_type`.
import { readTime } from '../record/time.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { isObject } from './json.ts';
import { type ReadOrRefused, refused } from './received.ts';

export function isEve(record: EventRecord): boolean {
  return typeof record['event_type'] === 'string' && typeof record['timestamp'] === 'string';
}

/** Types whose details stand in an object of their name; of types that are not here nothing is demanded. */
const DETAILED = new Set([
  'alert',
  'http',
  'dns',
  'tls',
  'flow',
  'fileinfo',
  'ssh',
  'smtp',
  'anomaly',
  'stats',
]);

export function readEve(
  record: EventRecord,
  at: { readonly line: number; readonly text: string },
): ReadOrRefused {
  const wrong = eveFaults(record);
  if (wrong.length > 0)
    return refused('INGEST_EVE', `The record is no event of Suricata: ${wrong.join('; ')}`, at);
  const time = readTime(record['timestamp']) as number;
  const kind = record['event_type'] as string;
  const source = { product: 'suricata', services: [kind], categories: [] };
  return { format: 'eve', record, line: at.line, time, source };
}

function eveFaults(record: EventRecord): string[] {
  const wrong: string[] = [];
  const kind = record['event_type'];
  if (typeof kind !== 'string' || kind === '') wrong.push('expected `event_type` to be a text');
  else if (DETAILED.has(kind) && !isObject(record[kind]))
    wrong.push(`expected an object \`${kind}\` with the details`);
  if (readTime(record['timestamp']) === undefined) wrong.push('expected `timestamp` to be a time');
  if (kind === 'alert' && isObject(record['alert']) && !Number.isInteger(record['alert']['signature_id']))
    wrong.push('expected `alert.signature_id` to be a whole number');
  for (const port of ['src_port', 'dest_port']) {
    const value = record[port];
    if (
      value !== undefined &&
      !(Number.isInteger(value) && (value as number) >= 0 && (value as number) < 65_536)
    )
      wrong.push(`expected \`${port}\` to be a port`);
  }
  return wrong;
}
