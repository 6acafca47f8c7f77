// SPDX-License-Identifier: Apache-2.0
// A good order: the ratio rule, then local search. Soft precedence (Tan et al., arXiv 1702.08382): a repair may start at
// any time, but a service is up only with all that it needs.
import { type Job, schedule } from './schedule.ts';

/** Most critical first: what people do by habit, and what plans are compared with. */
export function criticalFirst(jobs: readonly Job[]): number[] {
  return jobs.map((_, job) => job).sort((a, b) => weightOf(jobs, b) - weightOf(jobs, a) || a - b);
}

function weightOf(jobs: readonly Job[], job: number): number {
  return (jobs[job] as Job).weight;
}

/** Again and again the service that, with all it still needs, brings back most per hour of work; what it needs goes first. */
export function ratioOrder(jobs: readonly Job[]): number[] {
  const isDone = new Uint8Array(jobs.length);
  const order: number[] = [];
  while (order.length < jobs.length) {
    let best: readonly number[] = [];
    let bestRatio = -1;
    jobs.forEach(({ needs }, job) => {
      if (isDone[job] === 1) return;
      const set = [...needs.filter((need) => isDone[need] === 0), job];
      const hours = set.reduce((sum, each) => sum + (jobs[each] as Job).hours, 0);
      const ratio = set.reduce((sum, each) => sum + weightOf(jobs, each), 0) / hours;
      if (ratio > bestRatio) [best, bestRatio] = [set, ratio];
    });
    // Fewer needs first: whatever is needed has fewer than what needs it.
    const sorted = [...best].sort(
      (a, b) => (jobs[a] as Job).needs.length - (jobs[b] as Job).needs.length || a - b,
    );
    for (const job of sorted) {
      isDone[job] = 1;
      order.push(job);
    }
  }
  return order;
}

/** Schedules that one local search may try. */
const TRIES = 40_000;

/** Moves single jobs and exchanges pairs while that lowers the cost, at most `tries` schedules long. */
export function improve(
  jobs: readonly Job[],
  from: readonly number[],
  crews: number,
  tries = TRIES,
): number[] {
  let order = [...from];
  let cost = schedule(jobs, order, crews).cost;
  let left = tries;
  const accept = (candidate: number[]): boolean => {
    left -= 1;
    const other = schedule(jobs, candidate, crews).cost;
    if (other >= cost * (1 - 1e-12)) return false;
    [order, cost] = [candidate, other];
    return true;
  };
  for (let found = true; found && left > 0; ) {
    found = false;
    // Near moves first: they change least and succeed most.
    for (let distance = 1; distance < order.length && left > 0; distance++)
      for (let at = 0; at + distance < order.length && left > 0; at++)
        found =
          [
            moved(order, at, at + distance),
            moved(order, at + distance, at),
            swapped(order, at, at + distance),
          ].some(accept) || found;
  }
  return order;
}

function moved(order: readonly number[], from: number, to: number): number[] {
  const result = [...order];
  const [job] = result.splice(from, 1);
  result.splice(to, 0, job as number);
  return result;
}

function swapped(order: readonly number[], a: number, b: number): number[] {
  const result = [...order];
  [result[a], result[b]] = [result[b] as number, result[a] as number];
  return result;
}
