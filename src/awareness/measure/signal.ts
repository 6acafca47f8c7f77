// SPDX-License-Identifier: Apache-2.0
// Telling false from real, apart from the readiness to call anything false (signal detection theory).
import { contrast, type Term } from './contrast.ts';
import { type Estimate, studentQuantile, Z95 } from './estimate.ts';
import { rateOf } from './rate.ts';

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
 * d′ and c of one person's answers, each answer drawn by itself. Undefined without a lure or without an honest item: one kind
 * alone says nothing about telling them apart.
 */
export function sensitivityOf(answers: Answers): Sensitivity | undefined {
  if (!hasBoth(answers)) return undefined;
  return told([answers], Z95);
}

/**
 * The same of a group: the hits and the false alarms of all together, because d′ of one person by few answers is pulled
 * towards 0. The people were drawn, not the answers, which hang together by person. Undefined below four people.
 */
export function sensitivityOfPeople(people: readonly Answers[]): Sensitivity | undefined {
  const all = { lures: sum(people, 'lures'), honest: sum(people, 'honest') };
  if (people.length < LEAST || !hasBoth(all)) return undefined;
  return told(people, studentQuantile(people.length - 1));
}

/** The weights of z(H) and z(F). */
const WEIGHTS = { sensitivity: [1, -1], bias: [-0.5, -0.5] } as const;
export type Measure = keyof typeof WEIGHTS;

/** d′ or c as a sum of rates; `sign` −1 is for what is taken away. */
export function termsOf(people: readonly Answers[], measure: Measure, sign: 1 | -1 = 1): Term[] {
  const rates = [
    rateOf(people.map(({ caught, lures }) => ({ hits: caught, of: lures }))),
    rateOf(people.map(({ doubted, honest }) => ({ hits: doubted, of: honest }))),
  ];
  return rates.map((rate, at) => ({ rate, weight: sign * (WEIGHTS[measure][at] as number) }));
}

function told(people: readonly Answers[], quantile: number): Sensitivity {
  const of = (measure: Measure): Estimate => contrast([termsOf(people, measure)], quantile);
  return { sensitivity: of('sensitivity'), bias: of('bias') };
}

/** One kind of item alone says nothing. */
export function hasBoth({ lures, honest }: Pick<Answers, 'lures' | 'honest'>): boolean {
  return lures > 0 && honest > 0;
}

function sum(people: readonly Answers[], key: keyof Answers): number {
  return people.reduce((total, each) => total + each[key], 0);
}

/** `studentQuantile` is for three degrees of freedom and more. */
const LEAST = 4;
