// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { eventRows, instantIn } from './event-rows.ts';

const MOMENT = '2026-11-25T11:06:40.000Z';
test.each([
  ['time', 1_795_604_800_000, MOMENT],
  ['received', 1_795_604_800, MOMENT],
  ['observed', 1_795_604_800_000_000, MOMENT],
  ['valid-until', 1_795_604_800_000, MOMENT],
  ['paidAt', 1_795_604_800_000, MOMENT],
  ['time', '2026-11-25T13:06:40+02:00', MOMENT],
  ['time', 'yesterday', undefined],
  ['time', '2026-99-99T00:00:00Z', undefined],
  ['time', 12, undefined],
  ['time', Number.NaN, undefined],
  ['time', null, undefined],
  ['ean', 1_795_604_800_000, undefined],
  ['data', 1_795_604_800_000, undefined],
])('%s: %s is the moment %s', (name, value, moment) => expect(instantIn(name, value)).toBe(moment));

test('what is within a field has rows of its own, lists and what is deep stay as they are', () => {
  const event = { type: 'x', keys: { order: 'o-1' }, data: { list: [1], none: {}, a: { b: { c: 1 } } } };
  expect(eventRows(event).map(({ path, value }) => [path.join(' '), value])).toEqual([
    ['type', 'x'],
    ['keys order', 'o-1'],
    ['data list', [1]],
    ['data none', {}],
    ['data a b', { c: 1 }],
  ]);
});
