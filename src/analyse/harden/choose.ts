// SPDX-License-Identifier: Apache-2.0
// One plan: the cheapest that stops everything, or else what leaves the least risk within a budget.
import { withAcceptance } from './acceptance.ts';
import type { CutProblem, Limit } from './cut-problem.ts';
import { cheapestPlan, type SearchOptions, type SearchResult } from './search.ts';

export interface Choice {
  /** Ascending indices of measures. */
  readonly measures: readonly number[];
  /** Indices of the goals that stay open, ascending. */
  readonly open: readonly number[];
  readonly cost: number;
  readonly costBound: number;
  readonly risk: number;
  readonly riskBound: number;
  readonly proven: boolean;
}

/**
 * Stops every goal; of the cheapest plans it is the one with the fewest measures. Undefined when no choice does and keeps
 * what is required.
 */
export async function stopAll(problem: CutProblem, options: SearchOptions): Promise<Choice | undefined> {
  const left = timer(options);
  const found = await cheapestPlan(problem, options);
  if (found.plan === undefined) return undefined;
  const { cost, bound, status } = found;
  const measures =
    status === 'optimal'
      ? await fewest(problem, found.plan, [atMost(problem.costs, cost)], problem.costs.length, left(1))
      : found.plan;
  return { measures, open: [], cost, costBound: bound, risk: 0, riskBound: 0, proven: status === 'optimal' };
}

/**
 * Leaves the least risk that `limit` EUR allow; of all such plans it costs least, and then has the fewest measures.
 *
 * @param weights what each goal weighs while it is open.
 */
export async function stopMost(
  problem: CutProblem,
  weights: readonly number[],
  limit: number,
  options: SearchOptions,
): Promise<Choice | undefined> {
  const left = timer(options);
  const count = problem.cuts.length;
  const accepting = withAcceptance(problem, weights, limit);
  const split = await cheapestPlan(accepting, left(0.5));
  if (split.plan === undefined) return undefined;
  const asSafe = [...accepting.limits, atMost(accepting.costs, split.cost)];
  const costs = [...problem.costs, ...weights.map(() => 0)];
  const cheap: SearchResult = await cheapestPlan({ ...accepting, costs, limits: asSafe }, left(0.7));
  const proven = split.status === 'optimal' && cheap.status === 'optimal';
  const first = cheap.plan !== undefined && cheap.cost <= total(costs, split.plan) ? cheap.plan : split.plan;
  const cost = total(costs, first);
  const plan = proven
    ? await fewest(
        accepting,
        first,
        [atMost(accepting.costs, split.cost), atMost(costs, cost)],
        count,
        left(1),
      )
    : first;
  return {
    measures: plan.filter((measure) => measure < count),
    open: plan.filter((measure) => measure >= count).map((measure) => measure - count),
    cost,
    costBound: Math.min(cheap.bound, cost),
    risk: total(accepting.costs, plan),
    riskBound: split.bound,
    proven,
  };
}

/** Up to so many measures, ties of number go to those that come first; beyond, the numbers would get too large. */
const MOST_RANKED = 300;

/** What a solver meets first among equal plans is chance: this asks for the fewest of the first `count` measures. */
async function fewest(
  problem: CutProblem,
  plan: readonly number[],
  limits: readonly Limit[],
  count: number,
  options: SearchOptions,
): Promise<readonly number[]> {
  const ranked = count <= MOST_RANKED;
  const each = ranked ? (count * (count + 1)) / 2 + 1 : 1;
  const costs = problem.costs.map((_, at) => (at < count ? each + (ranked ? at : 0) : 0));
  const found = await cheapestPlan({ ...problem, costs, limits: [...problem.limits, ...limits] }, options);
  return found.plan !== undefined && found.cost < total(costs, plan) ? found.plan : plan;
}

/** Sums in another order differ in their last bits. */
const ROUNDING = 1e-9;

function atMost(spends: readonly number[], sum: number): Limit {
  return { spends, limit: sum + ROUNDING * Math.max(1, sum) };
}

function total(costs: readonly number[], plan: readonly number[]): number {
  return plan.reduce((sum, measure) => sum + (costs[measure] as number), 0);
}

/** Gives the options with a share of the time that is left. */
function timer(options: SearchOptions): (share: number) => SearchOptions {
  const end = options.now() + options.seconds * 1_000;
  return (share) => ({ ...options, seconds: Math.max(0, (end - options.now()) / 1_000) * share });
}
