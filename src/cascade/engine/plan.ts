// SPDX-License-Identifier: Apache-2.0
// What happens from outside, with numbers for ids: made once, run many times.
import type { Happening, Scenario } from '../system.ts';
import type { NamedSystem } from './compile.ts';

/** Row r: what `happenings[of[r]]` does to asset `assets[r]`. */
export interface Plan {
  readonly assets: Int32Array;
  readonly of: Int32Array;
  readonly happenings: readonly Happening[];
  /** Hours. */
  readonly horizon: number;
}

/** @throws RangeError when a happening is on nothing that the system knows: callers check before. */
export function compilePlan({ names }: NamedSystem, { happenings, horizon }: Scenario): Plan {
  const rows = happenings.flatMap(({ on }, index) => {
    const one = names.indexOf.get(on);
    const targets = names.members.get(on) ?? (one === undefined ? [] : [one]);
    if (targets.length === 0)
      throw new RangeError(`Cannot simulate: there is no asset or common cause ${on}`);
    return targets.map((asset) => ({ asset, index }));
  });
  return {
    assets: Int32Array.from(rows, ({ asset }) => asset),
    of: Int32Array.from(rows, ({ index }) => index),
    happenings,
    horizon,
  };
}
