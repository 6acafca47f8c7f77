// SPDX-License-Identifier: Apache-2.0
// CloudEvents 1.0.2: what the specification, its JSON format and its HTTP binding demand.
import { describe, expect, test } from 'vitest';
import { binaryModeRecord, readCloudEvent } from './cloudevents.ts';
import { ingest } from './ingest.ts';
import { knowledge } from './knowledge.fixture.ts';
import { isRefused } from './received.ts';
import { openIngest } from './stream.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const CONTEXT = { keys: new Set(['order', 'asset']), receivedAt: NOW, trust: 'token' } as const;
const MINIMAL = { specversion: '1.0', id: '1', source: '/door', type: 'badge.event' };
const read = (record: Record<string, unknown>) => readCloudEvent(record, { line: 1, text: '' }, CONTEXT);

describe('a CloudEvent is taken with', () => {
  test.each<[string, Record<string, unknown>]>([
    ['the required attributes only', {}],
    ['a time of RFC 3339', { time: '2018-04-05T17:31:00Z' }],
    ['a time with an offset and nanoseconds', { time: '2018-04-05T17:31:00.123456789+02:00' }],
    ['a leap second', { time: '2016-12-31T23:59:60Z' }],
    [
      'attributes that are null, which is as if they were not there',
      { time: null, subject: null, order: null },
    ],
    ['extensions of every type', { order: 'o-1', count: 7, flag: true, big: -2147483648 }],
    ['data of every kind', { data: [1, 'a', null] }],
    ['data in base64', { data_base64: 'AAEC' }],
    ['a schema and a content type', { dataschema: 'urn:x', datacontenttype: 'application/json' }],
  ])('%s', (_, more) => {
    expect(isRefused(read({ ...MINIMAL, ...more }))).toBe(false);
  });
});

describe('a CloudEvent is refused for', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no id', { id: undefined }, /`id`/],
    ['an empty id', { id: '' }, /`id`/],
    ['an id that is no text', { id: 7 }, /`id`/],
    ['no source', { source: '' }, /`source`/],
    ['no type', { type: null }, /`type`/],
    ['another version', { specversion: '0.3' }, /1\.0/],
    ['a version that is a number', { specversion: 1 }, /1\.0/],
    ['an empty subject', { subject: '' }, /`subject`/],
    ['a time without zone', { time: '2018-04-05T17:31:00' }, /RFC 3339/],
    ['the 30th of February', { time: '2018-02-30T17:31:00Z' }, /RFC 3339/],
    ['a time that is a number', { time: 1522949460 }, /RFC 3339/],
    ['capital letters in a name', { orderId: 'x' }, /lower-case/],
    ['a name with a dash', { 'order-id': 'x' }, /lower-case/],
    ['an extension that is an object', { order: {} }, /`order`/],
    ['an extension that is no 32-bit integer', { count: 1.5 }, /`count`/],
    ['an extension that is too large', { count: 4294967296 }, /`count`/],
    ['data twice', { data: 1, data_base64: 'AAEC' }, /not both/],
    ['data that is no base64', { data_base64: 'A' }, /base64/],
  ])('%s', (_, more, why) => {
    const item = read({ ...MINIMAL, ...more });
    expect(isRefused(item) && item.reason).toMatch(why);
  });

  test('all that is wrong at once', () => {
    const item = read({ specversion: '2', id: '', source: '' });
    expect(isRefused(item) && item.reason.split(';').length).toBe(4);
  });
});

test('extension attributes of the names of keys are keys, and no sender raises its own trust', () => {
  const event = (more: object) => {
    const item = read({ ...MINIMAL, order: 7, other: 'x', time: '2018-04-05T17:31:00Z', ...more });
    return isRefused(item) ? undefined : item.event;
  };
  expect(event({})).toMatchObject({
    id: '1',
    source: '/door',
    type: 'badge.event',
    time: Date.parse('2018-04-05T17:31:00Z'),
    keys: { order: '7' },
    trust: 'token',
    observed: NOW,
  });
  expect(event({ trust: 'signed-fresh' })?.trust).toBe('token');
  expect(event({ trust: 'polled' })?.trust).toBe('polled');
  expect(Object.keys(event({})?.keys ?? {})).toEqual(['order']);
});

test('an event of our own file keeps its trust and the time it was observed', () => {
  const stream = openIngest(knowledge(), { source: 'f', format: 'auto', receivedAt: NOW });
  const lines = ['signed-fresh', 'made-up'].map((trust) =>
    JSON.stringify({ ...MINIMAL, trust, observed: '2020-01-01T00:00:00Z' }),
  );
  const items = [...stream.push(new TextEncoder().encode(lines.join('\n'))), ...stream.end()];
  expect(
    items.map(
      (item) =>
        !isRefused(item) && [item.record['trust'], item.events()[0]?.trust, item.events()[0]?.observed],
    ),
  ).toEqual([
    ['signed-fresh', 'signed-fresh', Date.parse('2020-01-01T00:00:00Z')],
    ['unsigned', 'unsigned', Date.parse('2020-01-01T00:00:00Z')],
  ]);
});

describe('the binary mode of HTTP', () => {
  const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/door', 'ce-type': 'badge.event' };
  const send = (more: Record<string, string>, body: string, contentType?: string) =>
    ingest(knowledge(), {
      source: 'http',
      headers: { ...headers, ...more },
      bytes: new TextEncoder().encode(body),
      receivedAt: NOW,
      ...(contentType !== undefined && { contentType }),
    });

  test('carries attributes in headers and data in the body', () => {
    const { events, refused } = send(
      { 'ce-order': 'o-1', 'ce-subject': 'Euro%20%E2%82%AC%20%F0%9F%98%80' },
      '{"a":1}',
      'application/json; charset=utf-8',
    );
    expect(refused).toEqual([]);
    expect(events).toMatchObject([{ id: '1', subject: 'Euro € 😀', keys: { order: 'o-1' }, data: { a: 1 } }]);
  });

  test('takes an empty body, and one that is no JSON as a text', () => {
    expect(send({}, '').events).toMatchObject([{ data: {} }]);
    expect(send({}, 'plain', 'text/plain').events).toMatchObject([{ data: { value: 'plain' } }]);
  });

  test('refuses what the structured mode refuses', () => {
    expect(send({ 'ce-id': '' }, '').refused).toMatchObject([{ code: 'INGEST_CLOUDEVENTS' }]);
    expect(send({}, '{"a":', 'application/json').refused).toMatchObject([{ code: 'INGEST_JSON' }]);
  });

  test('undoes escapes once, and leaves what is none', () => {
    const record = binaryModeRecord(
      { 'ce-a': '100%', 'ce-b': '%2541', 'ce-c': '"quo\\"ted"' },
      undefined,
      undefined,
    );
    expect(record).toEqual({ a: '100%', b: '%41', c: 'quo"ted' });
  });
});

test('a batch is one event for each, with the bad ones refused', () => {
  const body = JSON.stringify([MINIMAL, { ...MINIMAL, id: '' }, { ...MINIMAL, id: '2' }]);
  const { events, refused } = ingest(knowledge(), {
    source: 'http',
    contentType: 'application/cloudevents-batch+json',
    bytes: new TextEncoder().encode(body),
    receivedAt: NOW,
  });
  expect(events.map(({ id }) => id)).toEqual(['1', '2']);
  expect(refused.map(({ code }) => code)).toEqual(['INGEST_CLOUDEVENTS']);
});
