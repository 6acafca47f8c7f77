// SPDX-License-Identifier: Apache-2.0
// A quantile of a stream of positive numbers in constant memory, right to about one per cent of its value.

/** Width of a bin: each is this much above the one below. */
const STEP = Math.log(1.02);
const BINS = 2048;
const ZERO = 0;
/** The bin of the value 1; 1,000 bins below reach 1e-9 of it, 1,000 above 1e9. */
const UNIT = 1024;

export interface SketchState {
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
      insert(binOf(value), 1);
      if (total >= memory) halve();
    },
    value: () => (total === 0 || cursor === ZERO ? 0 : Math.exp((cursor - UNIT) * STEP)),
    save: () => ({ bins: [...bins.entries()].filter(([, count]) => count > 0) }),
  };
}

export interface QuantileSketch {
  /** @param value At least 0. */
  add(value: number): void;
  /** The quantile of what was added; 0 of nothing. */
  value(): number;
  save(): SketchState;
}

function binOf(value: number): number {
  if (!(value > 0)) return ZERO;
  return Math.max(1, Math.min(BINS - 1, Math.round(Math.log(value) / STEP) + UNIT));
}
