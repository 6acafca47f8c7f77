// SPDX-License-Identifier: Apache-2.0
// RFC 4180 and what spreadsheets make of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefused, type ReadOrRefused } from '../received.ts';
import { createCsvReader } from './csv.ts';
import { createRowReader } from './records.ts';
import { delimiterOf, splitRow } from './row.ts';

function readAll(text: string, size = 1000): readonly ReadOrRefused[] {
  const [rows, read] = [createRowReader(100), createCsvReader()];
  const bytes = new TextEncoder().encode(text);
  const items: ReadOrRefused[] = [];
  for (let at = 0; at < bytes.length; at += size)
    items.push(...rows.push(bytes.subarray(at, at + size)).flatMap(read));
  return [...items, ...rows.end().flatMap(read)];
}

describe('a row', () => {
  test.each<[string, string, readonly string[] | undefined]>([
    ['plain', 'aaa,bbb,ccc', ['aaa', 'bbb', 'ccc']],
    ['quoted', '"aaa","b\r\nbb","c,c"', ['aaa', 'b\r\nbb', 'c,c']],
    ['with quotes in quotes', '"a""a",""', ['a"a', '']],
    ['with empty fields', ',,', ['', '', '']],
    ['that starts like a formula', '=1+1,@x', ['=1+1', '@x']],
    ['with a quote inside a plain field', 'a"b,c', undefined],
    ['with text after a quote', '"a"b,c', undefined],
    ['with a quote that does not close', '"a,b', undefined],
  ])('%s', (_, text, expected) => {
    expect(splitRow(text, ',')).toEqual(expected);
  });

  test('comes back as it was written, whatever the fields hold and however it is chunked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (values, size) => {
          const quoted = values.map((value) => `"${`x${value}`.replaceAll('"', '""')}"`).join(';');
          const header = values.map((_, at) => `c${at}`).join(';');
          const [item] = readAll(`${header}\n${quoted}\n`, size);
          if (quoted.length > 100) return;
          expect(item !== undefined && !isRefused(item) && Object.values(item.record)).toEqual(
            values.map((value) => `x${value}`),
          );
        },
      ),
    );
  });
});

test('the delimiter is the one that cuts the header most', () => {
  expect(['a,b,c', 'a;b;c', 'a\tb', 'a|b|c;d', 'alone'].map(delimiterOf)).toEqual([',', ';', '\t', '|', ',']);
});

test('rows that do not fit are refused with their line, and the next ones are read', () => {
  const items = readAll(`a,b\n1\n1,2\n"x"y,2\n1,"${'z'.repeat(200)}"\n3,4\n`);
  expect(items.map((item) => [item.line, isRefused(item) ? item.code : item.record])).toEqual([
    [2, 'INGEST_CSV'],
    [3, { a: '1', b: '2' }],
    [4, 'INGEST_CSV'],
    [5, 'INGEST_CSV'],
    [6, { a: '3', b: '4' }],
  ]);
});

test('a quote that never closes is given up at the limit, not at the end of the file', () => {
  const items = readAll(`a,b\n1,"open\n${'1,2\n'.repeat(100)}`);
  expect(items.filter((item) => !isRefused(item)).length).toBeGreaterThan(70);
});

test('a header that names a column twice, or a prototype, takes nothing from the rows', () => {
  expect(readAll('a,a\n1,2\n').map((item) => isRefused(item) && item.code)[0]).toBe('INGEST_CSV');
  const [item] = readAll('__proto__,b\n1,2\n');
  expect(item !== undefined && !isRefused(item) && Object.keys(item.record)).toEqual(['b']);
});
