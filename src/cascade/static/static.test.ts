// SPDX-License-Identifier: Apache-2.0
// Black starts and cut sets against trying every set of assets.
import { expect, test } from 'vitest';
import { randomCase } from '../../../test/oracle/cascade-random.ts';
import { compileSystem } from '../engine/compile.ts';
import { blackStart } from './black-start.ts';
import { cutSets } from './cut-sets.ts';
import { levelsFromNothing, levelsWithout } from './levels.ts';

const CASES = 300;

function subsets(size: number, most: number): number[][] {
  const all = Array.from({ length: 2 ** size }, (_, mask) =>
    [...Array(size).keys()].filter((bit) => ((mask >> bit) & 1) === 1),
  );
  return all.filter((set) => set.length <= most).sort((a, b) => a.length - b.length);
}

test('the smallest black-start set is the smallest of all sets', () => {
  let positive = 0;
  for (let seed = 0; seed < CASES; seed++) {
    const system = compileSystem(randomCase(seed).system);
    const { smallest, never, proof } = blackStart(system);
    const starts = (given: readonly number[]): boolean =>
      levelsFromNothing(system, given).levels.every((level) => level > 0);
    expect(starts(smallest), `seed ${seed}`).toBe(true);
    const least = subsets(system.assets, smallest.length).find(starts);
    expect(least?.length, `seed ${seed}`).toBe(smallest.length);
    expect(proof).not.toBe('none');
    expect(never.length > 0).toBe(smallest.length > 0);
    if (smallest.length > 0) positive++;
  }
  expect(positive).toBeGreaterThan(30);
});

test('cut sets are all minimal sets up to three', () => {
  let found = 0;
  for (let seed = 0; seed < CASES; seed++) {
    const system = compileSystem(randomCase(seed).system);
    const stops = (lost: readonly number[]): boolean => levelsWithout(system, lost)[0] === 0;
    const expected: number[][] = [];
    for (const set of subsets(system.assets, 3)) {
      if (set.includes(0) || !stops(set)) continue;
      if (!expected.some((cut) => cut.every((each) => set.includes(each)))) expected.push(set);
    }
    const { sets, isComplete } = cutSets(system, 0, 3);
    expect(isComplete).toBe(true);
    const order = (all: readonly (readonly number[])[]): string[] => all.map((set) => set.join()).sort();
    expect(order(sets), `seed ${seed}`).toEqual(order(expected));
    found += sets.length;
  }
  expect(found).toBeGreaterThan(100);
});
