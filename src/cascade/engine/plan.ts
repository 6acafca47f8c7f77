// SPDX-License-Identifier: Apache-2.0
// What happens from outside, with numbers for ids: made once, run many times.
import type { Happening, LevelHappening, Scenario } from '../system.ts';
import type { NamedSystem } from './compile.ts';

/** Row r: what `happenings[of[r]]` does to asset `assets[r]`. */
export interface Plan {
  readonly assets: Int32Array;
  readonly of: Int32Array;
  readonly happenings: readonly LevelHappening[];
  /** Hours. */
  readonly horizon: number;
  /**
   * The first rows are damage at times that are the same in each run, in the order of events; they need no queue. The
   * others begin at row `drawn`.
   */
  readonly drawn: number;
}

/** @throws RangeError when a happening is on nothing that the system knows: callers check before. */
export function compilePlan({ names }: NamedSystem, { happenings: all, horizon }: Scenario): Plan {
  // The other channels work on the levels that this plan gives, and change none of them.
  const happenings = all.filter(isOfLevels);
  const rows = happenings.flatMap(({ on }, index) => {
    const one = names.indexOf.get(on);
    const targets = names.members.get(on) ?? (one === undefined ? [] : [one]);
    if (targets.length === 0)
      throw new RangeError(`Cannot simulate: there is no asset or common cause ${on}`);
    return targets.map((asset) => ({ asset, index }));
  });
  return planRows(
    Int32Array.from(rows, ({ asset }) => asset),
    Int32Array.from(rows, ({ index }) => index),
    happenings,
    horizon,
  );
}

function isOfLevels(happening: Happening): happening is LevelHappening {
  return happening.kind === 'damage' || happening.kind === 'isolate';
}

/** A plan from rows of numbers, in any order. */
export function planRows(
  assets: Int32Array,
  of: Int32Array,
  happenings: readonly LevelHappening[],
  horizon: number,
): Plan {
  const fixedHours = happenings.map((happening) =>
    happening.kind === 'damage' && happening.at.kind === 'fixed' ? happening.at.hours : -1,
  );
  const hours = (row: number): number => fixedHours[of[row] as number] as number;
  const rows = Array.from(assets.keys());
  const fixed = rows
    .filter((row) => hours(row) >= 0)
    .sort((a, b) => hours(a) - hours(b) || (assets[a] as number) - (assets[b] as number) || a - b);
  const order = [...fixed, ...rows.filter((row) => hours(row) < 0)];
  return {
    assets: Int32Array.from(order, (row) => assets[row] as number),
    of: Int32Array.from(order, (row) => of[row] as number),
    happenings,
    horizon,
    drawn: fixed.length,
  };
}
