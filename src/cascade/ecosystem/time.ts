// SPDX-License-Identifier: Apache-2.0
import { hoursOfLength, type Time } from '../../model/index.ts';
import type { Duration } from '../system.ts';

/** A length of time of a model or pack as the engine draws it. */
export function durationOf(time: Time): Duration {
  if (typeof time === 'string') return { kind: 'fixed', hours: hoursOfLength(time) };
  if ('mean' in time) return { kind: 'exponential', mean: hoursOfLength(time.mean) };
  if ('median' in time) return { kind: 'lognormal', median: hoursOfLength(time.median), sigma: time.sigma };
  const { least, mode, most } = time;
  return {
    kind: 'triangular',
    least: hoursOfLength(least),
    mode: hoursOfLength(mode),
    most: hoursOfLength(most),
  };
}
