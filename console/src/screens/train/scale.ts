// SPDX-License-Identifier: Apache-2.0
// Where a value stands on a line, and which round values are written under it.

export interface Scale {
  readonly ticks: readonly number[];
  /** Share of the line, 0 to 1; what is beyond an end stands at the end. */
  readonly at: (value: number) => number;
}

const STEPS = [1, 2, 5, 10];
const MOST_TICKS = 5;

/** Covers all values and `within`; its ends are ticks. Values that are not finite have no place. */
export function scaleOf(values: readonly number[], within: readonly [number, number]): Scale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite, within[0]), Math.max(...finite, within[1])];
  const step = stepOf((high - low) / (MOST_TICKS - 1));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  const [start, end] = [first * step, last * step];
  return { ticks, at: (value) => Math.min(1, Math.max(0, (value - start) / (end - start))) };
}

/** 1, 2 or 5 times a power of ten, at least so large. */
function stepOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)));
  return STEPS.map((each) => each * power).find((each) => each >= least * (1 - 1e-9)) ?? power * 10;
}

/** Without what binary fractions leave behind. */
function round(value: number): number {
  return Number(value.toPrecision(9)) + 0;
}
