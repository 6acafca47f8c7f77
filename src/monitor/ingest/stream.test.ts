// SPDX-License-Identifier: Apache-2.0
// Files of every format, in chunks of every size: each record is told once, as what it is or why it is none.
import { describe, expect, test } from 'vitest';
import { knowledge } from './knowledge.fixture.ts';
import { type InputFormat, isRefused } from './received.ts';
import { openIngest, type StreamItem } from './stream.ts';

const RECEIVED = Date.parse('2026-03-01T12:00:00Z');

function readAll(
  text: string | Uint8Array,
  format: InputFormat = 'auto',
  size = 1000,
): readonly StreamItem[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const stream = openIngest(knowledge(), { source: 'test', format, receivedAt: RECEIVED });
  const items: StreamItem[] = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...stream.push(bytes.subarray(at, at + size)));
  return [...items, ...stream.end()];
}

const told = (items: readonly StreamItem[]) =>
  items.map((item) => [item.line, isRefused(item) ? item.code : item.format]);

const CLOUD =
  '{"specversion":"1.0","id":"1","source":"/s","type":"badge.event","time":"2026-01-02T03:04:05Z","asset":"door-1","data":{"a":1}}';
const EPCIS = `{"@context":"https://ref.gs1.org/standards/epcis/epcis-context.jsonld","type":"ObjectEvent",
 "eventTime":"2026-01-02T03:04:05Z","eventTimeZoneOffset":"+00:00","action":"OBSERVE","epcList":["urn:epc:id:sscc:1.2"]}`;
const EVE = '{"timestamp":"2026-01-02T03:04:05.000001+0000","event_type":"flow","flow":{}}';
const OTLP =
  '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767323045000000000","body":{"stringValue":"x"}}]}]}]}';
const EVTX = '{"Event":{"System":{"EventID":1},"EventData":{"Image":"x"}}}';

describe('a file is told by its start', () => {
  test.each<[string, string, (string | number)[][]]>([
    [
      'mixed JSON lines',
      [CLOUD, EVE, OTLP, EVTX, '{"a":1}'].join('\n'),
      [
        [1, 'cloudevents'],
        [2, 'eve'],
        [3, 'otlp'],
        [4, 'evtx'],
        [5, 'json'],
      ],
    ],
    [
      'a list of JSON',
      `[${CLOUD},\n${EVE}]`,
      [
        [1, 'cloudevents'],
        [2, 'eve'],
      ],
    ],
    ['a pretty-printed document', EPCIS, [[1, 'epcis']]],
    [
      'CSV',
      'time,door\n2026-01-02,a\n2026-01-03,"b\nc"\n2026-01-04,d\n',
      [
        [2, 'csv'],
        [3, 'csv'],
        [5, 'csv'],
      ],
    ],
    ['CSV with semicolons and a byte order mark', '\ufeffdoor;count\r\na;1\r\n', [[2, 'csv']]],
    [
      'syslog',
      '<34>1 2026-01-02T03:04:05Z h a - - - x\n<13>Jan  2 03:04:05 h a: x\n',
      [
        [1, 'syslog'],
        [2, 'syslog'],
      ],
    ],
    [
      'a format of the pack',
      'door north opened\ndoor south closed\n',
      [
        [1, 'test/format/door'],
        [2, 'test/format/door'],
      ],
    ],
    [
      'lines of a system log',
      'Jan  2 03:04:05 h daemon[7]: x\nJan  2 03:04:05 h other: y\n',
      [
        [1, 'test/format/daemon'],
        [2, 'syslog'],
      ],
    ],
    ['lines that start with a bracket', '[error] it is not JSON\n', [[1, 'INGEST_NO_FORMAT']]],
    ['XML', '<?xml version="1.0"?>\n<epcis:EPCISDocument/>\n', [[1, 'INGEST_XML']]],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    for (const size of [1, 7, 100_000]) expect(told(readAll(text, 'auto', size))).toEqual(expected);
  });
});

describe('a format that is asked for binds', () => {
  test.each<[InputFormat, string, (string | number)[][]]>([
    ['cloudevents', EVE, [[1, 'INGEST_CLOUDEVENTS']]],
    ['eve', CLOUD, [[1, 'INGEST_EVE']]],
    ['otlp', EVE, [[1, 'INGEST_OTLP']]],
    ['evtx', EVE, [[1, 'INGEST_EVTX']]],
    ['epcis', EVE, [[1, 'INGEST_EPCIS']]],
    [
      'ndjson',
      '{"a":\n1}',
      [
        [1, 'INGEST_JSON'],
        [2, 'INGEST_JSON'],
      ],
    ],
    ['json', '{"a":\n1}', [[1, 'json']]],
    [
      'csv',
      'a,b\n1\n1,2,3\n1,"2\n',
      [
        [2, 'INGEST_CSV'],
        [3, 'INGEST_CSV'],
        [4, 'INGEST_TRUNCATED'],
      ],
    ],
    ['lines', '{"a":1}', [[1, 'INGEST_NO_FORMAT']]],
    ['syslog', 'no header at all', [[1, 'syslog']]],
  ])('%s', (format, text, expected) => {
    expect(told(readAll(text, format))).toEqual(expected);
  });
});

test('a record becomes an event by its mapping, or is kept as it is', () => {
  const [door, other] = readAll('door north opened\nJan  2 03:04:05 h other[3]: y\n', 'lines').map((item) =>
    isRefused(item) ? [] : item.events(),
  );
  expect(door?.[0]).toMatchObject({
    source: 'test',
    type: 'badge.event',
    time: RECEIVED,
    keys: { asset: 'north' },
    data: { action: 'door-open' },
    trust: 'unsigned',
    observed: RECEIVED,
  });
  expect(other?.[0]).toMatchObject({
    type: 'log.record',
    time: Date.parse('2026-01-02T03:04:05Z'),
    data: { host: 'h', app: 'other', pid: '3', message: 'y' },
  });
});

test('equal lines are events of their own, and the same ones when the file is read again', () => {
  const ids = () =>
    readAll('door a opened\ndoor a opened\n').flatMap((item) =>
      isRefused(item) ? [] : item.events().map(({ id }) => id),
    );
  expect(new Set(ids()).size).toBe(2);
  expect(ids()).toEqual(ids());
});

test('bytes that are no UTF-8 do not hide a record', () => {
  const bytes = Uint8Array.from([
    ...new TextEncoder().encode('{"a":"'),
    0xff,
    ...new TextEncoder().encode('"}\n'),
  ]);
  expect(readAll(bytes)).toMatchObject([{ format: 'json', record: { a: '\ufffd' }, lossy: true }]);
});
