// SPDX-License-Identifier: Apache-2.0
// A bound in time that means the work, and not what else runs on the machine.

const [SLICES, STEPS, ATTEMPTS] = [60, 40_000, 3];

/**
 * The value of `work`, which has to come within `limitMs` of a machine that does nothing else.
 *
 * @throws Error when it takes longer each time, with a limit that grows as the work of neighbours does.
 */
export function within<T>(limitMs: number, label: string, work: () => T): T {
  const taken: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const start = performance.now();
    const value = work();
    taken.push(performance.now() - start);
    if ((taken.at(-1) as number) < limitMs || (taken.at(-1) as number) < limitMs * contention()) return value;
  }
  const written = taken.map((ms) => ms.toFixed(0)).join(', ');
  throw new Error(`${label} took ${written} ms, expected less than ${limitMs} on a quiet machine`);
}

/** How many times longer the same work takes now than undisturbed: the mean of short slices over the shortest. */
function contention(): number {
  let state = 1;
  const slices = Array.from({ length: SLICES }, () => {
    const start = performance.now();
    for (let step = 0; step < STEPS; step++) state = Math.imul(state ^ step, 0x9e3779b1);
    return performance.now() - start;
  });
  // `state` is used, so that the loop is not left out.
  const total = slices.reduce((sum, slice) => sum + slice, state === 0 ? 1 : 0);
  return total / SLICES / Math.min(...slices);
}
