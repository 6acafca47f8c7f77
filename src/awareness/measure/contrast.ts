// SPDX-License-Identifier: Apache-2.0
// Sums and differences of rates on the scale of z, with their interval.
import type { Estimate } from './estimate.ts';
import { probitOf, type Rate, varianceOfProbit } from './rate.ts';

export interface Term {
  readonly rate: Rate;
  readonly weight: number;
}

/**
 * The weighted sum of z of rates. Its interval joins the arms of theirs by squares, correlated where the same people gave both
 * (Zou and Donner 2008, MOVER): unlike an interval of one variance it is as skewed as rates near 0 or 1 are.
 *
 * @param groups terms by the people they are of; groups share nobody.
 */
export function contrast(groups: readonly (readonly Term[])[], quantile: number): Estimate {
  const told = groups.map((terms) => terms.map((term) => ({ ...term, z: probitOf(term.rate, quantile) })));
  const value = told.flat().reduce((sum, { z, weight }) => sum + weight * z.value, 0);
  const arm = (side: 'low' | 'high'): number => {
    const squares = told.map((terms) =>
      quadratic(
        terms.map(({ z, weight, rate }) => {
          const end = weight > 0 === (side === 'high') ? z.high : z.low;
          return { rate, size: weight * Math.abs(end - z.value) };
        }),
      ),
    );
    return Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
  };
  return { value, low: value - arm('low'), high: value + arm('high') };
}

/** Variance of a weighted sum over one group of people. */
export function varianceOf(terms: readonly Term[]): number {
  return quadratic(
    terms.map(({ rate, weight }) => ({ rate, size: weight * Math.sqrt(varianceOfProbit(rate)) })),
  );
}

interface Sized {
  readonly rate: Rate;
  /** A deviation, with the sign of its weight. */
  readonly size: number;
}

function quadratic(sized: readonly Sized[]): number {
  const sum = sized.reduce(
    (total, a) => total + sized.reduce((row, b) => row + correlation(a.rate, b.rate) * a.size * b.size, 0),
    0,
  );
  return Math.max(0, sum);
}

function correlation(a: Rate, b: Rate): number {
  if (a === b) return 1;
  const scale = Math.sqrt(dot(a.residuals, a.residuals) * dot(b.residuals, b.residuals));
  return scale > 0 ? dot(a.residuals, b.residuals) / scale : 0;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0);
}
