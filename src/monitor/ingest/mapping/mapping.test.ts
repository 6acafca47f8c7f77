// SPDX-License-Identifier: Apache-2.0
// Field mappings: small functions that are total, and events that can be told apart.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldMapping, ValueSource } from '../../../model/index.ts';
import { compileMappings, UNMAPPED } from './mapper.ts';
import { minorUnits } from './minor-units.ts';
import { compileEach, compilePath } from './path.ts';
import { compileValue } from './value.ts';

const KEY = new TextEncoder().encode('key');
const scope = (record: unknown, item?: unknown, given?: unknown) => ({ record, item, given });
const value = (source: ValueSource, record: unknown) => compileValue(source, { hashKey: KEY })(scope(record));

describe('a path', () => {
  test.each<[string, unknown, unknown]>([
    ['a', { a: 1 }, 1],
    ['a.b', { a: { b: 2 } }, 2],
    ['a.b', { 'a.b': 3, a: { b: 2 } }, 3],
    ['a.b.c', { a: { 'b.c': 4 } }, 4],
    ['a.b.c', { 'a.b': { x: 1 }, a: { b: { c: 5 } } }, 5],
    ['a.1', { a: ['x', 'y'] }, 'y'],
    ['a.length', { a: ['x'] }, undefined],
    ['a.toString', { a: {} }, undefined],
    ['toString', {}, undefined],
    ['__proto__.x', {}, undefined],
    ['a.b', { a: null }, undefined],
    ['a', 'text', undefined],
    ['@timestamp', { '@timestamp': 6 }, 6],
  ])('%s', (path, record, expected) => {
    expect(compilePath(path)(scope(record))).toEqual(expected);
  });

  test('may lead into the item, or to what is known beside the record', () => {
    expect(compilePath('@.a')(scope({}, { a: 1 }))).toBe(1);
    expect(compilePath('@')(scope({}, 'item'))).toBe('item');
    expect(compilePath('$.header.x-topic')(scope({}, undefined, { header: { 'x-topic': 't' } }))).toBe('t');
  });

  test('of `each` goes through lists in lists', () => {
    const record = { a: [{ b: [1, 2] }, {}, { b: [3] }] };
    expect(compileEach('a.b')(scope(record))).toEqual([1, 2, 3]);
    expect(compileEach('x.y')(scope(record))).toEqual([]);
  });
});

describe('a value', () => {
  test.each<[string, ValueSource, unknown, unknown]>([
    ['as it is', 'a', { a: 1 }, 1],
    ['null is none', 'a', { a: null }, undefined],
    ['empty text is none', 'a', { a: '' }, undefined],
    ['a constant', { value: 7 }, {}, 7],
    ['the first that is there', { path: ['a', 'b'] }, { a: null, b: 2 }, 2],
    ['text of a number', { path: 'a', as: 'text' }, { a: 12 }, '12'],
    ['no text of an object', { path: 'a', as: 'text' }, { a: {} }, undefined],
    ['number of a text', { path: 'a', as: 'number' }, { a: ' 1.5e3 ' }, 1500],
    ['no number of words', { path: 'a', as: 'number' }, { a: 'Infinity' }, undefined],
    ['integer', { path: 'a', as: 'integer' }, { a: '12' }, 12],
    ['no integer of a fraction', { path: 'a', as: 'integer' }, { a: 1.5 }, undefined],
    ['boolean of a text', { path: 'a', as: 'boolean' }, { a: 'false' }, false],
    ['no boolean of a name that objects have', { path: 'a', as: 'boolean' }, { a: 'constructor' }, undefined],
    ['no object', 'a', { a: { toString: [] } }, undefined],
    ['a list of scalars', 'a', { a: [1, 'x'] }, [1, 'x']],
    ['no list of objects', 'a', { a: [{}] }, undefined],
    ['no amount of an object', { path: 'a', as: 'minor' }, { a: { toString: [] } }, undefined],
    ['no word of a map for an object', { path: 'a', map: { x: 1 } }, { a: { toString: [] } }, undefined],
    ['no time that no date can hold', { path: 'a', as: 'time' }, { a: 1e300 }, undefined],
    ['boolean of nothing', { path: 'a', as: 'boolean' }, {}, undefined],
    ['lower case', { path: 'a', as: 'lower' }, { a: 'EuR' }, 'eur'],
    ['time', { path: 'a', as: 'time' }, { a: '2026-01-02T03:04:05Z' }, Date.parse('2026-01-02T03:04:05Z')],
    ['count', { path: 'a', as: 'count' }, { a: [1, 2] }, 2],
    ['present', { path: 'a', as: 'present' }, {}, false],
    ['a match', { path: 'a', match: 'x(\\d+)' }, { a: 'x12' }, '12'],
    ['a whole match', { path: 'a', match: '\\d+' }, { a: 'x12' }, '12'],
    ['no match', { path: 'a', match: '(z)' }, { a: 'x12' }, undefined],
    ['a map', { path: 'a', map: { x: 1 } }, { a: 'x' }, 1],
    ['a map that does not know', { path: 'a', map: { x: 1 } }, { a: 'toString' }, undefined],
    ['otherwise', { path: 'a', map: { x: 1 }, otherwise: 2 }, { a: 'y' }, 2],
    ['scaled', { path: 'a', as: 'number', scale: 3.6 }, { a: 10 }, 36],
    ['minor units', { path: 'a', as: 'minor', currency: 'c' }, { a: '49.90', c: 'EUR' }, 4990],
  ])('%s', (_, source, record, expected) => {
    expect(value(source, record)).toEqual(expected);
  });

  test('of personal data is a keyed hash of its normal form, and nothing without a key', () => {
    const source = { path: 'a', as: 'hash' } as const;
    const expected = createHmac('sha256', KEY).update('1 main street').digest('hex').slice(0, 32);
    expect(value(source, { a: ' 1  Main STREET ' })).toBe(expected);
    expect(compileValue(source, {})(scope({ a: '1 Main Street' }))).toBeUndefined();
  });

  test('is read from anything without an error', () => {
    const sources: ValueSource[] = [
      'a',
      ...(
        [
          'text',
          'number',
          'integer',
          'boolean',
          'lower',
          'upper',
          'minor',
          'time',
          'hash',
          'count',
          'present',
        ] as const
      ).map((as) => ({ path: 'a', as, match: '(.*)' }) as const),
      { path: 'a', as: 'minor', currency: 'a' },
    ];
    const reads = sources.map((source) => compileValue(source, { hashKey: KEY }));
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        for (const read of reads) read(scope({ a: anything }));
      }),
    );
  });
});

