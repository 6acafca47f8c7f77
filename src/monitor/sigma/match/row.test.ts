// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldOf } from './record.ts';
import { perhapsNested } from './row.fixture.ts';
import { compileRowReader, extendedRow, recordOf, rowOf } from './row.ts';

test('a row has the fields that its record has, by name and by path', () => {
  const readers = ['a', 'b', 'a.b', 'a.b.c', 'b.a', 'c', '__proto__', 'constructor'].map((name) => ({
    name,
    read: compileRowReader(name),
  }));
  fc.assert(
    fc.property(fc.array(perhapsNested, { minLength: 1, maxLength: 6 }), (records) => {
      for (const record of records) {
        const row = rowOf(record);
        expect(row.shape.names).toEqual(Object.keys(record));
        expect(row.values).toEqual(Object.values(record));
        expect(rowOf({ ...record }).shape).toBe(row.shape);
        for (const { name, read } of readers) expect(read(row)).toEqual(fieldOf(record, name));
      }
    }),
  );
});

test('a row that gets fields is the record with these fields', () => {
  fc.assert(
    fc.property(perhapsNested, fc.string(), (record, value) => {
      const row = extendedRow(rowOf(record), ['Image', 'added.later'], [value, 7]);
      expect(recordOf(row)).toEqual({ ...record, Image: value, 'added.later': 7 });
      expect(Object.keys(recordOf(row))).toEqual([...Object.keys(record), 'Image', 'added.later']);
    }),
  );
});

test('shapes are right after more names than are kept, and of more names than a shape is kept of', () => {
  const made = (at: number) => ({ [`name-${at}`]: at, other: `text-${at}` });
  for (let at = 0; at < 40_000; at++) rowOf(made(at));
  const row = rowOf(made(3));
  expect([row.shape.names, row.values]).toEqual([
    ['name-3', 'other'],
    [3, 'text-3'],
  ]);
  // So many names that no shape is kept.
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`n${at}`, at]));
  expect(rowOf(wide).values).toEqual(Object.values(wide));
  expect(recordOf(extendedRow(rowOf(wide), ['last'], [1]))).toEqual({ ...wide, last: 1 });
});
