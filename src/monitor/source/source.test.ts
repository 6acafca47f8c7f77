// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordOf, rowOf } from '../sigma/match/row.ts';
import { compileSources } from './source.ts';

const MAPPINGS: Parameters<typeof compileSources>[0] = [
  { when: { channel: 'Security' }, product: 'windows', services: ['security'] },
  { when: { channel: 'Security', id: [1, 4688] }, categories: ['process'], rename: { image: 'new.name' } },
  { when: { id: 1 }, has: ['image'], categories: ['start'], rename: { parent: 'image', other: 'none' } },
  {
    has: ['log.kind'],
    when: { 'log.level': ['high', 'low'] },
    services: ['log'],
    rename: { kind: 'log.kind' },
  },
];

const value = fc.constantFrom(
  'Security',
  'security',
  'x',
  1,
  '1',
  4688,
  null,
  ['Security', 'x'],
  'y'.repeat(300),
);
const event = fc.record(
  {
    channel: value,
    id: value,
    image: value,
    parent: value,
    'new.name': value,
    new: fc.record({ name: value }),
    log: fc.record({ kind: value, level: fc.constantFrom('high', 'none', null) }, { requiredKeys: [] }),
    'log.kind': value,
  },
  { requiredKeys: [] },
);

test('what was recalled of the event before is what is found without it', () => {
  const recognise = compileSources(MAPPINGS);
  fc.assert(
    fc.property(fc.array(event, { minLength: 2, maxLength: 8 }), (events) => {
      for (const each of [...events, ...events]) {
        const found = recognise(rowOf(each));
        const fresh = compileSources(MAPPINGS)(rowOf(each));
        expect(found.source).toEqual(fresh.source);
        expect(recordOf(found.row)).toEqual(recordOf(fresh.row));
      }
    }),
    { numRuns: 300 },
  );
});

test('sources and names come from the mappings that apply, in their order', () => {
  const recognise = compileSources(MAPPINGS);
  const found = recognise(rowOf({ channel: 'security', id: 1, image: 'a.exe', new: { name: 'b.exe' } }));
  expect(found.source).toEqual({
    product: 'windows',
    services: ['security'],
    categories: ['process', 'start'],
  });
  expect(recordOf(found.row)).toEqual({
    channel: 'security',
    id: 1,
    image: 'a.exe',
    new: { name: 'b.exe' },
    parent: 'a.exe',
  });
  expect(recognise(rowOf({ log: { kind: 'k', level: 'LOW' } }))).toMatchObject({
    source: { services: ['log'] },
  });
  expect(recognise(rowOf({ log: { kind: null, level: 'low' } })).source).toBeUndefined();
});
