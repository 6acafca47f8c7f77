// SPDX-License-Identifier: Apache-2.0
// What an order of repair costs: weight times hours until a service and everything that it needs are up again.

export interface Job {
  readonly id: string;
  /** Hours of one crew; above 0. */
  readonly hours: number;
  /** Loss in an hour without it. */
  readonly weight: number;
  /** Indexes of all jobs that it needs, directly or through others; never itself. */
  readonly needs: readonly number[];
}

export interface Schedule {
  /** Hours after the start, by job. */
  readonly start: Float64Array;
  readonly finish: Float64Array;
  /** When the job and all that it needs are finished. */
  readonly up: Float64Array;
  readonly crew: Int32Array;
  readonly cost: number;
}

/** Each job goes, in this order, to the crew that is free first. O(jobs × crews + needs). */
export function schedule(jobs: readonly Job[], order: readonly number[], crews: number): Schedule {
  const free = new Float64Array(crews);
  const start = new Float64Array(jobs.length);
  const finish = new Float64Array(jobs.length);
  const crew = new Int32Array(jobs.length);
  for (const job of order) {
    let first = 0;
    for (let c = 1; c < crews; c++) if ((free[c] as number) < (free[first] as number)) first = c;
    start[job] = free[first] as number;
    free[first] = (free[first] as number) + (jobs[job] as Job).hours;
    finish[job] = free[first] as number;
    crew[job] = first;
  }
  const up = finish.slice();
  let cost = 0;
  jobs.forEach(({ needs, weight }, job) => {
    for (const need of needs)
      if ((finish[need] as number) > (up[job] as number)) up[job] = finish[need] as number;
    cost += weight * (up[job] as number);
  });
  return { start, finish, up, crew, cost };
}
