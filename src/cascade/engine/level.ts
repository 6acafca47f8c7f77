// SPDX-License-Identifier: Apache-2.0
// Rules 3 and 4: an asset delivers the least of what it is itself and what each group lets through; it goes down at once
// and comes back from nothing only after a restart.
import { DRAW } from '../draw.ts';
import { DEGRADE, HARD, recoveryOf, START } from './compile.ts';
import { drawHours, type Engine, EVENT, setLevel, supplyOf, termsOf } from './engine.ts';
import { CLASS, pushEvent, rankOf } from './queue.ts';
import type { Cause } from './record.ts';
import { BUFFERED, IN_FALLBACK, READY, RESTARTING, touch } from './state.ts';

export function reviewAsset(engine: Engine, asset: number, cause: Cause, group: number, straw: number): void {
  const { state } = engine;
  const target = targetOf(engine, asset);
  const level = state.level[asset] as number;
  if (target === 0 && state.starting[asset] !== 0) {
    state.starting[asset] = 0;
    state.startStamp[asset] = (state.startStamp[asset] as number) + 1;
  }
  if (target === level) return;
  if (target < level || level > 0) setLevel(engine, asset, target, cause, group, straw);
  else if (state.starting[asset] === 0) beginRestart(engine, asset, cause, group, straw);
  else if (state.starting[asset] === READY) finishRestart(engine, asset, cause, group, straw);
}

function targetOf(engine: Engine, asset: number): number {
  const { system, state } = engine;
  let target = (state.held[asset] as number) > 0 ? 0 : (state.intact[asset] as number);
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end && target > 0; group++) {
    const status = state.status[group] as number;
    if (status <= BUFFERED) continue;
    const terms = termsOf(system, group);
    if (terms.mode > DEGRADE) continue;
    const fallback = status === IN_FALLBACK ? terms.fallback : 0;
    const factor = terms.mode === HARD ? fallback : Math.max(fallback, supplyOf(engine, group));
    if (factor < target) target = factor;
  }
  return target;
}

/** Whether all groups of a mode are served, or still live on their buffer. */
export function isSatisfied({ system, state }: Engine, asset: number, mode: number): boolean {
  const end = system.ownStart[asset + 1] as number;
  for (let group = system.ownStart[asset] as number; group < end; group++)
    if ((state.status[group] as number) > BUFFERED && termsOf(system, group).mode === mode) return false;
  return true;
}

function beginRestart(engine: Engine, asset: number, cause: Cause, group: number, straw: number): void {
  const { system, state } = engine;
  touch(state.touchedAssets, asset);
  const wait = drawHours(
    engine,
    recoveryOf(system, asset).restart,
    system.assetHash[asset] as number,
    DRAW.restart,
  );
  if (wait <= 0) {
    state.starting[asset] = READY;
    finishRestart(engine, asset, cause, group, straw);
    return;
  }
  state.starting[asset] = RESTARTING;
  const stamp = (state.startStamp[asset] as number) + 1;
  state.startStamp[asset] = stamp;
  pushEvent(engine.queue, engine.time + wait, rankOf(CLASS.timer, asset), EVENT.restarted, asset, stamp);
}

/** Rises when the start groups are satisfied at this moment; else it stays ready. */
export function finishRestart(
  engine: Engine,
  asset: number,
  cause: Cause,
  group: number,
  straw: number,
): void {
  if (!isSatisfied(engine, asset, START)) return;
  engine.state.starting[asset] = 0;
  setLevel(engine, asset, targetOf(engine, asset), cause, group, straw);
}