test.each<[unknown, unknown, number | undefined]>([
  ['49.90', 'EUR', 4990],
  ['49.9', 'eur', 4990],
  [49.9, 'EUR', 4990],
  ['0.1', 'EUR', 10],
  ['1.005', 'EUR', undefined],
  ['1.000', 'EUR', 100],
  ['500', 'JPY', 500],
  ['500.5', 'JPY', undefined],
  ['1.234', 'KWD', 1234],
  ['-3.50', 'EUR', -350],
  ['1,50', 'EUR', undefined],
  ['1e3', 'EUR', undefined],
  ['999999999999.99', 'EUR', 99999999999999],
  ['49.90', undefined, 4990],
  [null, 'EUR', undefined],
  [{}, 'EUR', undefined],
])('%s %s in minor units is %s', (amount, currency, expected) => {
  expect(minorUnits(amount, currency)).toBe(expected);
});

describe('a mapping', () => {
  const base: Omit<FieldMapping, 'hit' | 'miss' | 'title'> = {
    id: 't/mapping/a',
    from: ['json'],
    type: 'badge.event',
  };
  const map = (
    mappings: readonly Partial<FieldMapping>[],
    record: Record<string, unknown>,
    more: object = {},
  ) =>
    compileMappings(mappings.map((each) => ({ ...base, ...each })))({
      format: 'json',
      record,
      source: 's',
      place: 'p',
      time: 5,
      receivedAt: 9,
      trust: 'unsigned',
      ...more,
    });

  test.each<[string, FieldMapping['when'], boolean]>([
    ['equal', { a: 1 }, true],
    ['equal as text', { a: '1' }, true],
    ['any of', { a: [2, 1] }, true],
    ['none of', { a: [2, 3] }, false],
    ['present', { a: { present: true }, z: { present: false } }, true],
    ['not present', { z: { present: true } }, false],
    ['a pattern', { b: { matches: '^x' } }, true],
    ['not', { a: { not: [1] } }, false],
    ['all of them', { a: 1, b: 'y' }, false],
    ['an object is equal to nothing', { c: '[object Object]' }, false],
  ])('applies when its conditions hold: %s', (_, when, expected) => {
    const [event] = map([{ when }], { a: 1, b: 'xy', c: {} });
    expect(event?.type).toBe(expected ? 'badge.event' : UNMAPPED);
  });

  test('takes only items that its conditions on items allow', () => {
    const events = map([{ each: 'list', when: { '@': { matches: 'a' } }, data: { x: '@' } }], {
      list: ['a1', 'b', 'a2'],
    });
    expect(events.map(({ data }) => data)).toEqual([{ x: 'a1' }, { x: 'a2' }]);
  });

  test('gives events of one record different ids, the same ones each time', () => {
    const ids = () => map([{}, {}, { identity: { path: 'id' } }], { id: 'own' }).map(({ id }) => id);
    expect(new Set(ids()).size).toBe(3);
    expect(ids()[2]).toBe('own');
    expect(ids()).toEqual(ids());
  });

  test('fills time, keys and data, and keeps the record only when it says so', () => {
    const [event] = map(
      [
        {
          time: { path: 't', as: 'time' },
          keys: { asset: 'n', zone: 'none' },
          data: { x: 'n' },
          subject: 'n',
        },
      ],
      { t: '2026-01-02T03:04:05Z', n: 7, secret: 's' },
    );
    expect(event).toMatchObject({
      time: Date.parse('2026-01-02T03:04:05Z'),
      subject: '7',
      keys: { asset: '7' },
      data: { x: 7 },
    });
    expect(event?.data['secret']).toBeUndefined();
    expect(map([{ keep: true, data: { n: { value: 1 } } }], { n: 7, m: 8 })[0]?.data).toEqual({ n: 1, m: 8 });
    expect(map([{}], {})[0]?.time).toBe(5);
    expect(map([{}], {}, { time: undefined })[0]?.time).toBe(9);
  });

  test('for deliveries that are not verified runs for those alone', () => {
    const both = [{ type: 'a.a' }, { type: 'b.b', unverified: true }];
    expect(map(both, {}).map(({ type }) => type)).toEqual(['a.a']);
    expect(map(both, {}, { unverified: true }).map(({ type }) => type)).toEqual(['b.b']);
    expect(map([], {}, { unverified: true })).toEqual([]);
  });
});
