// SPDX-License-Identifier: Apache-2.0
// What a row group says of its rows: a type that somebody made up to look like another pair is counted by itself.
import { expect, test } from 'vitest';
import { groupOf } from './group.ts';
import type { Row } from './row.ts';

const row = (source: string, type: string | null): Row => ({
  ...{ offset: 1, partition: 0, observed: 0, crc: 0, source, type },
  ...{ key: 'k', id: 'i', body: '{}' },
});

test.each([
  ['no type, and one that is a line feed', [row('s', null), row('s', '\n')]],
  ['a line feed in the source, and in the type', [row('s\nt', 'u'), row('s', 't\nu')]],
])('counts pairs apart: %s', (_, rows) => {
  expect(groupOf(rows).pairs).toEqual(rows.map(({ source, type }) => [source, type, 1]));
});
