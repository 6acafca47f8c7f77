// SPDX-License-Identifier: Apache-2.0

export interface Rate {
  /** To be called once a second or so. */
  sample(count: number, now: number): void;
  perSecond(): number;
}

const SPAN_MS = 10_000;

/** How fast a counter grew over the last ten seconds. */
export function createRate(): Rate {
  let samples: { readonly count: number; readonly at: number }[] = [];
  return {
    sample: (count, at) => {
      samples = [...samples.filter((each) => at - each.at <= SPAN_MS), { count, at }];
    },
    perSecond: () => {
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined || last.at <= first.at) return 0;
      return Math.max(0, ((last.count - first.count) * 1000) / (last.at - first.at));
    },
  };
}
