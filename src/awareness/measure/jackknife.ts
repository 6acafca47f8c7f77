// SPDX-License-Identifier: Apache-2.0
// Intervals of what is estimated from all answers of a group, when the people were drawn and not the answers.
import { type Estimate, studentQuantile } from './estimate.ts';

/** An estimate with the variance of it, from so many parts. */
export interface Spread {
  readonly value: number;
  readonly variance: number;
  readonly count: number;
}

/**
 * The estimate over all parts, with its interval by leaving out one part at a time (delete-one jackknife, Efron and Stein 1981;
 * Student's t with one degree of freedom less than parts). Answers of one person hang together, so that counting answers would
 * make intervals too narrow. Undefined when it cannot be estimated, also without any one part, or with fewer than four.
 *
 * @param least variance that there is at least, whatever the parts show.
 */
export function jackknife<T>(
  parts: readonly T[],
  estimate: (parts: readonly T[]) => number | undefined,
  least = 0,
): Estimate | undefined {
  const found = spreadOf(parts, estimate);
  if (found === undefined) return undefined;
  const { value, variance, count } = found;
  const half = studentQuantile(count - 1) * Math.sqrt(Math.max(variance, least));
  return { value, low: value - half, high: value + half };
}

export function spreadOf<T>(
  parts: readonly T[],
  estimate: (parts: readonly T[]) => number | undefined,
): Spread | undefined {
  const value = estimate(parts);
  const count = parts.length;
  if (value === undefined || count < LEAST) return undefined;
  const without = parts.map((_, at) => estimate(parts.toSpliced(at, 1)));
  if (!without.every((each) => each !== undefined)) return undefined;
  const mean = without.reduce((sum, each) => sum + each, 0) / count;
  const spread = without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { value, variance: ((count - 1) / count) * spread, count };
}

/** `studentQuantile` is for three degrees of freedom and more. */
const LEAST = 4;
