// SPDX-License-Identifier: Apache-2.0
// After the years: regret against the best plan that is known, and why that one differs.
import type { Answer, Board, Respond } from './board.ts';
import { type BudgetPlan, totalOf } from './plan.ts';

export interface BudgetDebrief {
  /** EUR of the player: measures and expected losses. */
  readonly total: number;
  readonly best: BudgetPlan;
  /** EUR: what the player's years cost beyond the best plan; below 0 only against a plan that is not exact. */
  readonly regret: number;
  /** By year: what the attacker answers to the player, and to the best plan. */
  readonly years: readonly { readonly played: Answer; readonly best: Answer }[];
  /** Measures that only one of the two owns in the end. */
  readonly onlyBest: readonly number[];
  readonly onlyPlayed: readonly number[];
}

export function budgetDebrief(
  board: Board,
  respond: Respond,
  owned: readonly number[],
  best: BudgetPlan,
): BudgetDebrief {
  const total = totalOf(board, respond, owned);
  const [mine, other] = [owned.at(-1) ?? 0, best.owned.at(-1) ?? 0];
  const only = (set: number, not: number): number[] =>
    board.measures.flatMap((_, at) => ((set & ~not & (1 << at)) === 0 ? [] : [at]));
  return {
    total,
    best,
    regret: total - best.total,
    years: owned.map((set, year) => ({ played: respond(set), best: respond(best.owned[year] ?? 0) })),
    onlyBest: only(other, mine),
    onlyPlayed: only(mine, other),
  };
}
