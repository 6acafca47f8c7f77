// SPDX-License-Identifier: Apache-2.0
// A record of JSON: which format it is of, and what is in it.
import { eventsIn } from '../record/envelope.ts';
import { timeOf } from '../record/time.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { type EnvelopeContext, isCloudEvent, readCloudEvent } from './cloudevents.ts';
import { isEpcis, readEpcis } from './epcis/epcis.ts';
import { isEve, readEve } from './eve.ts';
import { isEvtx, readEvtx } from './evtx.ts';
import { parseObject } from './json.ts';
import { isOtlpLogs, readOtlpLogs } from './otlp.ts';
import type { ReadOrRefused } from './received.ts';

interface At {
  readonly line: number;
  readonly text: string;
}

export type JsonFormat = 'auto' | 'cloudevents' | 'eve' | 'epcis' | 'otlp' | 'evtx';

interface JsonKind {
  readonly is: (record: EventRecord) => boolean;
  readonly read: (record: EventRecord, at: At, context: EnvelopeContext) => readonly ReadOrRefused[];
}

const KINDS: Readonly<Record<Exclude<JsonFormat, 'auto'>, JsonKind>> = {
  cloudevents: { is: isCloudEvent, read: (record, at, context) => [readCloudEvent(record, at, context)] },
  otlp: { is: isOtlpLogs, read: readOtlpLogs },
  epcis: { is: isEpcis, read: readEpcis },
  eve: { is: isEve, read: (record, at) => [readEve(record, at)] },
  evtx: { is: isEvtx, read: (record, at) => [readEvtx(record, at)] },
};

/** One text of JSON. A format that is asked for binds; with `auto` a record of no known format is taken as it is. */
export function readJsonRecord(
  at: At,
  format: JsonFormat,
  context: EnvelopeContext,
): readonly ReadOrRefused[] {
  const parsed = parseObject(at.text, at.line);
  if ('refused' in parsed) return [parsed.refused];
  return readObject(parsed.value, at, format, context);
}

export function readObject(
  record: EventRecord,
  at: At,
  format: JsonFormat,
  context: EnvelopeContext,
): readonly ReadOrRefused[] {
  const kind = format === 'auto' ? Object.values(KINDS).find(({ is }) => is(record)) : KINDS[format];
  if (kind !== undefined) return kind.read(record, at, context);
  const inside = eventsIn(record);
  if (inside.length !== 1 || inside[0] !== record)
    return inside.flatMap((each, index) =>
      readObject(each, at, format, context).map((item) => ({ pointer: `/${index}`, ...item })),
    );
  const time = timeOf(record);
  return [{ format: 'json', record, line: at.line, ...(time !== undefined && { time }) }];
}
