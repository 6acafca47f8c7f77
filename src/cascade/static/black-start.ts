// SPDX-License-Identifier: Apache-2.0
// Which assets could never start again after everything was down, and the fewest that must be able to start alone.
import { type Compiled, DEGRADE, REPAIR } from '../engine/compile.ts';
import { isByCapacity, termsOf } from '../engine/engine.ts';
import { leastHittingSet } from './hitting-set.ts';
import { lastingFactor, levelsFromNothing, supplyAt, thresholdAt } from './levels.ts';
import { sinkComponents } from './sinks.ts';

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

/** Loops among the assets that are down: in each, every asset waits for a group that needs one of the others. */
function loopsIn(system: Compiled, levels: Float64Array): number[][] {
  const down = [...levels.keys()].filter((asset) => levels[asset] === 0);
  const waitsFor = new Map(down.map((asset) => [asset, blockers(system, levels, asset)]));
  return sinkComponents(waitsFor);
}

/** Suppliers that hold the asset back through one of its groups; the group with the fewest is taken. */
function blockers(system: Compiled, levels: Float64Array, asset: number): readonly number[] {
  let best: readonly number[] | undefined;
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end; group++) {
    if (!holdsBack(system, levels, group)) continue;
    const all = lacking(system, levels, group);
    if (best === undefined || all.length < best.length) best = all;
  }
  return best ?? [];
}

function holdsBack(system: Compiled, levels: Float64Array, group: number): boolean {
  const { mode } = termsOf(system, group);
  if (mode === REPAIR) return false;
  return mode <= DEGRADE ? lastingFactor(system, levels, group) === 0 : supplyAt(system, levels, group) < 1;
}

/** Of a counted group, as many of those below their threshold as make it impossible; of the others, all. */
function lacking(system: Compiled, levels: Float64Array, group: number): readonly number[] {
  const { start, items } = system.suppliers;
  const [from, end] = [start[group] as number, start[group + 1] as number];
  const below: number[] = [];
  for (let place = from; place < end; place++) {
    const level = levels[items[place] as number] as number;
    if (level === 0 || level < thresholdAt(system, place)) below.push(items[place] as number);
  }
  if (isByCapacity(system, group)) return [...new Set(below)];
  const isDown = (asset: number): boolean => levels[asset] === 0;
  // A supplier at half level is no part of a loop: its own shortage is elsewhere.
  const ordered = [...below.filter(isDown), ...below.filter((asset) => !isDown(asset))];
  return [...new Set(ordered.slice(0, end - from - (system.need[group] as number) + 1))].filter(isDown);
}
