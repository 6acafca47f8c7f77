// SPDX-License-Identifier: Apache-2.0
// Whether a page was looked at often enough. PCI DSS 4.0.1, 11.6.1 asks for every seven days, or what a risk analysis says.
import type { LoggedCheck } from './check-log.ts';

export interface Gap {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export interface Coverage {
  /** Looks that saw the page, in the period. */
  readonly looks: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** The longest time without a look, in milliseconds. */
  readonly longestMs: number;
  /** Times without a look that were longer than allowed. */
  readonly gaps: readonly Gap[];
  /** When the next look is due. */
  readonly due: number;
}

/**
 * The looks at one page from `from` to `to`. A look that did not see the page (`failed`) does not count; one that saw a
 * part of it does not either.
 *
 * @param from Begin of the duty: with `undefined` the first look. Milliseconds since 1970, as `to` and `everyMs`.
 */
export function coverageOf(
  checks: readonly LoggedCheck[],
  page: string,
  everyMs: number,
  from: number | undefined,
  to: number,
): Coverage {
  const times = checks
    .filter((check) => check.page === page && check.outcome !== 'failed' && check.outcome !== 'incomplete')
    .map(({ at }) => Date.parse(at))
    .filter((time) => time <= to)
    .sort((a, b) => a - b);
  const begin = from ?? times[0] ?? to;
  // The last look before the period still counts for its begin.
  const before = times.filter((time) => time < begin).at(-1) ?? begin;
  const within = times.filter((time) => time >= begin);
  const points = [before, ...within, to];
  const pauses = points.slice(1).map((time, at): Gap => ({ from: points[at] as number, to: time }));
  const last = times.at(-1);
  return {
    looks: within.length,
    first: within[0],
    last,
    longestMs: Math.max(0, ...pauses.map((pause) => pause.to - pause.from)),
    gaps: pauses.filter((pause) => pause.to - pause.from > everyMs),
    due: last === undefined ? begin : last + everyMs,
  };
}

/** Who comes every hour comes a little late each time: a day of each week is left for that, and to try again. */
const AHEAD_OF = 7;

/** From when on something is to be done again, so that the next time is not too late. All in milliseconds. */
export function againFrom(last: number, everyMs: number): number {
  return last + everyMs - everyMs / AHEAD_OF;
}

/** From when on a page is to be looked at again. */
export function lookFrom({ last, due }: Coverage, everyMs: number): number {
  return last === undefined ? due : againFrom(last, everyMs);
}
