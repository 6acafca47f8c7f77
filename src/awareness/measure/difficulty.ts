// SPDX-License-Identifier: Apache-2.0
// How hard an item is: from its cues before anybody saw it, from answers after.

/** Detection difficulty of the NIST Phish Scale (Steves, Greene and Theofanos 2020), the easiest first. */
const BANDS = ['least', 'moderate-to-least', 'moderate', 'very'] as const;
export type Band = (typeof BANDS)[number];

/** Number of cues to be seen: few up to 8, some up to 14, many above. */
const [FEW, SOME] = [8, 14];

/** How well the pretext fits the reader's day. */
export type Alignment = 'low' | 'medium' | 'high';

const TABLE: Readonly<Record<'few' | 'some' | 'many', Readonly<Record<Alignment, Band>>>> = {
  few: { low: 'moderate', medium: 'very', high: 'very' },
  some: { low: 'moderate-to-least', medium: 'moderate', high: 'very' },
  many: { low: 'least', medium: 'moderate', high: 'moderate' },
};

/** The band of an item with so many cues. */
export function bandOf(cues: number, alignment: Alignment): Band {
  return TABLE[cues <= FEW ? 'few' : cues <= SOME ? 'some' : 'many'][alignment];
}

/** A quantity on the logit scale of the one-parameter model: normal, by mean and variance. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Difficulty before any answer. Readers failed 7.0 % of the easiest and 15.0 % of the hardest mails in the field
 * (arXiv 2506.19899): logit 0.15 − logit 0.07 = 0.85 between the ends; the variance lets some thirty answers outweigh it.
 */
export function priorDifficulty(band: Band): Belief {
  return { mean: (BANDS.indexOf(band) / (BANDS.length - 1) - 0.5) * 0.85, variance: 0.5 };
}

/** Probability of a right answer in the one-parameter logistic model (Rasch 1960). */
export function rightAnswer(ability: number, difficulty: number): number {
  return 1 / (1 + Math.exp(difficulty - ability));
}

/**
 * An item after one more answer of somebody of this ability: one step of the extended Kalman filter for a logistic
 * observation. The step shrinks as the variance does, so late answers move the item little.
 */
export function learnDifficulty(item: Belief, ability: Belief, isRight: boolean): Belief {
  // The unknown of the person flattens the curve: MacKay 1992, moderated output.
  const flat = 1 / Math.sqrt(1 + (Math.PI * ability.variance) / 8);
  const expected = rightAnswer(ability.mean * flat, item.mean * flat);
  const information = flat * flat * expected * (1 - expected);
  const variance = 1 / (1 / item.variance + information);
  return { mean: item.mean - variance * flat * ((isRight ? 1 : 0) - expected), variance };
}
