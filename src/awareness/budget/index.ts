// SPDX-License-Identifier: Apache-2.0
// A budget over years against an attacker who answers; it needs no package, so that a page can carry it.
export {
  type Answer,
  type Board,
  type BoardWay,
  clockOf,
  costOfSet,
  type Respond,
  YEAR_HOURS,
} from './board.ts';
export { type BudgetDebrief, budgetDebrief } from './debrief.ts';
export { type BudgetPlan, bestPlan, MOST_EXACT, scheduled } from './plan.ts';
