// SPDX-License-Identifier: Apache-2.0
// The best three years: what to buy when, so that measures and expected losses together cost least.
import { type Board, costOfSet, type Respond } from './board.ts';

/** Sets owned from each year on, each in the next. */
export interface BudgetPlan {
  readonly owned: readonly number[];
  /** EUR: measures and expected losses of all years. */
  readonly total: number;
}

/** Measures up to which every plan is compared; beyond them, the sets are too many. */
export const MOST_EXACT = 12;

/**
 * Exact: backward over years, for each set the best superset that the money of the year allows. 2^n sets a year, each
 * superset minimum by one pass over each measure, so n · 2^n steps.
 *
 * @throws RangeError beyond `MOST_EXACT` measures.
 */
export function bestPlan(board: Board, respond: Respond): BudgetPlan {
  const count = board.measures.length;
  if (count > MOST_EXACT) throw new RangeError(`Cannot compare all plans of ${count} measures`);
  const sets = Array.from({ length: 1 << count }, (_, set) => ({
    cost: costOfSet(board, set),
    loss: respond(set).loss,
  }));
  // Of a set owned at the end of a year: cost of what follows, and which set is owned then.
  let later = sets.map(({ cost }, set) => ({ total: cost, next: set }));
  const choices: (readonly { readonly total: number; readonly next: number }[])[] = [];
  for (let year = board.years; year >= 1; year--) {
    const own = sets.map(({ cost, loss }, set) => ({
      total: cost <= board.budget * year ? loss + (later[set]?.total as number) : Number.POSITIVE_INFINITY,
      next: set,
    }));
    later = bestSupersets(own, count);
    choices.unshift(later);
  }
  const owned: number[] = [];
  for (const year of choices) owned.push(year[owned.at(-1) ?? 0]?.next as number);
  return { owned, total: choices[0]?.[0]?.total as number };
}

/** For each set the best of its supersets, itself included; of equal ones the set of the lower number. */
function bestSupersets<T extends { readonly total: number; readonly next: number }>(
  values: readonly T[],
  count: number,
): T[] {
  const best = [...values];
  for (let bit = 0; bit < count; bit++)
    for (let set = 0; set < best.length; set++) {
      const [here, above] = [best[set] as T, best[set | (1 << bit)] as T];
      if (above.total < here.total || (above.total === here.total && above.next < here.next))
        best[set] = above;
    }
  return best;
}

/** What these years cost: each measure once, and each year's expected loss. */
export function totalOf(board: Board, respond: Respond, owned: readonly number[]): number {
  const losses = owned.reduce((sum, set) => sum + respond(set).loss, 0);
  return losses + costOfSet(board, owned.at(-1) ?? 0);
}

/** The plan that buys a set, given by somebody else, as soon as the money allows: what harms most without it comes first. */
export function scheduled(board: Board, respond: Respond, set: number): BudgetPlan {
  const owned: number[] = [];
  let now = 0;
  for (let year = 1; year <= board.years; year++) {
    for (;;) {
      const left = board.budget * year - costOfSet(board, now);
      const next = board.measures
        .map(({ cost }, at) => ({ at, cost, bit: 1 << at }))
        .filter(({ bit, cost }) => (set & bit) !== 0 && (now & bit) === 0 && cost <= left)
        .map((each) => ({ ...each, loss: respond(now | each.bit).loss }))
        .sort((a, b) => a.loss - b.loss || a.cost - b.cost || a.at - b.at)[0];
      if (next === undefined) break;
      now |= next.bit;
    }
    owned.push(now);
  }
  return { owned, total: totalOf(board, respond, owned) };
}
