// SPDX-License-Identifier: Apache-2.0
import { duration, marked, unitOf } from '../../words/format.ts';
import type { Words } from '../../words/index.ts';
import type { Axis } from './intervals.tsx';

interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A value and its interval in words; a bound that the data do not reach is said to be so. */
export function estimateText(
  { say }: Words,
  estimate: Estimate | undefined,
  text: (value: number) => string,
): string {
  if (estimate === undefined) return say('train.untold');
  const { value, low, high } = estimate;
  if (value === null && low === null) return say('train.beyond');
  const known = (bound: number | null): string => (bound === null ? say('train.beyond') : text(bound));
  return say('train.interval', { value: known(value), low: known(low), high: known(high) });
}

export function minutesText({ language }: Words, minutes: number): string {
  return duration(language, Math.round(minutes * 60));
}

/** A line of minutes, in the unit that suits the largest. */
export function minutesAxis({ language }: Words): Axis {
  return {
    within: [0, 1],
    size: (largest) => unitOf(largest * 60)[1] / 60,
    tick: (value, largest) => marked(language, value, unitOf(largest * 60)),
  };
}
