// SPDX-License-Identifier: Apache-2.0

/** Stages this many times as fast as the slowest are left out: what they add to the sum is below what is asked for. */
const NEGLIGIBLE = 10_000;
const PRECISION = 1e-12;
/** Weights below this one add nothing. */
const LEAST_LOG = -40;

/**
 * P(X₁ + … + Xₙ ≤ t) for independent exponential stages with the given rates, equal ones too: uniformisation of the
 * chain of stages (Jensen 1953). Without the stages that are left out the sum is smaller, so the answer errs upwards,
 * by less than n / 10,000 of the rate of the slowest.
 */
export function hypoexponentialCdf(rates: readonly number[], t: number): number {
  if (t < 0) return 0;
  const slowest = Math.min(...rates);
  const stages = rates.filter((rate) => rate < slowest * NEGLIGIBLE);
  if (stages.length === 0) return 1;
  const fastest = Math.max(...stages);
  const jumps = fastest * t;
  /** Probability of being in each stage after so many jumps. */
  const at = new Float64Array(stages.length);
  at[0] = 1;
  let absorbed = 0;
  let weightLog = -jumps;
  let weights = 0;
  let sum = 0;
  for (let jump = 0; weights < 1 - PRECISION && absorbed < 1 - PRECISION; jump++) {
    const weight = Math.exp(weightLog);
    weights += weight;
    sum += weight * absorbed;
    for (let stage = stages.length - 1; stage >= 0; stage--) {
      const leaves = ((at[stage] as number) * (stages[stage] as number)) / fastest;
      at[stage] = (at[stage] as number) - leaves;
      if (stage === stages.length - 1) absorbed += leaves;
      else at[stage + 1] = (at[stage + 1] as number) + leaves;
    }
    weightLog += Math.log(jumps) - Math.log(jump + 1);
    if (jump > jumps && weightLog < LEAST_LOG) break;
  }
  return Math.min(1, sum + Math.max(0, 1 - weights) * absorbed);
}
