// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  test.each([
    ['a missing letter', 'zne', ['zone', 'name'], 'zone'],
    ['an extra letter', 'zoone', ['zone'], 'zone'],
    ['a wrong letter', 'zome', ['zone'], 'zone'],
    ['swapped letters', 'zoen', ['zone'], 'zone'],
    ['another case', 'Zone', ['zone'], 'zone'],
    ['the closest of several', 'listen', ['listed', 'listens', 'lists'], 'listed'],
    [
      'a longer word with three faults',
      'vulnerabilites',
      ['vulnerabilities', 'properties'],
      'vulnerabilities',
    ],
    ['the last part of an id', 'skim', ['shop/attack/skimm', 'shop/attack/rob'], 'shop/attack/skimm'],
    ['a whole id', 'shop/attack/rub', ['shop/attack/rob'], 'shop/attack/rob'],
    ['nothing for another word', 'apple', ['zone'], undefined],
    ['nothing for one letter', 'a', ['b'], undefined],
    ['nothing for no letter', '', ['b'], undefined],
    ['nothing for a very long word', 'a'.repeat(500), ['a'.repeat(499)], undefined],
    ['nothing among nothing', 'zone', [], undefined],
  ])('finds %s', (_, word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  test('compares a word with ten thousand names in bounded time', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `asset-with-a-long-name-${index}`);
    expect(nearest('asset-with-a-long-nmae-9999', names)).toBe('asset-with-a-long-name-9999');
  });
});
