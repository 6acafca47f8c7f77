// SPDX-License-Identifier: Apache-2.0
import type { Transitions } from '../../src/cascade/engine/record.ts';
import { HORIZON } from './family.ts';

/** Hours that assets were down in one run; `since` has a place for each asset and is left filled with -1. */
export function lostHours({ size, times, assets, levels }: Transitions, since: Float64Array): number {
  let lost = 0;
  since.fill(-1);
  for (let at = 0; at < size; at++) {
    const asset = assets[at] as number;
    if (levels[at] === 0) since[asset] = times[at] as number;
    else {
      lost += (times[at] as number) - (since[asset] as number);
      since[asset] = -1;
    }
  }
  for (const from of since) if (from >= 0) lost += HORIZON - from;
  return lost;
}
