// SPDX-License-Identifier: Apache-2.0
// Intervals on simulated people whose d′ and bias are known, over the grid of `bench/RESULTS.md` (`npm run bench -- learners`).
import { expect, test } from 'vitest';
import { CELLS, type Cell, COARSE, coverageOf } from '../../../test/support/simulated-learners.ts';

/** A share of 95 % of so many has a standard error of 0.34 points: 93 and 97 % are six of them away. */
const RUNS = 4000;

const named = ({ people, messages, sensitivity, bias, spread }: Cell): string =>
  `${people} people, ${messages} messages, d′ ${sensitivity} ± ${spread}, c ${bias}`;

test.each(CELLS.map((cell) => [named(cell), cell] as const))(
  'intervals of d′ and c cover between 93 and 97 %%: %s',
  (_, cell) => {
    const covered = coverageOf(cell, RUNS, 1);
    for (const key of ['sensitivity', 'bias'] as const) {
      expect(covered[key], key).toBeGreaterThanOrEqual(0.93);
      expect(covered[key], key).toBeLessThanOrEqual(0.97);
    }
    // Unbiased: what the correction pulls towards 0 is small beside what the interval leaves open.
    expect(Math.abs(covered.off)).toBeLessThan(0.05 * covered.width);
  },
);

test.each(COARSE.map((cell) => [named(cell), cell] as const))('are never too narrow: %s', (_, cell) => {
  const covered = coverageOf(cell, RUNS, 1);
  for (const key of ['sensitivity', 'bias'] as const) expect(covered[key], key).toBeGreaterThanOrEqual(0.93);
});
