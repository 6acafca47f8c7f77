// SPDX-License-Identifier: Apache-2.0
// Plans three ways: by the search, by trying every choice, and by clingo.
import clingo from 'clingo-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import { stopAll, stopMost } from '../src/analyse/harden/choose.ts';
import { cheapestPlan } from '../src/analyse/harden/search.ts';
import { openLinearSolver } from '../src/platform/index.ts';
import { bruteForce, clingoProgram, holds, type Kinds, randomCutProblem } from './oracle/cut-problems.ts';

const solver = openLinearSolver();
afterAll(() => solver.close());
const options = { solver, seconds: 30, now: () => performance.now() };

const KINDS: readonly Kinds[] = [
  {},
  { exclusive: true },
  { required: true },
  { budget: true },
  { exclusive: true, required: true, budget: true },
];
const SEEDS = Array.from({ length: 300 }, (_, at) => at + 1);
const problems = SEEDS.map((seed) => randomCutProblem(seed, KINDS[seed % KINDS.length]));
const expected = problems.map(bruteForce);

describe('the cheapest plan of random problems', () => {
  test('is worth looking for', () => {
    expect(expected.filter((cost) => cost > 0 && cost < Infinity).length).toBeGreaterThan(60);
    expect(expected.filter((cost) => cost === Infinity).length).toBeGreaterThan(30);
  });

  test('costs what trying every choice finds, holds, and needs each measure', async () => {
    for (const [at, problem] of problems.entries()) {
      const found = await cheapestPlan(problem, options);
      const name = `seed ${SEEDS[at]}`;
      expect(found.status, name).toBe(expected[at] === Infinity ? 'infeasible' : 'optimal');
      if (found.plan === undefined) continue;
      expect(found.cost, name).toBeCloseTo(expected[at] as number, 5);
      expect(found.bound, name).toBeCloseTo(expected[at] as number, 5);
      expect(holds(problem, found.plan), name).toBe(true);
      if (problem.required.length > 0) continue;
      for (const measure of found.plan)
        expect(
          holds(
            problem,
            found.plan.filter((each) => each !== measure),
          ),
          `${name} without ${measure}`,
        ).toBe(false);
    }
  });

  test('costs what clingo finds', async () => {
    for (const [at, problem] of problems.slice(0, 200).entries()) {
      const result = await clingo.run(clingoProgram(problem), 0, ['--opt-mode=optN', '-q1']);
      const name = `seed ${SEEDS[at]}`;
      if (result.Result === 'UNSATISFIABLE') {
        expect(expected[at], name).toBe(Infinity);
        continue;
      }
      if (result.Result !== 'OPTIMUM FOUND') throw new Error(`${name}: clingo says ${result.Result}`);
      // The types of clingo-wasm do not know the costs that `--opt-mode` adds.
      expect((result.Models as { Costs?: readonly number[] }).Costs, name).toEqual([expected[at]]);
    }
  });
});

describe('the plan that is chosen of random problems', () => {
  const weightsOf = (problem: (typeof problems)[number]): number[] =>
    problem.goals.map((_, at) => 1 + at * 2);
  const plansOf = (problem: (typeof problems)[number]): number[][] =>
    Array.from({ length: 1 << problem.cuts.length }, (_, choice) =>
      problem.cuts.flatMap((_, measure) => ((choice >> measure) % 2 === 1 ? [measure] : [])),
    );
  const costOf = ({ costs }: (typeof problems)[number], plan: readonly number[]): number =>
    plan.reduce((sum, measure) => sum + (costs[measure] as number), 0);

  test('has the fewest measures of the cheapest', async () => {
    for (const problem of problems.slice(0, 100)) {
      const choice = await stopAll(problem, options);
      const holding = plansOf(problem).filter((plan) => holds(problem, plan));
      const least = holding
        .map((plan) => [costOf(problem, plan), plan.length] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
      expect(choice === undefined ? undefined : [choice.cost, choice.measures.length]).toEqual(least);
    }
  });

  test('within a budget leaves the least risk, then costs least, then has the fewest measures', async () => {
    for (const problem of problems.slice(0, 100)) {
      const weights = weightsOf(problem);
      const budget = 3 + (problem.goals[0] ?? 0);
      const choice = await stopMost(problem, weights, budget, options);
      const riskOf = (plan: readonly number[]): number =>
        problem.goals.reduce(
          (sum, goal, at) => sum + (holds({ ...problem, goals: [goal] }, plan) ? 0 : (weights[at] as number)),
          0,
        );
      const least = plansOf(problem)
        .filter((plan) => holds({ ...problem, goals: [] }, plan) && costOf(problem, plan) <= budget)
        .map((plan) => [riskOf(plan), costOf(problem, plan), plan.length] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])[0];
      const found = choice === undefined ? undefined : [choice.risk, choice.cost, choice.measures.length];
      expect(found).toEqual(least);
      expect(choice?.proven ?? true).toBe(true);
    }
  });
});
