// SPDX-License-Identifier: Apache-2.0
// Which assets could never start again after everything was down, and the fewest that must be able to start alone.
import { type Compiled, DEGRADE, REPAIR } from '../engine/compile.ts';
import { isByCapacity, termsOf } from '../engine/engine.ts';
import { leastHittingSet } from './hitting-set.ts';
import { lastingFactor, levelsFromNothing, supplyAt, thresholdAt } from './levels.ts';

export interface BlackStart {
  /** Assets that never come up from nothing, in ascending order. */
  readonly never: readonly number[];
  /** How many rounds the others take. */
  readonly waves: number;
  /** Sets of assets that wait for one another: none of them starts unless one of them can start alone. */
  readonly loops: readonly (readonly number[])[];
  /** Fewest assets that must start alone so that all come up. */
  readonly smallest: readonly number[];
  /**
   * Why fewer do not suffice. disjoint: there are as many loops without a common asset. search: all smaller choices were
   * tried against the loops. none: the search was cut off, and fewer may suffice.
   */
  readonly proof: 'disjoint' | 'search' | 'none';
}

/**
 * Implicit hitting sets (Moreno-Centeno and Karp 2013): choose the fewest assets that hit every loop known, look what
 * still does not start, learn the loops in it, until nothing is left. The answer is exact unless `proof` is none.
 */
export function blackStart(system: Compiled, budget = 2_000_000): BlackStart {
  const first = levelsFromNothing(system, []);
  const never = neverOf(first.wave);
  const loops: number[][] = [];
  let smallest: readonly number[] = [];
  let isExact = true;
  let isDisjoint = true;
  for (let levels = first.levels; ; ) {
    const more = loopsIn(system, levels);
    if (more.length === 0) break;
    loops.push(...more);
    const hit = leastHittingSet(loops, budget);
    ({ smallest } = hit);
    isExact &&= hit.isExact;
    isDisjoint = hit.lowerBound === smallest.length;
    levels = levelsFromNothing(system, smallest).levels;
  }
  const waves = first.wave.reduce((most, wave) => Math.max(most, wave + 1), 0);
  return { never, waves, loops, smallest, proof: isDisjoint ? 'disjoint' : isExact ? 'search' : 'none' };
}

function neverOf(wave: Int32Array): number[] {
  return [...wave.keys()].filter((asset) => wave[asset] === -1);
}

/**
 * The smallest sets that hold a down asset and all that those in it wait for: as long as nothing in one can start alone,
 * its assets stay at their levels. An asset that is up in part may belong to one, when others need more of it.
 */
function loopsIn(system: Compiled, levels: Float64Array): number[][] {
  const waitsFor = new Map<number, readonly number[]>();
  const closed = [...levels.keys()]
    .filter((asset) => levels[asset] === 0)
    .map((asset) => {
      const members = new Set([asset]);
      for (const each of members) {
        const next = waitsFor.get(each) ?? blockers(system, levels, each);
        waitsFor.set(each, next);
        for (const supplier of next) members.add(supplier);
      }
      return members;
    })
    .sort((a, b) => a.size - b.size);
  const smallest: Set<number>[] = [];
  for (const members of closed)
    if (!smallest.some((kept) => [...kept].every((each) => members.has(each)))) smallest.push(members);
  return smallest.map((members) => [...members].sort((a, b) => a - b));
}

/** Suppliers that hold the asset back through one of its groups; the group with the fewest is taken. */
function blockers(system: Compiled, levels: Float64Array, asset: number): readonly number[] {
  let best: readonly number[] | undefined;
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end; group++) {
    if (!holdsBack(system, levels, group, levels[asset] as number)) continue;
    const all = lacking(system, levels, group);
    if (best === undefined || all.length < best.length) best = all;
  }
  return best ?? [];
}

/** Whether the group alone keeps its owner at this level. */
function holdsBack(system: Compiled, levels: Float64Array, group: number, level: number): boolean {
  const { mode } = termsOf(system, group);
  if (mode === REPAIR) return false;
  if (mode <= DEGRADE) return level < 1 && lastingFactor(system, levels, group) <= level;
  return level === 0 && supplyAt(system, levels, group) < 1;
}

/** Of a counted group, as many of those below their threshold as make it impossible; of the others, all that are not full. */
function lacking(system: Compiled, levels: Float64Array, group: number): readonly number[] {
  const { start, items } = system.suppliers;
  const [from, end] = [start[group] as number, start[group + 1] as number];
  const byCapacity = isByCapacity(system, group);
  const below: number[] = [];
  for (let place = from; place < end; place++) {
    const supplier = items[place] as number;
    if ((levels[supplier] as number) < (byCapacity ? 1 : thresholdAt(system, place))) below.push(supplier);
  }
  if (byCapacity) return [...new Set(below)];
  return [...new Set(below.slice(0, end - from - (system.need[group] as number) + 1))];
}
