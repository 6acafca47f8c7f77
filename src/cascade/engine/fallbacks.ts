// SPDX-License-Identifier: Apache-2.0
// When assets live by a fallback, for whoever shows a run.
import { DEGRADE, HARD } from './compile.ts';
import { type Engine, supplyOf, termsOf } from './engine.ts';
import type { Interval } from './interval.ts';
import { IN_FALLBACK } from './state.ts';

/** Whether the asset delivers more than some group of it would let through without its fallback. */
export function livesByFallback(engine: Engine, asset: number): boolean {
  const { system, state } = engine;
  const level = state.level[asset] as number;
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end; group++) {
    if (state.status[group] !== IN_FALLBACK) continue;
    const { mode } = termsOf(system, group);
    if (mode <= DEGRADE && level > (mode === HARD ? 0 : supplyOf(engine, group))) return true;
  }
  return false;
}

/** What to call with an asset whose level or group may have changed, so that `fallbacks` has it. */
export function noteFallbacks(fallbacks: Interval[]): (engine: Engine, asset: number) => void {
  const last = new Map<number, Interval>();
  return (engine, asset) => {
    // A run before this one may have ended in a fallback.
    if (fallbacks.length === 0) last.clear();
    const known = last.get(asset);
    const isOpen = known !== undefined && known.until === undefined;
    if (livesByFallback(engine, asset) === isOpen) return;
    if (isOpen) {
      known.until = engine.time;
      if (known.from < engine.time) return;
      // Undone in the moment in which it began: nobody lived by it.
      fallbacks.splice(fallbacks.indexOf(known), 1);
      last.delete(asset);
    }
    // What ends and begins in one moment did not end.
    else if (known?.until === engine.time) delete known.until;
    else {
      const begun = { asset, from: engine.time };
      last.set(asset, begun);
      fallbacks.push(begun);
    }
  };
}
