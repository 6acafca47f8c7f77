// SPDX-License-Identifier: Apache-2.0
// One plan: the cheapest that stops everything, or else what leaves the least risk within a budget.
import { withAcceptance } from './acceptance.ts';
import type { CutProblem } from './cut-problem.ts';
import { cheapestPlan, type SearchOptions } from './search.ts';

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

/** Stops every goal. Undefined when no choice does and keeps what is required. */
export async function stopAll(problem: CutProblem, options: SearchOptions): Promise<Choice | undefined> {
  const found = await cheapestPlan(problem, options);
  if (found.plan === undefined) return undefined;
  const { plan: measures, cost, bound, status } = found;
  return { measures, open: [], cost, costBound: bound, risk: 0, riskBound: 0, proven: status === 'optimal' };
}

/**
 * Leaves the least risk that `limit` EUR allow, and then costs as little as that takes.
 *
 * @param weights what each goal weighs while it is open.
 */
export async function stopMost(
  problem: CutProblem,
  weights: readonly number[],
  limit: number,
  options: SearchOptions,
): Promise<Choice | undefined> {
  const half = { ...options, seconds: options.seconds / 2 };
  const split = await cheapestPlan(withAcceptance(problem, weights, limit), half);
  if (split.plan === undefined) return undefined;
  const count = problem.cuts.length;
  const bought = split.plan.filter((measure) => measure < count);
  const open = split.plan.filter((measure) => measure >= count).map((measure) => measure - count);
  const rest = { ...problem, goals: problem.goals.filter((_, at) => !open.includes(at)) };
  const cheap = await cheapestPlan(rest, half);
  const costOf = (plan: readonly number[]): number =>
    plan.reduce((sum, measure) => sum + (problem.costs[measure] as number), 0);
  const measures = cheap.plan !== undefined && cheap.cost <= costOf(bought) ? cheap.plan : bought;
  return {
    measures,
    open,
    cost: costOf(measures),
    costBound: Math.min(cheap.bound, costOf(measures)),
    risk: open.reduce((sum, goal) => sum + (weights[goal] as number), 0),
    riskBound: split.bound,
    proven: split.status === 'optimal' && cheap.status === 'optimal',
  };
}
