// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createFrontier } from './frontier.ts';
import { leafHash } from './hash.ts';
import { rootsOf } from './roots.ts';

const LEAVES = Array.from({ length: 2100 }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

test('the root of every size is that of a tree that grew to it', () => {
  const rootAt = rootsOf(LEAVES);
  const frontier = createFrontier();
  for (let size = 0; size <= LEAVES.length; size++) {
    expect(rootAt(size)).toEqual(frontier.root());
    if (size < LEAVES.length) frontier.add(LEAVES[size] as Uint8Array);
  }
});

test.each([-1, 0.5, 2101, Number.NaN, Number.POSITIVE_INFINITY])('there is no tree of %s entries', (size) => {
  expect(rootsOf(LEAVES)(size)).toBeUndefined();
});

test('the roots of all sizes cost no leaf more than a few looks', () => {
  const looks = (count: number): number => {
    let seen = 0;
    const counted = new Proxy(LEAVES.slice(0, count), {
      get: (target, key, receiver) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) seen++;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    const rootAt = rootsOf(counted);
    for (let size = 0; size <= count; size++) rootAt(size);
    return seen;
  };
  expect(looks(2000) / looks(500)).toBeLessThan(5);
});
