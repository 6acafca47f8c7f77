// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { groupOf, groups, type IncidentRow } from './group.ts';

const row = (fingerprint: string, last: string | null): IncidentRow => ({ fingerprint, last }) as IncidentRow;

test.each([
  ['order / paid-untrusted / order o-1', 'order / paid-untrusted'],
  ['alone', 'alone'],
  ['', ''],
  ['a / b', 'a'],
])('%j is of the group %j', (fingerprint, group) => {
  expect(groupOf(fingerprint)).toBe(group);
});

test('groups keep the order of the worst and tell the youngest time', () => {
  const found = groups([
    row('x / 1', '2026-01-01T00:00:00Z'),
    row('y / 1', null),
    row('x / 2', '2026-01-03T00:00:00Z'),
    row('y / 2', null),
  ]);
  expect(found.map(({ name, incidents, last }) => [name, incidents.length, last])).toEqual([
    ['x', 2, '2026-01-03T00:00:00Z'],
    ['y', 2, null],
  ]);
});
