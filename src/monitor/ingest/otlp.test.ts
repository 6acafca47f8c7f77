// SPDX-License-Identifier: Apache-2.0
// OTLP logs in JSON, by the encoding rules of the protocol.
import { expect, test } from 'vitest';
import { readOtlpLogs } from './otlp.ts';
import { isRefused } from './received.ts';

const AT = { line: 1, text: '' };
const request = (...logRecords: unknown[]) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'search' } }] },
      scopeLogs: [{ scope: { name: 'lib' }, logRecords }],
    },
  ],
});
const read = (...logs: unknown[]) => readOtlpLogs(request(...logs), AT);

test('every log record is one, with the attributes of its resource and the name of its scope', () => {
  const [item] = read({
    timeUnixNano: '1544712660300000000',
    severityNumber: 10,
    severityText: 'Information',
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    body: { stringValue: 'Example log record' },
    attributes: [
      { key: 'text', value: { stringValue: 'x' } },
      { key: 'flag', value: { boolValue: true } },
      { key: 'int', value: { intValue: '10' } },
      { key: 'large', value: { intValue: '9223372036854775807' } },
      { key: 'double', value: { doubleValue: 637.704 } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'many' }, { intValue: 2 }] } } },
      { key: 'map', value: { kvlistValue: { values: [{ key: 'a.b', value: { stringValue: 'c' } }] } } },
      { key: 'nothing', value: {} },
    ],
  });
  expect(item).toMatchObject({
    time: Date.parse('2018-12-13T14:51:00.300Z'),
    record: {
      body: 'Example log record',
      severityNumber: 10,
      traceId: '5b8efff798038103d269b633813fc60c',
      attributes: {
        text: 'x',
        flag: true,
        int: 10,
        large: '9223372036854775807',
        double: 637.704,
        list: ['many', 2],
        map: { 'a.b': 'c' },
      },
      resource: { 'service.name': 'search' },
      scope: 'lib',
    },
  });
});

test('a time of 0 is unknown, and that of the observer stands in', () => {
  const [first, second] = read(
    { timeUnixNano: '0', observedTimeUnixNano: 1544712660300000000 },
    { timeUnixNano: '0' },
  );
  expect(first).toMatchObject({ time: Date.parse('2018-12-13T14:51:00.300Z') });
  expect(second !== undefined && 'time' in second).toBe(false);
});

test('records that are wrong are refused where they stand, the others are taken', () => {
  const items = read({ traceId: 'WyEvPrhwU3zJZbqTm6Sr3A==' }, 7, { spanId: '' });
  expect(items.map((item) => (isRefused(item) ? [item.code, item.pointer] : item.pointer))).toEqual([
    ['INGEST_OTLP', '/resourceLogs/0/scopeLogs/0/logRecords/0'],
    ['INGEST_OTLP', '/resourceLogs/0/scopeLogs/0/logRecords/1'],
    '/resourceLogs/0/scopeLogs/0/logRecords/2',
  ]);
});

test('values that nest without end, and sections of the wrong kind, are left out', () => {
  let deep: object = { stringValue: 'x' };
  for (let at = 0; at < 30; at++) deep = { arrayValue: { values: [deep] } };
  expect(() => read({ body: deep })).not.toThrow();
  const odd = { toString: [] };
  expect(() =>
    read({
      timeUnixNano: odd,
      body: { intValue: odd },
      attributes: [{ key: odd, value: { kvlistValue: { values: [{ key: odd }] } } }],
    }),
  ).not.toThrow();
  for (const wrong of [
    { resourceLogs: [7] },
    { resourceLogs: [{ scopeLogs: 7 }] },
    { resourceLogs: [{ resource: { attributes: [{}] }, scopeLogs: [{ logRecords: {} }] }] },
  ])
    expect(readOtlpLogs(wrong, AT)).toEqual([]);
});
