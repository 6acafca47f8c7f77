// SPDX-License-Identifier: Apache-2.0
// Records of files, whatever the size of the chunks they come in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonReader } from './json.ts';
import { createLineReader, type RawRecord, type RecordReader } from './records.ts';

function readAll(reader: RecordReader, bytes: Uint8Array, size: number): readonly RawRecord[] {
  const records: RawRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...reader.push(bytes.subarray(at, at + size)));
  return [...records, ...reader.end()];
}

const text = (value: string) => new TextEncoder().encode(value);
const short = (records: readonly RawRecord[]) =>
  records.map(({ line, text: each, problem }) => [line, each, problem]);

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

describe('JSON records', () => {
  test.each([
    [
      'NDJSON',
      '{"a":1}\n{"a":2}\n',
      [
        [1, '{"a":1}'],
        [2, '{"a":2}'],
      ],
    ],
    [
      'a list',
      '[{"a":1},\n {"a":2}]',
      [
        [1, '{"a":1}'],
        [2, '{"a":2}'],
      ],
    ],
    [
      'pretty-printed',
      '{\n  "a": 1\n}\n{\n  "a": [2]\n}',
      [
        [1, '{\n  "a": 1\n}'],
        [4, '{\n  "a": [2]\n}'],
      ],
    ],
    [
      'brackets in strings',
      '{"a":"}]["}{"b":"\\"}"}',
      [
        [1, '{"a":"}]["}'],
        [1, '{"b":"\\"}"}'],
      ],
    ],
    ['nothing', ' \n\n', []],
    ['an empty list', '[]', []],
    [
      'a list in a list',
      '[[1],{"a":1}]',
      [
        [1, '[1]'],
        [1, '{"a":1}'],
      ],
    ],
    [
      'text between',
      '{"a":1}\nboom\n{"a":2}',
      [
        [1, '{"a":1}'],
        [2, 'boom\n'],
        [3, '{"a":2}'],
      ],
    ],
    [
      'a missing quote',
      '{"a":"b}\n{"a":2}\n',
      [
        [1, '{"a":"b}'],
        [2, '{"a":2}'],
      ],
    ],
  ])('are cut from %s', (_, input, expected) => {
    for (const size of [1, 3, 1000]) {
      const found = short(readAll(createJsonReader(), text(input as string), size)).map(([line, each]) => [
        line,
        each,
      ]);
      expect(found).toEqual(expected);
    }
  });

  test('that end too early or are too long are told, and do not stop the reading', () => {
    expect(short(readAll(createJsonReader(), text('{"a":1}\n{"a":'), 4))).toEqual([
      [1, '{"a":1}', undefined],
      [2, '{"a":', 'truncated'],
    ]);
    const long = `{"a":"${'x'.repeat(50)}"}\n{"a":2}\n`;
    const found = readAll(createJsonReader(20), text(long), 7);
    expect(found.map(({ problem }) => problem)).toEqual(['too-long', undefined]);
    expect(found[1]?.text).toBe('{"a":2}');
  });

  test.each([
    ['in the middle', '{"a":1}\n{"a":2,"b":[3\n{"a":4}\n{"a":5}\n', ['{"a":1}', '{"a":4}', '{"a":5}']],
    ['before a value', '{"a":1}\n{"a":\n{"a":4}\n{"a":5}\n', ['{"a":1}', '{"a":4}', '{"a":5}']],
    ['after a comma', '{"a":1,\n{"a":4}\n{"a":5}', ['{"a":4}', '{"a":5}']],
    ['just before the last one', '{"a":1}\r\n{"a":[\r\n{"a":5}\r\n', ['{"a":1}', '{"a":5}']],
    [
      'where it was laid out over lines',
      '{\n  "a": {\n    "b": 1\n{"a":4}\n{"a":5}\n',
      ['{"a":4}', '{"a":5}'],
    ],
  ])('that are cut off %s do not swallow those of the next lines', (_, input, whole) => {
    for (const size of [1, 3, 1000]) {
      const found = readAll(createJsonReader(), text(input), size);
      const read = found.filter(({ text: each }) => isJson(each));
      expect(read.map(({ text: each }) => each)).toEqual(whole);
      expect(found).toHaveLength(whole.length + 1);
      for (const record of read)
        expect(input.split('\n')[record.line - 1]?.trim(), `line ${record.line}`).toBe(record.text);
    }
  });

  test('whose items stand at the start of lines are one record', () => {
    const wrapped = '{"Records":[\n{"a":1},\n{"a":2}\n,\n{"a":3}\n]}\n';
    for (const size of [1, 1000])
      expect(readAll(createJsonReader(), text(wrapped), size).map((each) => each.text)).toEqual([
        wrapped.trim(),
      ]);
  });

  test('come out whole, however they are chunked and laid out', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (list, isList, isPretty, size) => {
          const parts = list.map((each) => JSON.stringify(each, undefined, isPretty ? 2 : 0));
          const input = isList ? `[${parts.join(',')}]` : parts.join('\n');
          const found = readAll(createJsonReader(), text(input), size);
          expect(found.map((record) => JSON.parse(record.text) as unknown)).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
        },
      ),
    );
  });

  test('take any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        for (const reader of [createJsonReader(64), createLineReader(64)])
          for (const { line, text: each } of readAll(reader, bytes, size)) {
            expect(line).toBeGreaterThan(0);
            expect(each.length).toBeLessThanOrEqual(200);
          }
      }),
    );
  });
});

describe('lines', () => {
  test('are cut with or without a carriage return, empty ones left out', () => {
    expect(short(readAll(createLineReader(), text('a\r\n\nb\nc'), 2))).toEqual([
      [1, 'a', undefined],
      [3, 'b', undefined],
      [4, 'c', undefined],
    ]);
  });

  test('keep characters that a chunk cuts in two', () => {
    expect(readAll(createLineReader(), text('naïve €5\n'), 1)[0]?.text).toBe('naïve €5');
  });

  test('that are too long or no UTF-8 are told once', () => {
    const bytes = Uint8Array.from([...text('x'.repeat(30)), 10, 0xff, 10, ...text('ok\n')]);
    expect(readAll(createLineReader(10), bytes, 4).map(({ line, problem }) => [line, problem])).toEqual([
      [1, 'too-long'],
      [2, 'not-utf8'],
      [3, undefined],
    ]);
  });
});
