// SPDX-License-Identifier: Apache-2.0
// Plans three ways: by the search, by trying every choice, and by clingo.
import clingo from 'clingo-wasm';
import { afterAll, describe, expect, test } from 'vitest';
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
