// SPDX-License-Identifier: Apache-2.0
// OTLP logs in JSON (OpenTelemetry protocol 1.x, "JSON Protobuf Encoding"): resources, scopes, log records.
import type { EventRecord } from '../sigma/match/record.ts';
import { isObject } from './json.ts';
import { type ReadOrRefused, refused } from './received.ts';

const MAX_RECORDS = 100_000;
const MAX_VALUE_DEPTH = 16;

export function isOtlpLogs(record: EventRecord): boolean {
  return Array.isArray(record['resourceLogs']);
}

/** One record for each log record, with the attributes of its resource and scope. */
export function readOtlpLogs(
  request: EventRecord,
  at: { readonly line: number; readonly text: string },
): readonly ReadOrRefused[] {
  const found: ReadOrRefused[] = [];
  if (!isOtlpLogs(request))
    return [refused('INGEST_OTLP', 'The record is no OTLP logs request: expected a list `resourceLogs`', at)];
  for (const [r, resourceLogs] of listOf(request['resourceLogs']).entries()) {
    const resource = attributesOf(sectionOf(resourceLogs)['resource']);
    for (const [s, scopeLogs] of listOf(sectionOf(resourceLogs)['scopeLogs']).entries()) {
      const scope = sectionOf(sectionOf(scopeLogs)['scope'])['name'];
      for (const [l, log] of listOf(sectionOf(scopeLogs)['logRecords']).entries()) {
        const pointer = `/resourceLogs/${r}/scopeLogs/${s}/logRecords/${l}`;
        if (found.length >= MAX_RECORDS) {
          const reason = `The request holds more than ${MAX_RECORDS} log records`;
          return [...found, refused('INGEST_TOO_MANY', reason, { ...at, pointer })];
        }
        found.push(readLog(log, { resource, scope }, { ...at, pointer }));
      }
    }
  }
  return found;
}

interface Around {
  readonly resource: EventRecord;
  readonly scope: unknown;
}

function readLog(
  log: unknown,
  { resource, scope }: Around,
  at: { readonly line: number; readonly text: string; readonly pointer: string },
): ReadOrRefused {
  if (!isObject(log)) return refused('INGEST_OTLP', 'The log record is no object', at);
  const time = nanos(log['timeUnixNano']) ?? nanos(log['observedTimeUnixNano']);
  const wrong = idFaults(log);
  if (wrong.length > 0) return refused('INGEST_OTLP', `The log record is wrong: ${wrong.join('; ')}`, at);
  const record: EventRecord = {
    ...(time !== undefined && { time: new Date(time).toISOString() }),
    ...(log['body'] !== undefined && { body: anyValue(log['body'], 0) }),
    ...pick(log, [
      'severityNumber',
      'severityText',
      'traceId',
      'spanId',
      'eventName',
      'droppedAttributesCount',
    ]),
    attributes: attributesOf(log),
    resource,
    ...(typeof scope === 'string' && scope !== '' && { scope }),
  };
  return {
    format: 'otlp',
    record,
    line: at.line,
    pointer: at.pointer,
    ...(time !== undefined && { time }),
  };
}

/** Ids are hex here, not base64 as elsewhere in the JSON encoding of Protobuf; all zeros or empty means none. */
function idFaults(log: EventRecord): string[] {
  return (['traceId', 'spanId'] as const).flatMap((name) => {
    const value = log[name];
    const digits = name === 'traceId' ? 32 : 16;
    if (value === undefined || value === '') return [];
    return typeof value === 'string' && value.length === digits && /^[0-9a-fA-F]+$/.test(value)
      ? []
      : [`expected \`${name}\` to be ${digits} hex digits`];
  });
}

/** `fixed64` is a text or a number in JSON; 0 means unknown. */
function nanos(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,20}$/.test(text)) return undefined;
  const millis = Number(text.slice(0, -6) || '0');
  return millis > 0 && millis <= 8_640_000_000_000_000 ? millis : undefined;
}

function attributesOf(holder: unknown): EventRecord {
  return pairsOf(listOf(sectionOf(holder)['attributes']), 0);
}

/** KeyValue messages; what has no text as its key is left out. */
function pairsOf(pairs: readonly unknown[], depth: number): EventRecord {
  const found = pairs.flatMap((pair) => {
    const { key, value } = sectionOf(pair) as { key?: unknown; value?: unknown };
    return typeof key === 'string' ? [[key, anyValue(value, depth)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** AnyValue: exactly one of its kinds is there. */
function anyValue(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth > MAX_VALUE_DEPTH) return undefined;
  for (const kind of ['stringValue', 'boolValue', 'doubleValue', 'bytesValue'])
    if (value[kind] !== undefined) return value[kind];
  const whole = value['intValue'];
  if (typeof whole === 'string' || typeof whole === 'number')
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole);
  const list = sectionOf(value['arrayValue'])['values'];
  if (Array.isArray(list)) return list.map((each) => anyValue(each, depth + 1));
  if (value['arrayValue'] !== undefined) return [];
  if (value['kvlistValue'] === undefined) return undefined;
  return pairsOf(listOf(sectionOf(value['kvlistValue'])['values']), depth + 1);
}

function pick(log: EventRecord, names: readonly string[]): EventRecord {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(log, name)).map((name) => [name, log[name]]),
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const sectionOf = (value: unknown): EventRecord => (isObject(value) ? value : {});
