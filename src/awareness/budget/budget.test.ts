// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { type Board, costOfSet, type Respond } from './board.ts';
import { budgetDebrief } from './debrief.ts';
import { bestPlan, MOST_EXACT, scheduled, totalOf } from './plan.ts';

function boardOf(costs: readonly number[], budget: number, years = 3): Board {
  const measures = costs.map((cost, at) => ({ id: `m${at}`, name: `M${at}`, cost }));
  return { model: 'M', seed: 1, years, budget, measures, ways: [] };
}

/** Any function of sets will do: an attacker may have many ways. */
function anyAnswers(count: number, seed: number): Respond {
  const random = createRandom(seed);
  const losses = Array.from({ length: 1 << count }, () => random.below(1000));
  return (set) => ({ way: 0, loss: losses[set] as number });
}

/** All plans, one by one. */
function slowest(board: Board, respond: Respond): number {
  const sets = Array.from({ length: 1 << board.measures.length }, (_, set) => set);
  const from = (owned: readonly number[]): number => {
    if (owned.length === board.years) return totalOf(board, respond, owned);
    const before = owned.at(-1) ?? 0;
    const open = sets.filter(
      (set) => (set & before) === before && costOfSet(board, set) <= board.budget * (owned.length + 1),
    );
    return Math.min(...open.map((set) => from([...owned, set])));
  };
  return from([]);
}

describe('the best plan', () => {
  it('is as good as the best of all plans', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 12 }),
        fc.nat(),
        (costs, budget, seed) => {
          const board = boardOf(
            costs.map((cost) => cost * 50),
            budget * 50,
          );
          const respond = anyAnswers(costs.length, seed);
          const plan = bestPlan(board, respond);
          expect(plan.total).toBe(slowest(board, respond));
          expect(totalOf(board, respond, plan.owned)).toBe(plan.total);
          plan.owned.forEach((set, year) => {
            expect(costOfSet(board, set)).toBeLessThanOrEqual(board.budget * (year + 1));
            expect(set & (plan.owned[year - 1] ?? 0)).toBe(plan.owned[year - 1] ?? 0);
          });
        },
      ),
    );
  });

  it('refuses more measures than it can compare', () => {
    const board = boardOf(Array(MOST_EXACT + 1).fill(1), 1);
    expect(() => bestPlan(board, () => ({ way: -1, loss: 0 }))).toThrow(RangeError);
  });

  it('buys nothing when measures cost more than they save', () => {
    const board = boardOf([500], 500);
    expect(bestPlan(board, (set) => ({ way: 0, loss: set === 0 ? 100 : 0 })).owned).toEqual([0, 0, 0]);
  });

  it('answers sets twice as many in about twice the time', () => {
    const asked = (count: number): number => {
      let calls = 0;
      bestPlan(boardOf(Array(count).fill(1), 9), (set) => {
        calls++;
        return { way: 0, loss: set };
      });
      return calls;
    };
    expect(asked(11) / asked(10)).toBe(2);
  });
});

describe('a plan of a set that somebody else chose', () => {
  it('buys what helps most first, within the money of each year', () => {
    const board = boardOf([100, 100, 100], 100);
    const respond: Respond = (set) => ({
      way: 0,
      loss: 900 - ((set & 1) === 0 ? 0 : 100) - ((set & 4) === 0 ? 0 : 500),
    });
    const plan = scheduled(board, respond, 0b101);
    expect(plan.owned).toEqual([0b100, 0b101, 0b101]);
    expect(plan.total).toBe(400 + 300 + 300 + 200);
  });
});

describe('regret', () => {
  it('is what the years cost beyond the best plan, with what differs', () => {
    const board = boardOf([100, 200], 200);
    const respond: Respond = (set) => ({ way: set === 0b10 ? -1 : 0, loss: (set & 2) === 0 ? 1000 : 0 });
    const best = bestPlan(board, respond);
    expect(best).toEqual({ owned: [2, 2, 2], total: 200 });
    expect(budgetDebrief(board, respond, [1, 1, 1], best)).toMatchObject({
      total: 3100,
      regret: 2900,
      onlyBest: [1],
      onlyPlayed: [0],
    });
  });

  it('is never below zero against an exact plan', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 8 }), (seed, budget) => {
        const board = boardOf([1, 2, 3, 4], budget);
        const respond = anyAnswers(4, seed);
        const random = createRandom(seed, 'player');
        const owned: number[] = [];
        for (let year = 1; year <= 3; year++) {
          const wish = (owned.at(-1) ?? 0) | random.below(16);
          owned.push(costOfSet(board, wish) <= budget * year ? wish : (owned.at(-1) ?? 0));
        }
        expect(budgetDebrief(board, respond, owned, bestPlan(board, respond)).regret).toBeGreaterThanOrEqual(
          0,
        );
      }),
    );
  });
});
