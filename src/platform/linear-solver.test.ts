// SPDX-License-Identifier: Apache-2.0
import { afterAll, describe, expect, test } from 'vitest';
import { openLinearSolver } from './linear-solver.ts';

const solver = openLinearSolver();
afterAll(() => solver.close());

/** Three measures of which each two share a proof: 2 of 3, or 1½ when parts are allowed. */
const TRIANGLE = [
  [0, 1],
  [1, 2],
  [0, 2],
].map((columns) => ({ lower: 1, upper: Infinity, columns, values: [1, 1] }));

const columns = (cost: readonly number[]) => ({
  cost: Float64Array.from(cost),
  upper: new Float64Array(cost.length).fill(1),
  whole: new Uint8Array(cost.length).fill(1),
});

describe('the linear solver', () => {
  test('solves relaxed and whole, and takes rows in between', async () => {
    const program = solver.open(columns([1, 1, 1]));
    const relaxed = await program.solve(TRIANGLE, { relaxed: true, seconds: 10 });
    expect(relaxed.status).toBe('optimal');
    expect(relaxed.bound).toBeCloseTo(1.5);
    const whole = await program.solve([], { relaxed: false, seconds: 10 });
    expect([whole.status, whole.objective, whole.bound]).toEqual(['optimal', 2, 2]);
    const more = await program.solve([{ lower: 3, upper: Infinity, columns: [0, 1, 2], values: [1, 1, 1] }], {
      relaxed: false,
      seconds: 10,
    });
    expect([...(more.values ?? [])]).toEqual([1, 1, 1]);
    const none = await program.solve([{ lower: -Infinity, upper: 1, columns: [0, 1], values: [1, 1] }], {
      relaxed: false,
      seconds: 10,
    });
    expect(none.status).toBe('infeasible');
    program.close();
  });

  test('keeps several programs apart', async () => {
    const [one, two] = [solver.open(columns([1, 5])), solver.open(columns([5, 1]))];
    const row = { lower: 1, upper: Infinity, columns: [0, 1], values: [1, 1] };
    const answers = await Promise.all(
      [one, two].map((program) => program.solve([row], { relaxed: false, seconds: 10 })),
    );
    expect(answers.map((answer) => [...(answer.values ?? [])])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test('is ended when it does not answer in time, and then finds nothing', async () => {
    const stuck = openLinearSolver(-60);
    const program = stuck.open(columns([1, 1, 1]));
    const answer = await program.solve(TRIANGLE, { relaxed: false, seconds: 60 });
    expect(answer).toEqual({ status: 'limit', objective: Infinity, bound: -Infinity });
    expect(await program.solve([], { relaxed: false, seconds: 1 })).toEqual(answer);
    const next = stuck.open(columns([1, 1, 1]));
    const found = await next.solve(TRIANGLE, { relaxed: false, seconds: 10, graceSeconds: 10 });
    expect(found.objective).toBe(2);
    stuck.close();
    expect(await next.solve([], { relaxed: false, seconds: 1, graceSeconds: 1 })).toEqual(answer);
  });
});
