// SPDX-License-Identifier: Apache-2.0
// When money does not stop every goal: which goals to leave open. Leaving one open is a measure of its own, paid in risk.
import type { AndOr } from '../../core/and-or.ts';
import { usesOf } from '../../core/and-or.ts';
import type { CutProblem } from './cut-problem.ts';

/**
 * The problem in which each goal may be stopped or accepted. Measure `cuts.length + n` accepts the n-th goal and costs
 * its weight; the measures themselves cost nothing but what they take of the budget.
 */
export function withAcceptance(problem: CutProblem, weights: readonly number[], limit: number): CutProblem {
  const { graph, goals, cuts, costs } = problem;
  const first = graph.heads.length;
  return {
    ...problem,
    graph: withTops(graph, goals),
    goals: goals.map((_, at) => graph.nodes + at),
    cuts: [...cuts, ...goals.map((_, at) => [first + at])],
    costs: [...costs.map(() => 0), ...weights],
    limits: [...problem.limits, { spends: costs, limit }].map((each) => ({
      ...each,
      spends: [...each.spends, ...goals.map(() => 0)],
    })),
  };
}

/** A new node above each goal, derived from it alone. */
function withTops(graph: AndOr, goals: readonly number[]): AndOr {
  const nodes = graph.nodes + goals.length;
  const total = graph.premises.length;
  const heads = Int32Array.from([...graph.heads, ...goals.map((_, at) => graph.nodes + at)]);
  const premises = Int32Array.from([...graph.premises, ...goals]);
  const premiseStart = Int32Array.from([...graph.premiseStart, ...goals.map((_, at) => total + at + 1)]);
  return { nodes, heads, premises, premiseStart, ...usesOf(nodes, premiseStart, premises) };
}
