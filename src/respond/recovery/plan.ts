// SPDX-License-Identifier: Apache-2.0
// The plan of a recovery: who repairs what when, how good that is, and what the habit would cost.
import { exactOrder, lowerBound, MAX_EXACT } from './exact.ts';
import { criticalFirst, improve, ratioOrder } from './order.ts';
import { type Job, schedule } from './schedule.ts';

export interface PlannedRepair {
  readonly asset: string;
  /** From 1. */
  readonly crew: number;
  /** Hours after the start. */
  readonly start: number;
  readonly finish: number;
  /** When it works again, with all it needs. */
  readonly up: number;
  /** Loss in EUR an hour without it. */
  readonly perHour: number;
  readonly needs: readonly string[];
}

export interface RecoveryPlan {
  readonly schema: 'ensuresec/recovery/1';
  readonly crews: number;
  /** By start. */
  readonly repairs: readonly PlannedRepair[];
  /** Loss in EUR from the start until all is up. */
  readonly loss: number;
  /** No order loses less than this. */
  readonly bound: number;
  readonly proven: boolean;
  /** Loss in EUR when the most critical goes first, whatever it needs. */
  readonly criticalFirst: number;
}

/** The best order found; proven for one crew and at most 20 services, else with a bound. Deterministic. */
export function planRecovery(jobs: readonly Job[], crews: number): RecoveryPlan {
  const exact = jobs.length <= MAX_EXACT ? exactOrder(jobs) : undefined;
  const starts = [ratioOrder(jobs), ...(exact === undefined ? [] : [exact.order])];
  const [order = []] = starts
    .map((from) => (crews === 1 && from === exact?.order ? from : improve(jobs, from, crews)))
    .map((found) => ({ found, cost: schedule(jobs, found, crews).cost }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ found }) => found);
  const { start, finish, up, crew, cost } = schedule(jobs, order, crews);
  const bound = Math.min(
    cost,
    crews === 1 && exact !== undefined ? exact.cost : lowerBound(jobs, crews, exact?.cost),
  );
  return {
    schema: 'ensuresec/recovery/1',
    crews,
    repairs: order.map((at) => {
      const job = jobs[at] as Job;
      return {
        asset: job.id,
        crew: (crew[at] as number) + 1,
        start: start[at] as number,
        finish: finish[at] as number,
        up: up[at] as number,
        perHour: job.weight,
        needs: job.needs.map((need) => (jobs[need] as Job).id),
      };
    }),
    loss: cost,
    bound,
    proven: cost - bound <= 1e-9 * Math.max(1, cost),
    criticalFirst: schedule(jobs, criticalFirst(jobs), crews).cost,
  };
}
