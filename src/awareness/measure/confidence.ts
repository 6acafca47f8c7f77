// SPDX-License-Identifier: Apache-2.0
// Does somebody who is sure know better? Stated confidence against what came true.
import { type Estimate, share, Z95 } from './estimate.ts';

export interface Judgement {
  /** Stated probability of being right, 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface Calibration {
  /** Mean squared error of the stated probabilities (Brier 1950): 0 is perfect, 0.25 is "always 50 %". */
  readonly brier: number;
  /** Mean confidence less share of right answers: above 0 is overconfident. */
  readonly overconfidence: Estimate;
  /** Stated against seen, by tenths that somebody stated. */
  readonly tenths: readonly { readonly stated: number; readonly count: number; readonly right: Estimate }[];
}

/** Undefined without judgements. Confidence outside 0 to 1 counts as the nearer end. */
export function calibrationOf(judgements: readonly Judgement[]): Calibration | undefined {
  if (judgements.length === 0) return undefined;
  const all = judgements.map(({ confidence, isRight }) => ({
    stated: Math.min(1, Math.max(0, confidence)),
    right: isRight ? 1 : 0,
  }));
  return {
    brier: meanOf(all.map(({ stated, right }) => (stated - right) ** 2)),
    overconfidence: meanWithInterval(all.map(({ stated, right }) => stated - right)),
    tenths: [...Array(10).keys()].flatMap((tenth) => {
      const inside = all.filter(({ stated }) => Math.min(9, Math.floor(stated * 10)) === tenth);
      if (inside.length === 0) return [];
      const right = inside.filter((each) => each.right === 1).length;
      const stated = meanOf(inside.map((each) => each.stated));
      return [{ stated, count: inside.length, right: share(right, inside.length) }];
    }),
  };
}

function meanWithInterval(values: readonly number[]): Estimate {
  const value = meanOf(values);
  const spread = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / Math.max(1, values.length - 1);
  const half = values.length < 2 ? 1 : Z95 * Math.sqrt(spread / values.length);
  return { value, low: value - half, high: value + half };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
