// SPDX-License-Identifier: Apache-2.0
// When crews are at work, for whoever shows a run.
import type { Interval } from './interval.ts';

/** What to call when a crew begins and when it leaves, so that `works` has it. */
export function noteWorks(
  works: Interval[],
  begin: (asset: number) => void,
  now: () => number,
): { readonly begin: (asset: number) => void; readonly end: (asset: number) => void } {
  const open = new Map<number, Interval>();
  return {
    begin(asset) {
      begin(asset);
      // A run before this one may have ended during the work. New damage begins it anew, and the crew stays.
      if (works.length === 0) open.clear();
      if (open.has(asset)) return;
      const work = { asset, from: now() };
      open.set(asset, work);
      works.push(work);
    },
    end(asset) {
      const work = open.get(asset);
      if (work !== undefined) work.until = now();
      open.delete(asset);
    },
  };
}
