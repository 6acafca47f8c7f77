// SPDX-License-Identifier: Apache-2.0
// What changes during a run. Only what was touched is set back, so a run costs what happens in it and not the system.
import type { Compiled } from './compile.ts';

export const SERVED = 0;
export const BUFFERED = 1;
export const IN_FALLBACK = 2;
export const UNSERVED = 3;

/** Of an asset that does not deliver though all is there. */
export const RESTARTING = 1;
/** Its time is over; a start group is lacking. */
export const READY = 2;

/** Of a damaged asset: waits for a crew or for what its repair needs, or is worked on. */
export const WAITING = 1;
export const WORKING = 2;

export interface State {
  /** Intrinsic level: 1 intact. */
  readonly intact: Float64Array;
  /** How often it is held off on purpose. */
  readonly held: Int32Array;
  /** Delivered level. */
  readonly level: Float64Array;
  readonly starting: Uint8Array;
  readonly startStamp: Int32Array;
  readonly repairing: Uint8Array;
  readonly repairStamp: Int32Array;
  /** Hours of work that are left, and since when it is worked on. */
  readonly workLeft: Float64Array;
  readonly workSince: Float64Array;
  /** Suppliers up beyond the need, of groups counted in suppliers; negative: the group is short. */
  readonly slack: Int32Array;
  readonly status: Uint8Array;
  readonly groupStamp: Int32Array;
  /** The supplier whose fall began the shortage of a group. */
  readonly straw: Int32Array;
  /** Supply in [0, 1], kept for groups counted in capacity. */
  readonly supply: Float64Array;
  readonly touchedAssets: Touched;
  readonly touchedGroups: Touched;
  readonly crewsFree: Float64Array;
}

/** Numbers without doubles, in order of their first touch. */
export interface Touched {
  list: Int32Array;
  readonly isIn: Uint8Array;
  size: number;
}

export function createState(system: Compiled): State {
  const { assets, groups } = system;
  return {
    intact: new Float64Array(assets).fill(1),
    held: new Int32Array(assets),
    level: new Float64Array(assets).fill(1),
    starting: new Uint8Array(assets),
    startStamp: new Int32Array(assets),
    repairing: new Uint8Array(assets),
    repairStamp: new Int32Array(assets),
    workLeft: new Float64Array(assets),
    workSince: new Float64Array(assets),
    slack: system.slack.slice(),
    status: new Uint8Array(groups),
    groupStamp: new Int32Array(groups),
    straw: new Int32Array(groups),
    supply: new Float64Array(system.capacity.length).fill(1),
    touchedAssets: createTouched(assets),
    touchedGroups: createTouched(groups),
    crewsFree: Float64Array.from(system.crews),
  };
}

function createTouched(size: number): Touched {
  return { list: new Int32Array(Math.min(size, 1024)), isIn: new Uint8Array(size), size: 0 };
}

export function touch(touched: Touched, index: number): void {
  if (touched.isIn[index] === 1) return;
  touched.isIn[index] = 1;
  if (touched.size === touched.list.length) {
    const larger = new Int32Array(Math.min(touched.size * 2, touched.isIn.length));
    larger.set(touched.list);
    touched.list = larger;
  }
  touched.list[touched.size++] = index;
}

/** Everything up and intact again. Stamps go on counting, so that events left over mean nothing. */
export function resetState(system: Compiled, state: State): void {
  const { touchedAssets, touchedGroups } = state;
  for (let i = 0; i < touchedAssets.size; i++) {
    const asset = touchedAssets.list[i] as number;
    state.intact[asset] = 1;
    state.held[asset] = 0;
    state.level[asset] = 1;
    state.starting[asset] = 0;
    state.repairing[asset] = 0;
    touchedAssets.isIn[asset] = 0;
  }
  for (let i = 0; i < touchedGroups.size; i++) {
    const group = touchedGroups.list[i] as number;
    resetGroup(system, state, group);
    touchedGroups.isIn[group] = 0;
  }
  touchedAssets.size = 0;
  touchedGroups.size = 0;
  state.crewsFree.set(system.crews);
}

function resetGroup({ slack }: Compiled, state: State, group: number): void {
  state.slack[group] = slack[group] as number;
  if (state.supply.length > 0) state.supply[group] = 1;
  state.status[group] = SERVED;
}
