// SPDX-License-Identifier: Apache-2.0

/** The middle of the values, the mean of the two middle ones when there are as many below as above; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Quantile by linear interpolation (Hyndman and Fan 1996, definition 7); NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** Median absolute deviation, scaled to be the standard deviation of normal data (Hampel 1974). */
export function deviation(values: readonly number[], centre = median(values)): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}
