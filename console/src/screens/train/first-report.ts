// SPDX-License-Identifier: Apache-2.0
// Numbers of a clock of detection: hours at evenly spaced probabilities, null where nobody reports.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

export type Clock = Answer<'campaignClock'>;
type Hours = Clock['before'];

interface Minutes {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Median in minutes; its interval has 95 % of the resamples. Null: in that case mostly nobody reports. */
export function medianOf(clock: Clock, side: 'before' | 'after'): Minutes {
  const drawn = clock.resamples.map((each) => middle(each[side])).sort((a, b) => a - b);
  const bound = (share: number): number | null =>
    finite(drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? Number.POSITIVE_INFINITY);
  return { value: finite(middle(clock[side])), low: bound(0.025), high: bound(0.975) };
}

/** How probable it is that anybody reports at all. */
export function reportedShare(hours: Hours): number {
  return hours.filter((each) => each !== null).length / hours.length;
}

function middle(hours: Hours): number {
  return (hours[Math.floor(hours.length / 2)] ?? Number.POSITIVE_INFINITY) * 60;
}

function finite(minutes: number): number | null {
  return Number.isFinite(minutes) ? minutes : null;
}
