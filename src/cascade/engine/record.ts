// SPDX-License-Identifier: Apache-2.0
// Every change of a delivered level, with what caused it.

export const CAUSE = { damage: 0, held: 1, group: 2, restart: 3, repaired: 4, released: 5 } as const;
export type Cause = (typeof CAUSE)[keyof typeof CAUSE];

/** Columns of transitions, in order of time. `group` and `straw` are -1 when the cause is no group. */
export interface Transitions {
  size: number;
  times: Float64Array;
  assets: Int32Array;
  levels: Float64Array;
  causes: Uint8Array;
  groups: Int32Array;
  /** The supplier whose change decided it. */
  straws: Int32Array;
}

export function createTransitions(): Transitions {
  return {
    size: 0,
    times: new Float64Array(256),
    assets: new Int32Array(256),
    levels: new Float64Array(256),
    causes: new Uint8Array(256),
    groups: new Int32Array(256),
    straws: new Int32Array(256),
  };
}

export function record(
  into: Transitions,
  time: number,
  asset: number,
  level: number,
  cause: Cause,
  group: number,
  straw: number,
): void {
  if (into.size === into.times.length) grow(into);
  const at = into.size++;
  into.times[at] = time;
  into.assets[at] = asset;
  into.levels[at] = level;
  into.causes[at] = cause;
  into.groups[at] = group;
  into.straws[at] = straw;
}

function grow(into: Transitions): void {
  const room = into.times.length * 2;
  const larger = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  into.times = larger(into.times, new Float64Array(room));
  into.assets = larger(into.assets, new Int32Array(room));
  into.levels = larger(into.levels, new Float64Array(room));
  into.causes = larger(into.causes, new Uint8Array(room));
  into.groups = larger(into.groups, new Int32Array(room));
  into.straws = larger(into.straws, new Int32Array(room));
}
