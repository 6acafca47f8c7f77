// SPDX-License-Identifier: Apache-2.0
// Messages of a transport: what hostile senders do to them is bounded, and every record is told.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflate } from './inflate.ts';
import { ingest } from './ingest.ts';
import { knowledge } from './knowledge.fixture.ts';
import { INPUT_FORMATS, type Ingested, isRefused, type Received } from './received.ts';
import { openIngest } from './stream.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const known = knowledge();

function send(text: string | Uint8Array, more: Partial<Received> = {}): Ingested {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return ingest(known, { source: 'http', bytes, receivedAt: NOW, ...more });
}

describe('content types', () => {
  test.each<[string | undefined, string, string]>([
    ['application/json', '{"a":1}', 'log.record'],
    ['application/x-ndjson; charset=utf-8', '{"a":1}\n', 'log.record'],
    ['APPLICATION/JSON', '[{"a":1}]', 'log.record'],
    ['text/csv', 'a,b\n1,2\n', 'log.record'],
    ['text/plain', 'door a opened', 'badge.event'],
    [undefined, 'door a opened', 'badge.event'],
    ['application/cloudevents+json', '{"a":1}', 'INGEST_CLOUDEVENTS'],
    ['application/json', 'door a opened', 'INGEST_JSON'],
  ])('%s', (contentType, text, expected) => {
    const { events, refused } = send(text, contentType === undefined ? {} : { contentType });
    expect([...events.map(({ type }) => type), ...refused.map(({ code }) => code)]).toEqual([expected]);
  });
});

