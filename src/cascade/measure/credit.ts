// SPDX-License-Identifier: Apache-2.0
// What each of several measures contributes, and which to buy.

/** Measures up to which all subsets are tried: 4,096 subsets. */
export const MOST_MEASURES = 12;

/** Mean loss under a subset of measures, as a bit mask: bit m is measure m. */
export type LossOf = (subset: number) => number;

/**
 * Shapley values: the avoided loss of all measures together, split so that each gets its mean contribution over all
 * orders (Shapley 1953). Exact; asks for every subset once. @throws RangeError above MOST_MEASURES.
 */
export function shapleyCredit(measures: number, lossOf: LossOf): number[] {
  if (measures > MOST_MEASURES)
    throw new RangeError(`Cannot split credit among ${measures} measures: at most ${MOST_MEASURES}`);
  const losses = Float64Array.from({ length: 2 ** measures }, (_, subset) => lossOf(subset));
  const weights = Array.from(
    { length: measures },
    (_, size) => 1 / (measures * binomial(measures - 1, size)),
  );
  return Array.from({ length: measures }, (_, measure) => {
    let credit = 0;
    for (let subset = 0; subset < losses.length; subset++) {
      if ((subset & (1 << measure)) !== 0) continue;
      const gain = (losses[subset] as number) - (losses[subset | (1 << measure)] as number);
      credit += (weights[bits(subset)] as number) * gain;
    }
    return credit;
  });
}

export interface BestSet {
  readonly subset: number;
  readonly loss: number;
  readonly cost: number;
}

/**
 * The subset of least loss within the budget; of equal ones the cheapest. Branch and bound: with every measure still open
 * bought, the loss is a lower bound, since measures never make a run worse (without limits on crews).
 */
export function bestSet(costs: readonly number[], budget: number, lossOf: LossOf): BestSet {
  let best: BestSet = { subset: 0, loss: lossOf(0), cost: 0 };
  const visit = (measure: number, subset: number, cost: number): void => {
    const open = subset | ((2 ** costs.length - 1) & ~(2 ** measure - 1));
    const bound = lossOf(open);
    if (bound > best.loss || (bound === best.loss && cost >= best.cost)) return;
    if (measure === costs.length) {
      best = { subset, loss: bound, cost };
      return;
    }
    const price = costs[measure] as number;
    if (cost + price <= budget) visit(measure + 1, subset | (1 << measure), cost + price);
    visit(measure + 1, subset, cost);
  };
  visit(0, 0, 0);
  return best;
}

function bits(subset: number): number {
  let count = 0;
  for (let rest = subset; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}
