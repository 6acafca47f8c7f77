// SPDX-License-Identifier: Apache-2.0
// The smallest sets of assets whose loss stops one asset for good.
import { type Compiled, DEGRADE } from '../engine/compile.ts';
import { isByCapacity, termsOf } from '../engine/engine.ts';
import { levelsWithout, thresholdAt } from './levels.ts';

export interface CutSets {
  /** Minimal sets, smallest first; those of one asset are the single points of failure. Without the asset itself. */
  readonly sets: readonly (readonly number[])[];
  /** False: the search was cut off, and there may be more. */
  readonly isComplete: boolean;
}

/** Losses that are tried at most for one asset. */
const MAX_TRIALS = 20_000;

/**
 * All minimal cut sets up to `most` assets, by a hitting-set tree (Reiter 1987): a set that does not stop the asset
 * leaves some support standing, and every larger cut must hit that.
 */
export function cutSets(system: Compiled, asset: number, most: number): CutSets {
  const found: number[][] = [];
  const seen = new Set<string>();
  let layer: number[][] = [[]];
  let trials = 0;
  for (let size = 0; size <= most; size++) {
    const next: number[][] = [];
    for (const lost of layer) {
      if (found.some((cut) => cut.every((each) => lost.includes(each)))) continue;
      if (++trials > MAX_TRIALS) return { sets: found, isComplete: false };
      const levels = levelsWithout(system, lost);
      if (levels[asset] === 0) found.push(lost);
      else if (size < most) next.push(...larger(lost, support(system, levels, asset), seen));
    }
    layer = next;
  }
  return { sets: found, isComplete: true };
}

function larger(lost: readonly number[], support: readonly number[], seen: Set<string>): number[][] {
  return support.flatMap((each) => {
    const more = [...lost, each].sort((a, b) => a - b);
    const key = more.join();
    if (seen.has(key)) return [];
    seen.add(key);
    return [more];
  });
}

/** Assets that keep `asset` going even when all others are lost, without itself. */
function support(system: Compiled, levels: Float64Array, asset: number): readonly number[] {
  const lean = closure(system, levels, asset, true);
  const others = [...levels.keys()].filter((each) => !lean.has(each));
  const holds = (levelsWithout(system, others)[asset] as number) > 0;
  const chosen = holds ? lean : closure(system, levels, asset, false);
  chosen.delete(asset);
  return [...chosen];
}

/** `lean`: of a counted group only as many suppliers as it needs; else all that deliver. */
function closure(system: Compiled, levels: Float64Array, asset: number, lean: boolean): Set<number> {
  const chosen = new Set([asset]);
  for (const each of chosen) {
    const end = system.ownStart[each + 1] as number;
    for (let group = system.ownStart[each] as number; group < end; group++)
      for (const supplier of suppliersToKeep(system, levels, group, chosen, lean)) chosen.add(supplier);
  }
  return chosen;
}

function suppliersToKeep(
  system: Compiled,
  levels: Float64Array,
  group: number,
  chosen: ReadonlySet<number>,
  lean: boolean,
): readonly number[] {
  const { mode, fallback, fallbackFor } = termsOf(system, group);
  if (mode > DEGRADE || (lean && fallback > 0 && fallbackFor === undefined)) return [];
  const { start, items } = system.suppliers;
  const up: number[] = [];
  for (let place = start[group] as number; place < (start[group + 1] as number); place++) {
    const supplier = items[place] as number;
    const level = levels[supplier] as number;
    if (level > 0 && (isByCapacity(system, group) || level >= thresholdAt(system, place))) up.push(supplier);
  }
  if (!lean || isByCapacity(system, group)) return up;
  const known = up.filter((each) => chosen.has(each));
  const others = up.filter((each) => !chosen.has(each));
  return [...known, ...others].slice(0, system.need[group] as number);
}