describe('hostile messages', () => {
  test('that are compressed are inflated to the limit and no further', () => {
    const text = '{"a":1}';
    for (const [coding, bytes] of [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
    ] as const)
      expect(send(bytes, { headers: { 'content-encoding': coding } }).events.length).toBe(1);
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(inflate(bomb, 'gzip', 1024 * 1024)).toEqual({ why: 'too-long' });
    expect(send(bomb, { headers: { 'content-encoding': 'gzip' } }).refused).toMatchObject([
      { code: 'INGEST_TOO_LONG' },
    ]);
    for (const coding of ['gzip, gzip', 'zstd', '__proto__'])
      expect(send(gzipSync(text), { headers: { 'content-encoding': coding } }).refused).toMatchObject([
        { code: 'INGEST_ENCODING' },
      ]);
    expect(
      send(gzipSync(text).subarray(0, 12), { headers: { 'content-encoding': 'gzip' } }).refused,
    ).toMatchObject([{ code: 'INGEST_ENCODING' }]);
  });

  test('that nest deeply are refused before they are parsed', () => {
    const deep = (open: string, close: string, count: number) => open.repeat(count) + close.repeat(count);
    for (const text of [
      `{"a":${deep('[', ']', 100_000)}}`,
      `${deep('{"a":', '', 100_000)}1${'}'.repeat(100_000)}`,
    ])
      expect(send(text, { format: 'ndjson' }).refused).toMatchObject([{ code: 'INGEST_TOO_DEEP' }]);
    expect(send(`{"a":${deep('[', ']', 60)}}`).events.length).toBe(1);
    expect(send(`{"a":"${'['.repeat(1000)}"}`).events.length).toBe(1);
  });

  test('that name a prototype change none, written plainly or escaped', () => {
    for (const text of [
      '{"__proto__":{"polluted":1},"a":1}',
      '{"a":1,"\\u005f_proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ]) {
      const { events } = send(text);
      expect(events.length).toBe(1);
      expect(Object.hasOwn(events[0]?.data ?? {}, '__proto__')).toBe(false);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('that are empty, cut off or longer than the limit are told', () => {
    expect(send('').refused).toMatchObject([{ code: 'INGEST_EMPTY' }]);
    expect(send('{"a":1}\n{"a":').refused).toMatchObject([{ code: 'INGEST_TRUNCATED', line: 2 }]);
    const long = `{"a":"${'x'.repeat(17 * 1024 * 1024)}"}\n{"a":2}\n`;
    const { events, refused } = send(long, { format: 'ndjson' });
    expect([events.length, refused.map(({ code }) => code)]).toEqual([1, ['INGEST_TOO_LONG']]);
    expect(refused[0]?.text.length).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('nobody makes two events of one', () => {
  const EVIL = [
    'a\nb',
    'a\r\nb',
    'a\u0000b',
    'a\u001b[2K\u001b[1Ab',
    'a\u2028b\u2029c',
    'a\u202eb',
    'a\u0085b',
    'a\u{e0041}b',
  ];

  test.each(EVIL.map((text) => [JSON.stringify(text), text]))('with %s in a field of JSON', (_, text) => {
    const { events, refused } = send(`${JSON.stringify({ a: text, [text]: 1 })}\n`, { format: 'ndjson' });
    expect([events.length, refused.length]).toEqual([1, 0]);
    expect(events[0]?.data['a']).toBe(text);
  });

  test('with a line end in a datagram of syslog', () => {
    const { events } = send('<13>Feb  3 07:12:01 h app: x\n<13>Feb  3 07:12:01 h sshd[1]: Accepted', {
      format: 'syslog',
    });
    expect(events.length).toBe(1);
    expect(events[0]?.data['message']).toContain('\n<13>');
  });

  test('with a line end in a quoted field of CSV, or a lone carriage return in a line', () => {
    expect(send('a,b\n1,"x\n2,forged"\n', { format: 'csv' }).events.length).toBe(1);
    expect(send('door a opened\rdoor b opened', { format: 'lines' }).events.length).toBe(0);
  });
});

test('a message that is sent again gives the same ids, one with another number other ones', () => {
  const ids = (more: Partial<Received>) => send('{"a":1}\n{"a":1}\n', more).events.map(({ id }) => id);
  expect(new Set(ids({})).size).toBe(2);
  expect(ids({})).toEqual(ids({ receivedAt: NOW + 1000 }));
  expect(ids({ sequence: '1' })).not.toEqual(ids({ sequence: '2' }));
});

describe('whatever comes in', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ maxLength: 60, unit: 'binary' }),
    fc.json({ maxDepth: 3 }),
    fc.constantFrom(
      'door a opened',
      '<13>x',
      '{"specversion":"1.0"}',
      '{"resourceLogs":[{}]}',
      '{"type":"ObjectEvent"}',
      '{"event_type":"alert","timestamp":"x"}',
      '"',
      '[',
      '{',
      '}',
      '\ufeff',
      '{"Records":[{"a":1},{"b":2}]}',
    ),
  );
  const input = fc.array(line, { maxLength: 8 }).map((lines) => new TextEncoder().encode(lines.join('\n')));

  test('nothing throws, and the chunks do not matter', () => {
    fc.assert(
      fc.property(
        fc.oneof(input, fc.uint8Array({ maxLength: 200 })),
        fc.constantFrom(...INPUT_FORMATS),
        fc.integer({ min: 1, max: 20 }),
        (bytes, format, size) => {
          const read = (step: number) => {
            const stream = openIngest(knowledge(), { source: 's', format, receivedAt: NOW });
            const items = [];
            for (let at = 0; at < bytes.length; at += step)
              items.push(...stream.push(bytes.subarray(at, at + step)));
            return [...items, ...stream.end()].map((item) =>
              isRefused(item) ? item : { ...item, events: item.events() },
            );
          };
          expect(read(size)).toEqual(read(10_000));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('every line is an event or refused', () => {
    // A NUL beside the first character tells UTF-16, in which NUL and line feed are one line feed.
    const plain = fc.array(
      line.filter((text) => !/^.?\0|[\r\n]/.test(text) && text.trim() !== ''),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(plain, fc.constantFrom('lines', 'ndjson'), (lines, format) => {
        const stream = openIngest(knowledge(), { source: 's', format, receivedAt: NOW });
        const items = [...stream.push(new TextEncoder().encode(lines.join('\n'))), ...stream.end()];
        const told = new Set(items.map((item) => item.line));
        const empty = /^\s*\{\s*"resourceLogs"/;
        expect(
          lines.map((_, at) => at + 1).filter((at) => !told.has(at) && !empty.test(lines[at - 1] as string)),
        ).toEqual([]);
        for (const item of items) if (!isRefused(item)) expect(item.events().length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
