// SPDX-License-Identifier: Apache-2.0
// Rules 1 and 2: what a group gets, and how a shortage runs through buffer and fallback.
import { DRAW } from '../draw.ts';
import { DEGRADE, START } from './compile.ts';
import { drawHours, type Engine, EVENT, isByCapacity, supplyOf, termsOf } from './engine.ts';
import { reviewAsset } from './level.ts';
import { CLASS, pushEvent, rankOf } from './queue.ts';
import { CAUSE } from './record.ts';
import { reviewRepair } from './repair.ts';
import { BUFFERED, IN_FALLBACK, READY, SERVED, touch, UNSERVED } from './state.ts';

/** Follows changed levels through the groups until nothing changes any more. */
export function follow(engine: Engine): void {
  const { system, state } = engine;
  for (let at = 0; at < engine.changes; at++) {
    const asset = engine.changed[at] as number;
    const was = engine.before[at] as number;
    const is = state.level[asset] as number;
    const end = system.uses.start[asset + 1] as number;
    for (let use = system.uses.start[asset] as number; use < end; use++)
      followUse(engine, use, asset, was, is);
  }
  engine.changes = 0;
}

function followUse(engine: Engine, use: number, asset: number, was: number, is: number): void {
  const { system, state } = engine;
  const group = system.uses.items[use] as number;
  if (isByCapacity(system, group)) {
    touch(state.touchedGroups, group);
    state.supply[group] = capacityOf(engine, group);
    reviewGroup(engine, group, asset);
    return;
  }
  const threshold = system.useThreshold.length === 0 ? 1 : (system.useThreshold[use] as number);
  const step = (is >= threshold ? 1 : 0) - (was >= threshold ? 1 : 0);
  if (step === 0) return;
  touch(state.touchedGroups, group);
  const slack = state.slack[group] as number;
  state.slack[group] = slack + step;
  if (slack >= 0 !== slack + step >= 0) reviewGroup(engine, group, asset);
}

function capacityOf({ system, state }: Engine, group: number): number {
  let sum = 0;
  const end = system.suppliers.start[group + 1] as number;
  for (let place = system.suppliers.start[group] as number; place < end; place++)
    sum += (system.share[place] as number) * (state.level[system.suppliers.items[place] as number] as number);
  const need = system.capacity[group] as number;
  // Shares such as 0.1 do not add up exactly.
  return sum >= need * (1 - 1e-12) ? 1 : sum / need;
}

function reviewGroup(engine: Engine, group: number, straw: number): void {
  const { system, state } = engine;
  const isFull = supplyOf(engine, group) >= 1;
  if (isFull !== (state.status[group] === SERVED)) {
    const stamp = (state.groupStamp[group] as number) + 1;
    state.groupStamp[group] = stamp;
    if (isFull) state.status[group] = SERVED;
    else {
      state.straw[group] = straw;
      beginShortage(engine, group, stamp);
    }
  }
  tellOwner(engine, group, system.owner[group] as number, straw);
}

function beginShortage(engine: Engine, group: number, stamp: number): void {
  const { system, state } = engine;
  const wait = drawHours(
    engine,
    termsOf(system, group).buffer,
    system.groupHash[group] as number,
    DRAW.buffer,
  );
  if (wait <= 0) {
    beginFallback(engine, group, stamp);
    return;
  }
  state.status[group] = BUFFERED;
  const rank = rankOf(CLASS.timer, system.owner[group] as number);
  pushEvent(engine.queue, engine.time + wait, rank, EVENT.bufferOver, group, stamp);
}

function beginFallback(engine: Engine, group: number, stamp: number): void {
  const { system, state } = engine;
  const { fallback, fallbackFor } = termsOf(system, group);
  const hasNoEnd = fallbackFor === undefined;
  const wait = hasNoEnd
    ? Number.POSITIVE_INFINITY
    : drawHours(engine, fallbackFor, system.groupHash[group] as number, DRAW.fallback);
  state.status[group] = wait > 0 && fallback > 0 ? IN_FALLBACK : UNSERVED;
  if (state.status[group] === UNSERVED || hasNoEnd) return;
  const rank = rankOf(CLASS.timer, system.owner[group] as number);
  pushEvent(engine.queue, engine.time + wait, rank, EVENT.fallbackOver, group, stamp);
}

export function finishBuffer(engine: Engine, group: number, stamp: number): void {
  beginFallback(engine, group, stamp);
  tellOwner(engine, group, engine.system.owner[group] as number, engine.state.straw[group] as number);
}

export function finishFallback(engine: Engine, group: number): void {
  engine.state.status[group] = UNSERVED;
  tellOwner(engine, group, engine.system.owner[group] as number, engine.state.straw[group] as number);
}

function tellOwner(engine: Engine, group: number, owner: number, straw: number): void {
  const { mode } = termsOf(engine.system, group);
  if (mode <= DEGRADE) {
    reviewAsset(engine, owner, CAUSE.group, group, straw);
    engine.noteFallback?.(engine, owner);
  } else if (mode === START) {
    if (engine.state.starting[owner] === READY) reviewAsset(engine, owner, CAUSE.group, group, straw);
  } else reviewRepair(engine, owner);
}
