// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { neededBy } from './observed.ts';

type Facts = readonly string[];

/** Laid at which facts a verdict is that turns when `holds`. */
const laidAt = (holds: (facts: Facts) => boolean): Facts | undefined =>
  neededBy(['verdict'], ['a', 'b', 'c'], (kept) => new Set(holds(kept) ? [] : ['verdict'])).get('verdict');
const has =
  (...names: Facts) =>
  (facts: Facts): boolean =>
    names.every((name) => facts.includes(name));

test.each<readonly [string, (facts: Facts) => boolean, Facts]>([
  ['one', has('b'), ['b']],
  ['two together', has('a', 'c'), ['a', 'c']],
  ['all together', has('a', 'b', 'c'), ['a', 'b', 'c']],
  ['any of two', (facts) => has('a')(facts) || has('b')(facts), ['a', 'b', 'c']],
  [
    // `c` is needed, and turns nothing alone.
    'one, and any of two',
    (facts) => has('c')(facts) && (has('a')(facts) || has('b')(facts)),
    ['a', 'b', 'c'],
  ],
])('%s', (_, holds, expected) => {
  expect(laidAt(holds)).toEqual(expected);
});

test('each verdict has facts of its own', () => {
  const needed = neededBy(
    [1, 2],
    ['a', 'b'],
    (kept) => new Set([1, 2].filter((at) => !has('ab'[at - 1] ?? '')(kept))),
  );
  expect([...needed]).toEqual([
    [1, ['a']],
    [2, ['b']],
  ]);
});
