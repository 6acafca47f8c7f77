// SPDX-License-Identifier: Apache-2.0
// Levels without a clock: buffers are empty, and of the fallbacks only those without an end count.
import { type Compiled, DEGRADE, HARD, REPAIR } from '../engine/compile.ts';
import { isByCapacity, termsOf } from '../engine/engine.ts';

/** What levels must differ by in order to be followed; loops of shares converge geometrically and stop here. */
const STEP = 1e-9;

/** Supply of a group in [0, 1] at these levels. */
export function supplyAt(system: Compiled, levels: Float64Array, group: number): number {
  const { suppliers } = system;
  const byCapacity = isByCapacity(system, group);
  const end = suppliers.start[group + 1] as number;
  let sum = 0;
  for (let place = suppliers.start[group] as number; place < end; place++) {
    const level = levels[suppliers.items[place] as number] as number;
    if (byCapacity) sum += (system.share[place] as number) * level;
    else if (level >= thresholdAt(system, place) - STEP) sum++;
  }
  const need = byCapacity ? (system.capacity[group] as number) : (system.need[group] as number);
  if (sum >= need * (1 - 1e-12)) return 1;
  return byCapacity ? sum / need : 0;
}

/** Level from which on the supplier in this place counts. */
export function thresholdAt({ threshold }: Compiled, place: number): number {
  return threshold.length === 0 ? 1 : (threshold[place] as number);
}

/** What a hard or degrade group lets through when its shortage lasts. */
export function lastingFactor(system: Compiled, levels: Float64Array, group: number): number {
  const supply = supplyAt(system, levels, group);
  if (supply >= 1) return 1;
  const { mode, fallback, fallbackFor } = termsOf(system, group);
  const kept = fallbackFor === undefined ? fallback : 0;
  return mode === HARD ? kept : Math.max(kept, supply);
}

/** Where levels end that only fall: what is left when these assets are lost for good. Linear in what is affected. */
export function levelsWithout(system: Compiled, lost: Iterable<number>): Float64Array {
  const levels = new Float64Array(system.assets).fill(1);
  const work: number[] = [];
  for (const asset of lost) {
    levels[asset] = 0;
    work.push(asset);
  }
  for (let at = 0; at < work.length; at++)
    eachUse(system, work[at] as number, (group) => {
      const owner = system.owner[group] as number;
      if (termsOf(system, group).mode > DEGRADE) return;
      const factor = lastingFactor(system, levels, group);
      if (factor >= (levels[owner] as number) - STEP) return;
      levels[owner] = factor;
      work.push(owner);
    });
  return levels;
}

/** Where levels end that only rise: what comes up from nothing when these assets can start on their own. */
export function levelsFromNothing(system: Compiled, given: Iterable<number>): ColdStart {
  const levels = new Float64Array(system.assets);
  const wave = new Int32Array(system.assets).fill(-1);
  const own = new Set(given);
  let next = [...Array(system.assets).keys()];
  for (let round = 0; next.length > 0; round++) {
    const risen = next.filter((asset) => {
      const level = own.has(asset) ? 1 : startLevel(system, levels, asset);
      if (level <= (levels[asset] as number) + STEP) return false;
      levels[asset] = level;
      if (wave[asset] === -1) wave[asset] = round;
      return true;
    });
    next = ownersOf(system, risen);
  }
  return { levels, wave };
}

export interface ColdStart {
  readonly levels: Float64Array;
  /** Round in which an asset comes up first; -1: never. */
  readonly wave: Int32Array;
}

function startLevel(system: Compiled, levels: Float64Array, asset: number): number {
  let level = 1;
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end; group++) {
    const { mode } = termsOf(system, group);
    if (mode === REPAIR) continue;
    const factor =
      mode <= DEGRADE
        ? lastingFactor(system, levels, group)
        : Math.floor(supplyAt(system, levels, group) + STEP);
    level = Math.min(level, factor);
  }
  return level;
}

function ownersOf(system: Compiled, assets: readonly number[]): number[] {
  const owners = new Set<number>();
  for (const asset of assets)
    eachUse(system, asset, (group) => {
      owners.add(system.owner[group] as number);
    });
  return [...owners];
}

function eachUse({ uses }: Compiled, asset: number, visit: (group: number) => void): void {
  const end = uses.start[asset + 1] as number;
  for (let use = uses.start[asset] as number; use < end; use++) visit(uses.items[use] as number);
}
