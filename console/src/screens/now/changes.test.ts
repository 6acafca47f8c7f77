// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { changesIn } from './changes.ts';

type Row = Answer<'incidents'>['incidents'][number];
const row = (
  id: string,
  state: Row['state'],
  first: string | null,
  last: string | null,
  goal?: string,
): Row =>
  ({
    id,
    state,
    first,
    last,
    steps: goal === undefined ? [] : [{ goal: true, time: goal }],
  }) as unknown as Row;

test('changes come youngest first, and an open incident has no end', () => {
  const found = changesIn(
    [
      row('a', 'open', '2026-01-01', '2026-01-09'),
      row('b', 'quiet', '2026-01-02', '2026-01-04', '2026-01-03'),
    ],
    9,
  );
  expect(found.map(({ what, time, incident }) => [incident.id, what, time])).toEqual([
    ['b', 'quiet', '2026-01-04'],
    ['b', 'goal', '2026-01-03'],
    ['b', 'opened', '2026-01-02'],
    ['a', 'opened', '2026-01-01'],
  ]);
});

test('what has no time is no change, and no more are told than asked for', () => {
  expect(changesIn([row('a', 'closed', null, null)], 9)).toEqual([]);
  expect(changesIn([row('a', 'closed', '2026-01-01', '2026-01-02')], 1).map(({ what }) => what)).toEqual([
    'closed',
  ]);
});
