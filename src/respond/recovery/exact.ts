// SPDX-License-Identifier: Apache-2.0
// The best order of one crew by dynamic programming over sets of finished jobs, and bounds for the rest.
import type { Job } from './schedule.ts';

/** 2^20 sets take 12 MB and some tenths of a second. */
export const MAX_EXACT = 20;

/** The least cost of one crew, and an order that has it. @throws RangeError above `MAX_EXACT` jobs. */
export function exactOrder(jobs: readonly Job[]): { readonly order: number[]; readonly cost: number } {
  const n = jobs.length;
  if (n > MAX_EXACT) throw new RangeError(`At most ${MAX_EXACT} jobs`);
  const size = 2 ** n;
  const needs = Int32Array.from(jobs, (job, at) =>
    job.needs.reduce((mask, need) => mask | (1 << need), 1 << at),
  );
  const best = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const last = new Int8Array(size).fill(-1);
  best[0] = 0;
  for (let done = 0; done < size; done++) {
    let down = 0;
    for (let job = 0; job < n; job++)
      if (((needs[job] as number) & ~done) !== 0) down += (jobs[job] as Job).weight;
    for (let job = 0; job < n; job++) {
      if ((done & (1 << job)) !== 0) continue;
      const next = done | (1 << job);
      const cost = (best[done] as number) + down * (jobs[job] as Job).hours;
      if (cost < (best[next] as number)) {
        best[next] = cost;
        last[next] = job;
      }
    }
  }
  const order: number[] = [];
  for (let done = size - 1; done !== 0; done ^= 1 << (last[done] as number))
    order.unshift(last[done] as number);
  return { order, cost: best[size - 1] as number };
}

/**
 * No schedule costs less: the largest of three bounds. Crews together are no faster than one crew of their summed speed
 * (Eastman, Even and Isaacs 1964), so the exact cost of one crew over `crews` is a bound, and so is Smith's rule without needs;
 * and no service is up before its own closure is, by work and by the longest repair in it.
 */
export function lowerBound(jobs: readonly Job[], crews: number, oneCrew: number | undefined): number {
  const closures = jobs.reduce((sum, { weight, hours, needs }) => {
    const all = [hours, ...needs.map((need) => (jobs[need] as Job).hours)];
    return sum + weight * Math.max(Math.max(...all), all.reduce((total, each) => total + each, 0) / crews);
  }, 0);
  let time = 0;
  const smith = [...jobs]
    .sort((a, b) => b.weight * a.hours - a.weight * b.hours)
    .reduce((sum, { weight, hours }) => {
      time += hours;
      return sum + (weight * time) / crews;
    }, 0);
  return Math.max(closures, smith, (oneCrew ?? 0) / crews);
}
