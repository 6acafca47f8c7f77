// SPDX-License-Identifier: Apache-2.0
// The plan that a player is compared with: exact for few measures, that of the hardening solver for many.
import { harden } from '../../analyse/index.ts';
import { type BudgetPlan, bestPlan, MOST_EXACT, scheduled } from '../../awareness/index.ts';
import { openLinearSolver } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import type { Subject } from '../input.ts';
import type { BudgetGame } from './budget-game.ts';

/** Wall seconds that the solver gets. */
const SECONDS = 20;

export interface Reference {
  readonly plan: BudgetPlan;
  readonly by: 'exact' | 'solver';
}

export async function referencePlan(
  call: Call,
  { loaded, pack, compiled }: Subject,
  { board, respond, hand }: BudgetGame,
): Promise<Reference> {
  if (hand.length <= MOST_EXACT) {
    call.progress.step('Comparing all plans');
    return { plan: bestPlan(board, respond), by: 'exact' };
  }
  const isOffered = (measure: string, element: string): boolean =>
    hand.some((each) => each.measure === measure && each.on.includes(element));
  const solver = openLinearSolver();
  try {
    const result = await harden({
      loaded,
      pack,
      compiled,
      today: call.io.today(),
      budget: board.budget * board.years,
      allowed: isOffered,
      search: { solver, seconds: SECONDS, now: () => call.io.now() },
      onPhase: (phase) => call.progress.step(`Hardening: ${phase}`),
    });
    const chosen = 'hardening' in result ? (result.hardening.plan?.measures ?? []) : [];
    const set = hand.reduce(
      (sum, { measure, on }, at) =>
        chosen.some((each) => each.measure === measure && each.on.some((id) => on.includes(id)))
          ? sum | (1 << at)
          : sum,
      0,
    );
    return { plan: scheduled(board, respond, set), by: 'solver' };
  } finally {
    solver.close();
  }
}
