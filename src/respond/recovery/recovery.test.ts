// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { exactOrder } from './exact.ts';
import { criticalFirst, improve, ratioOrder } from './order.ts';
import { planRecovery } from './plan.ts';
import { RecoveryPlanShape } from './plan-schema.ts';
import { recoveryPlaybook } from './playbook.ts';
import { type Job, schedule } from './schedule.ts';

/** Three layers: infrastructure, platforms, business services, in which nearly all loss is. */
function layered(n: number, seed: number): Job[] {
  const random = createRandom(seed, 'recovery');
  const jobs: Job[] = [];
  for (let at = 0; at < n; at++) {
    const layer = at < n * 0.25 ? 0 : at < n * 0.55 ? 1 : 2;
    const direct = new Set<number>();
    const below = jobs.map((_, other) => other).filter((other) => other < n * [0, 0.25, 0.55][layer]!);
    for (let tries = 0; tries < 2 && below.length > 0; tries++)
      direct.add(below[random.below(below.length)] as number);
    const needs = new Set([...direct].flatMap((other) => [other, ...(jobs[other] as Job).needs]));
    const weight = layer === 2 ? 100 + random.below(2_000) : random.below(50);
    jobs.push({ id: `s${at}`, hours: 1 + random.below(8), weight, needs: [...needs] });
  }
  return jobs;
}

/** All orders, one after the other. */
function bruteForce(jobs: readonly Job[], crews: number): number {
  let best = Number.POSITIVE_INFINITY;
  const order: number[] = [];
  const extend = (): void => {
    if (order.length === jobs.length) best = Math.min(best, schedule(jobs, order, crews).cost);
    for (let job = 0; job < jobs.length; job++) {
      if (order.includes(job)) continue;
      order.push(job);
      extend();
      order.pop();
    }
  };
  extend();
  return best;
}

test('a shared database goes before the richer service that does not need it, when that pays', () => {
  const jobs: Job[] = [
    { id: 'web', hours: 1, weight: 900, needs: [2] },
    { id: 'mail', hours: 4, weight: 1_000, needs: [] },
    { id: 'database', hours: 2, weight: 0, needs: [] },
  ];
  // By hand: database 0–2, web 2–3, mail 3–7: 900·3 + 1,000·7 = 9,700. Mail first: 1,000·4 + 900·7 = 10,300.
  const plan = planRecovery(jobs, 1);
  expect(plan.repairs.map(({ asset }) => asset)).toEqual(['database', 'web', 'mail']);
  expect([plan.loss, plan.bound, plan.proven]).toEqual([9_700, 9_700, true]);
  // Most critical first: mail 0–4, web 4–5, database 5–7, web works at 7.
  expect(plan.criticalFirst).toBe(10_300);
});

describe('the dynamic programme', () => {
  it.each([1, 2, 3, 4, 5, 6])('finds what trying all orders finds (%i)', (seed) => {
    const jobs = layered(6, seed);
    const { order, cost } = exactOrder(jobs);
    expect(cost).toBeCloseTo(bruteForce(jobs, 1), 6);
    expect(schedule(jobs, order, 1).cost).toBeCloseTo(cost, 6);
  });
});

test('ratio rule and local search are within half a percent of the optimum, on 200 graphs on average', () => {
  const gaps = Array.from({ length: 200 }, (_, seed) => {
    // Four of them with 20 services; the others smaller, for the time that tests take.
    const jobs = layered(seed % 50 === 0 ? 20 : 7 + (seed % 8), seed);
    const found = schedule(jobs, improve(jobs, ratioOrder(jobs), 1), 1).cost;
    return found / exactOrder(jobs).cost - 1;
  });
  expect(Math.min(...gaps)).toBeGreaterThan(-1e-9);
  expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThanOrEqual(0.005);
});

test.each([1, 2, 3])(
  '200 services with four crews lose at least 30 percent less than most critical first (%i)',
  (seed) => {
    const plan = planRecovery(layered(200, seed), 4);
    expect(plan.loss).toBeLessThanOrEqual(0.7 * plan.criticalFirst);
    expect(plan.bound).toBeLessThanOrEqual(plan.loss);
  },
);

test.each([2, 3])('the bound of %i crews is below the best of all orders', (crews) => {
  for (let seed = 0; seed < 6; seed++) {
    const jobs = layered(6, seed);
    const best = bruteForce(jobs, crews);
    const plan = planRecovery(jobs, crews);
    expect(plan.bound).toBeLessThanOrEqual(best + 1e-9);
    expect(plan.loss).toBeGreaterThanOrEqual(best - 1e-9);
    expect(plan.loss).toBeLessThanOrEqual(best * 1.1);
  }
});

test('every order has each job once', () => {
  const jobs = layered(40, 9);
  for (const order of [criticalFirst(jobs), ratioOrder(jobs), improve(jobs, ratioOrder(jobs), 3)])
    expect([...order].sort((a, b) => a - b)).toEqual(jobs.map((_, at) => at));
});

describe('the playbook', () => {
  const plan = planRecovery(layered(8, 2), 2);
  expect(RecoveryPlanShape.safeParse(plan).success).toBe(true);
  expect(RecoveryPlanShape.safeParse({ ...plan, late: true }).success).toBe(false);
  const made = () =>
    recoveryPlaybook(plan, [{ asset: 's0', backup: 'entry 7' }], 'Recovery', '2026-03-02T09:00:00.000Z');
  const playbook = made() as {
    workflow_start: string;
    workflow: Record<
      string,
      { type: string; on_completion?: string; next_steps?: string[]; commands?: { command: string }[] }
    >;
  };

  it('reaches every step from its start, and ends on every branch', () => {
    const seen = new Set([playbook.workflow_start]);
    for (const id of seen)
      for (const next of [playbook.workflow[id]?.on_completion, ...(playbook.workflow[id]?.next_steps ?? [])])
        if (next !== undefined) seen.add(next);
    expect([...seen].sort()).toEqual(Object.keys(playbook.workflow).sort());
    const dead = Object.values(playbook.workflow).filter(
      ({ type, on_completion }) => type !== 'end' && on_completion === undefined,
    );
    expect(dead).toEqual([]);
  });

  it('has the same ids for the same plan, and asks for the backup', () => {
    expect(made()).toEqual(playbook);
    const commands = Object.values(playbook.workflow)
      .flatMap((step) => step.commands ?? [])
      .map(({ command }) => command);
    expect(commands).toContain('Check that the backup of s0 is the one verified in entry 7');
    expect(commands).toContain('Verify the backup of s1 before it is used');
  });
});
