// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { parseKeep } from './keep.ts';

const parse = (text: string) => parseKeep(new TextEncoder().encode(text), 'keep.yaml');

test('reads how long each type is kept, and how long days stay in the database', () => {
  expect(parse('keep: { default: 365d, "web.*": 30d, web.access: 7d }\nhot: 3d\n')).toEqual({
    value: {
      days: 365,
      types: [
        { type: 'web.*', days: 30 },
        { type: 'web.access', days: 7 },
      ],
      hotDays: 3,
    },
    problems: [],
  });
});

test.each(['', '{}', 'keep: {}'])('%j says nothing, so that the options hold', (text) => {
  expect(parse(text)).toEqual({ value: { types: [] }, problems: [] });
});

test.each([
  ['keep: { web: soon }', ['KEEP_BAD_VALUE 1:14']],
  ['keep: { web: 0d }', ['KEEP_BAD_VALUE 1:14']],
  ['keep: { web: 30 }', ['KEEP_WRONG_TYPE 1:14']],
  ['keep: { "a b": 1d }', ['KEEP_BAD_TYPE 1:9']],
  ['keep: { "*.access": 1d }', ['KEEP_BAD_TYPE 1:9']],
  ['kep: {}', ['KEEP_UNKNOWN_KEY 1:1']],
  [
    'hot: 3h\nkeep:\n  a.b.: 1d\n  a.*: 1y\n',
    ['KEEP_BAD_TYPE 3:3', 'KEEP_BAD_VALUE 1:6', 'KEEP_BAD_VALUE 4:8'],
  ],
])('%j is refused, all at once and each at its place', (text, expected) => {
  const { value, problems } = parse(text);
  expect(value).toBeUndefined();
  expect(problems.map(({ code, at }) => `${code} ${at.line}:${at.column}`).toSorted()).toEqual(expected);
});
