// SPDX-License-Identifier: Apache-2.0
// How often people called a kind of item false, when the people were drawn and not the answers.
import { normalQuantile } from '../../core/normal-quantile.ts';
import { type Estimate, share, studentQuantile } from './estimate.ts';

/** So many of one person's items of a kind. */
export interface Part {
  readonly hits: number;
  readonly of: number;
}

export interface Rate {
  readonly hits: number;
  readonly of: number;
  /** Variance seen between people over that of independent answers (Kish 1965). */
  readonly effect: number;
  /** By how much each person is off the rate of all, in answers. */
  readonly residuals: readonly number[];
}

/** People cannot agree better than chance lets them: what looks so is few people. It keeps intervals from closing. */
const LEAST_EFFECT = 0.25;

export function rateOf(parts: readonly Part[]): Rate {
  const sum = (key: keyof Part): number => parts.reduce((total, part) => total + part[key], 0);
  const [hits, of, count] = [sum('hits'), sum('of'), parts.length];
  const residuals = parts.map((part) => part.hits - (hits / of) * part.of);
  const seen = (count / (count - 1)) * residuals.reduce((total, each) => total + each ** 2, 0);
  const chance = hits * (1 - hits / of);
  const effect = count > 1 && chance > 0 ? Math.max(LEAST_EFFECT, seen / chance) : 1;
  return { hits, of, effect, residuals };
}

/** The rate with its interval; Student's t has one degree of freedom less than people. */
export function shareOfPeople(parts: readonly Part[]): Estimate {
  const { hits, of, effect } = rateOf(parts);
  return share(hits, of, { effect, quantile: studentQuantile(parts.length - 1) });
}

/**
 * z of the rate with the log-linear correction (Hautus 1995: half an answer in each cell, so that nobody is perfect by luck).
 * The interval is that of the rate as it was counted; where it reaches 0 or 1, whose z is infinite, it ends as Jeffreys' does
 * (Brown, Cai and DasGupta 2001, §4.1.1).
 */
export function probitOf({ hits, of, effect }: Rate, quantile: number): Estimate {
  const { low, high } = share(hits, of, { effect, quantile });
  const open = (Math.PI * (TAIL / 2) ** 2) / (of + 0.25);
  return {
    value: normalQuantile(corrected(hits, of)),
    low: normalQuantile(hits === 0 ? open : low),
    high: normalQuantile(hits === of ? 1 - open : high),
  };
}

/** Of either side of a 95 % interval. Near 0 the quantile q of Beta(½, n + ½) is π(q/2)²/(n + ¼). */
const TAIL = 0.025;

/** Of z of the rate, by the delta method (Gourevitch and Galanter 1967). */
export function varianceOfProbit({ hits, of, effect }: Rate): number {
  const rate = corrected(hits, of);
  const density = Math.exp(-(normalQuantile(rate) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return (effect * rate * (1 - rate)) / (of * density ** 2);
}

function corrected(hits: number, of: number): number {
  return (hits + 0.5) / (of + 1);
}
