// SPDX-License-Identifier: Apache-2.0
// Telling false from real, apart from the readiness to call anything false (signal detection theory).
import { normalQuantile } from '../../core/normal-quantile.ts';
import { type Estimate, share } from './estimate.ts';

/** Answers by truth and judgement. A lure is what deceives; an honest item is what is real. */
export interface Answers {
  readonly lures: number;
  /** Lures that were called false. */
  readonly caught: number;
  readonly honest: number;
  /** Honest items that were called false. */
  readonly doubted: number;
}

export interface Sensitivity {
  /** d′ = z(H) − z(F): 0 is guessing. */
  readonly sensitivity: Estimate;
  /** c = −(z(H) + z(F)) / 2: below 0 calls more things false than there are, above 0 trusts too much. */
  readonly bias: Estimate;
}

/**
 * d′ and c with the log-linear correction (Hautus 1995): half an answer is added to each cell, so that nobody is perfect
 * by luck. Intervals: Wilson's for either rate, taken to z and joined by the squares of their arms (Zou and Donner 2008).
 * Undefined without a lure or without an honest item: one kind alone says nothing about telling them apart.
 */
export function sensitivityOf({ lures, caught, honest, doubted }: Answers): Sensitivity | undefined {
  if (lures === 0 || honest === 0) return undefined;
  const hit = probit(share(caught + 0.5, lures + 1));
  const alarm = probit(share(doubted + 0.5, honest + 1));
  const least = -(hit.value + alarm.value) / 2;
  return {
    sensitivity: {
      value: hit.value - alarm.value,
      low: hit.value - alarm.value - Math.hypot(hit.value - hit.low, alarm.high - alarm.value),
      high: hit.value - alarm.value + Math.hypot(hit.high - hit.value, alarm.value - alarm.low),
    },
    bias: {
      value: least,
      low: least - Math.hypot(hit.high - hit.value, alarm.high - alarm.value) / 2,
      high: least + Math.hypot(hit.value - hit.low, alarm.value - alarm.low) / 2,
    },
  };
}

/**
 * Variances of d′ and c that answers alone bring (Gourevitch and Galanter 1967), where all answers of a kind are alike; else 0.
 * There, leaving out one person after the other shows no spread, which is not to say that there is none.
 */
export function leastVariance({
  lures,
  caught,
  honest,
  doubted,
}: Answers): Record<'sensitivity' | 'bias', number> {
  const isAlike = [0, lures].includes(caught) || [0, honest].includes(doubted);
  if (!isAlike || lures === 0 || honest === 0) return { sensitivity: 0, bias: 0 };
  const variance = varianceOfProbit(caught, lures) + varianceOfProbit(doubted, honest);
  return { sensitivity: variance, bias: variance / 4 };
}

/** Of z of a rate with the log-linear correction, by the delta method. */
function varianceOfProbit(count: number, of: number): number {
  const rate = (count + 0.5) / (of + 1);
  const density = Math.exp(-(normalQuantile(rate) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return (rate * (1 - rate)) / (of * density ** 2);
}

/** The answers of all together. */
export function sumOf(all: readonly Answers[]): Answers {
  const sum = (key: keyof Answers): number => all.reduce((total, each) => total + each[key], 0);
  return { lures: sum('lures'), caught: sum('caught'), honest: sum('honest'), doubted: sum('doubted') };
}

function probit({ value, low, high }: Estimate): Estimate {
  return { value: normalQuantile(value), low: normalQuantile(low), high: normalQuantile(high) };
}
