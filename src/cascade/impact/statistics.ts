// SPDX-License-Identifier: Apache-2.0
import { quantile } from '../../core/stats/index.ts';

export interface Spread {
  readonly mean: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  /** Conditional value at risk: mean of the worst 5 % (Rockafellar and Uryasev 2000). */
  readonly cvar95: number;
}

export function spreadOf(values: Float64Array | readonly number[]): Spread {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return {
    mean: meanOfValues(sorted),
    p5: quantile(sorted, 0.05),
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    cvar95: tailMean(sorted, 0.95),
  };
}

/** Mean beyond the quantile; the value at the edge counts with the part of its weight that is beyond. */
function tailMean(sorted: readonly number[], level: number): number {
  const tail = sorted.length * (1 - level);
  const whole = Math.floor(tail + 1e-9);
  const part = Math.max(0, tail - whole);
  let sum = 0;
  for (let at = 0; at < whole; at++) sum += sorted[sorted.length - 1 - at] as number;
  return (sum + part * (sorted[sorted.length - 1 - whole] ?? 0)) / tail;
}

export interface Difference {
  readonly mean: number;
  /** 95 % interval of the mean, by the normal approximation; wide samples of fewer than 30 runs deserve no trust. */
  readonly low: number;
  readonly high: number;
  /** Variance of unpaired runs over that of paired ones: so many times fewer runs are needed. Null: the same in every run. */
  readonly pairing: number | null;
}

/** Mean of `a − b` by run. */
export function pairedDifference(a: Float64Array, b: Float64Array): Difference {
  const differences = a.map((value, run) => value - (b[run] as number));
  const mean = meanOfValues(differences);
  const variance = varianceOf(differences);
  const half = 1.96 * Math.sqrt(variance / Math.max(1, differences.length));
  const unpaired = varianceOf(a) + varianceOf(b);
  return {
    mean,
    low: mean - half,
    high: mean + half,
    pairing: variance === 0 ? null : unpaired / variance,
  };
}

function meanOfValues(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOfValues(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}

/** Quantiles of curves at each point, over runs. */
export function bandsOf(
  curves: readonly (readonly number[])[],
): Readonly<Record<'p5' | 'p50' | 'p95', number[]>> {
  const points = (curves[0] ?? []).map((_, point) => curves.map((curve) => curve[point] as number));
  const band = (level: number): number[] => points.map((values) => quantile(values, level));
  return { p5: band(0.05), p50: band(0.5), p95: band(0.95) };
}
