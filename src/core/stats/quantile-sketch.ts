// SPDX-License-Identifier: Apache-2.0
// A quantile of a stream of positive numbers in constant memory, right to one per cent of its value.

/** Logarithm of the ratio of two neighbouring bins. */
const STEP = Math.log(1.02);
const BINS = 1280;
/** The bin of zeros; what is smaller than all bins is in the one above it. */
const ZERO = 0;
/** The bin of the first value; the bins reach 300,000 times below and above it. */
const MIDDLE = 640;

export interface SketchState {
  /** The first value that was not 0, which the bins are laid around; 0 while there is none. */
  readonly origin: number;
  readonly bins: readonly (readonly [number, number])[];
}

/**
 * Logarithmic bins, as in DDSketch (Masson, Rim and Lee, VLDB 2019), with a cursor that follows the quantile, so that
 * adding and asking take constant time. At `memory` values all counts are halved: the past fades.
 */
export function createQuantileSketch(share: number, memory: number, saved?: SketchState): QuantileSketch {
  const bins = new Float64Array(BINS);
  let total = 0;
  let above = 0;
  let cursor = BINS - 1;
  let origin = saved?.origin ?? 0;
  const insert = (bin: number, count: number): void => {
    bins[bin] = (bins[bin] as number) + count;
    total += count;
    if (bin > cursor) above += count;
    settle();
  };
  // Moves the cursor to the highest bin with at least the wanted share of all values in or above it.
  const settle = (): void => {
    const wanted = (1 - share) * total;
    while (cursor < BINS - 1 && above > wanted) above -= bins[++cursor] as number;
    while (cursor > 0 && above + (bins[cursor] as number) <= wanted) above += bins[cursor--] as number;
  };
  const halve = (): void => {
    for (let bin = 0; bin < BINS; bin++) bins[bin] = (bins[bin] as number) / 2;
    total /= 2;
    above /= 2;
  };
  for (const [bin, count] of saved?.bins ?? []) insert(bin, count);
  return {
    add: (value) => {
      if (origin === 0 && value > 0) origin = value;
      insert(binOf(value, origin), 1);
      if (total >= memory) halve();
    },
    value: () => (total === 0 || cursor === ZERO ? 0 : origin * Math.exp((cursor - MIDDLE) * STEP)),
    save: () => ({ origin, bins: [...bins.entries()].filter(([, count]) => count > 0) }),
  };
}

export interface QuantileSketch {
  /** @param value At least 0. */
  add(value: number): void;
  /** The quantile of what was added; 0 of nothing. */
  value(): number;
  save(): SketchState;
}

function binOf(value: number, origin: number): number {
  if (!(value > 0)) return ZERO;
  return Math.max(1, Math.min(BINS - 1, Math.round(Math.log(value / origin) / STEP) + MIDDLE));
}
