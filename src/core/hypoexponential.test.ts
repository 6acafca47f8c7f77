// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { hypoexponentialCdf } from './hypoexponential.ts';

/** Erlang: the stages are alike. */
function erlangCdf(stages: number, rate: number, t: number): number {
  let term = Math.exp(-rate * t);
  let tail = 0;
  for (let k = 0; k < stages; k++) {
    tail += term;
    term *= (rate * t) / (k + 1);
  }
  return 1 - tail;
}

const CASES: readonly (readonly [what: string, rates: readonly number[], t: number, expected: number])[] = [
  ['one stage', [0.5], 3, 1 - Math.exp(-1.5)],
  ['two unlike stages', [1, 3], 2, 1 - (3 * Math.exp(-2) - Math.exp(-6)) / 2],
  ['five like stages', [2, 2, 2, 2, 2], 1.5, erlangCdf(5, 2, 1.5)],
  ['forty like stages', Array.from({ length: 40 }, () => 1), 35, erlangCdf(40, 1, 35)],
  ['no time', [1, 2], 0, 0],
  ['negative time', [1], -1, 0],
  ['long after', [0.1, 10], 1e9, 1],
];

test.each(CASES)('the distribution of %s', (_, rates, t, expected) => {
  expect(hypoexponentialCdf(rates, t)).toBeCloseTo(expected, 9);
});

test('a stage a million times as fast counts as none', () => {
  expect(hypoexponentialCdf([1, 1e6], 1)).toBeCloseTo(1 - Math.exp(-1), 5);
});
