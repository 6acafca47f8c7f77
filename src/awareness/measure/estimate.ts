// SPDX-License-Identifier: Apache-2.0
import { normalQuantile } from '../../core/normal-quantile.ts';

/** A value with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %: the 0.975 quantile of the standard normal distribution. */
export const Z95 = normalQuantile(0.975);

/**
 * A share with the interval of Wilson 1927, which stays within 0 and 1 and holds at small counts. When trials hang together,
 * their design effect makes fewer of them, and Student's t stands for the normal quantile (Dean and Pagano 2015).
 */
export function share(hits: number, trials: number, { effect = 1, quantile = Z95 } = {}): Estimate {
  if (trials === 0) return { value: Number.NaN, low: 0, high: 1 };
  const value = hits / trials;
  const weight = (quantile ** 2 * effect) / trials;
  const centre = (value + weight / 2) / (1 + weight);
  const half = Math.sqrt(value * (1 - value) * weight + weight ** 2 / 4) / (1 + weight);
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The 0.975 quantile of Student's t for `freedom` ≥ 3: Abramowitz and Stegun 1964, 26.7.5. */
export function studentQuantile(freedom: number): number {
  const z = Z95;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * freedom ** 4)
  );
}
