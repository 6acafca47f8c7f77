// SPDX-License-Identifier: Apache-2.0
// What somebody can, from answers to items of known difficulty.
import { type Belief, rightAnswer } from './difficulty.ts';

export interface Answered {
  readonly difficulty: number;
  readonly isRight: boolean;
}

/** Of people before any answer. */
export const UNKNOWN_ABILITY: Belief = { mean: 0, variance: 1 };

/** Grid of the posterior: ±6 standard deviations of the prior, fine against any standard error that a game reaches. */
const [STEPS, REACH] = [241, 6];

/**
 * Posterior mean and variance of the ability (expected a posteriori, Bock and Mislevy 1982). Keep one belief for lures and
 * one for honest items: a bias makes one kind easier as it makes the other harder.
 */
export function abilityOf(answers: readonly Answered[], prior: Belief = UNKNOWN_ABILITY): Belief {
  const spread = Math.sqrt(prior.variance);
  const grid = Array.from({ length: STEPS }, (_, at) => ((2 * at) / (STEPS - 1) - 1) * REACH);
  const logs = grid.map((z) => {
    const ability = prior.mean + z * spread;
    return answers.reduce(
      (sum, { difficulty, isRight }) => {
        const right = rightAnswer(ability, difficulty);
        return sum + Math.log(Math.max(1e-300, isRight ? right : 1 - right));
      },
      -(z * z) / 2,
    );
  });
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, each) => sum + each, 0);
  const moment = (of: (z: number) => number): number =>
    grid.reduce((sum, z, at) => sum + of(z) * (weights[at] as number), 0) / total;
  const mean = moment((z) => z);
  return { mean: prior.mean + mean * spread, variance: moment((z) => (z - mean) ** 2) * prior.variance };
}
