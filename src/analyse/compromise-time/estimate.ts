// SPDX-License-Identifier: Apache-2.0
import { quantile } from '../../core/stats/index.ts';
import type { Estimate } from './times.ts';

/** 97.5 % quantile of the standard normal: two-sided 95 %. */
const Z = 1.959963984540054;

/** The mean with its normal interval: the central limit theorem, for the hundreds of samples that there are. */
export function meanOf(values: Float64Array): Estimate {
  const count = values.length;
  const value = values.reduce((sum, each) => sum + each, 0) / count;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  const half = Z * Math.sqrt(squares / Math.max(1, count - 1) / count);
  return { value, low: value - half, high: value + half };
}

/** The share of values up to `limit`, with the score interval of Wilson 1927, which holds near 0 and 1 too. */
export function shareWithin(values: Float64Array, limit: number): Estimate {
  const count = values.length;
  const value = values.reduce((hits, each) => hits + Number(each <= limit), 0) / count;
  const scale = 1 + Z ** 2 / count;
  const centre = (value + Z ** 2 / (2 * count)) / scale;
  const half = (Z * Math.sqrt((value * (1 - value)) / count + Z ** 2 / (4 * count ** 2))) / scale;
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export function quantilesOf(values: Float64Array): { median: number; p05: number; p95: number } {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p05: quantile(sorted, 0.05), p95: quantile(sorted, 0.95) };
}
