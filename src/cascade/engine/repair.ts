// SPDX-License-Identifier: Apache-2.0
// Rule 5: a damaged asset is repaired by a crew, and only while what the repair needs is there.
import { DRAW } from '../draw.ts';
import { REPAIR, recoveryOf } from './compile.ts';
import { drawHours, type Engine } from './engine.ts';
import { isSatisfied, reviewAsset } from './level.ts';
import { CAUSE } from './record.ts';
import { touch, WORKING } from './state.ts';

/**
 * Damage before the repair is over starts the work anew, however light it is: otherwise an earlier damage could bring the
 * end forward, and removing it would make things worse.
 */
export function damage(engine: Engine, asset: number, level: number): void {
  const { system, state } = engine;
  touch(state.touchedAssets, asset);
  if (level >= 1) return;
  if (level < (state.intact[asset] as number)) state.intact[asset] = level;
  const { repair } = recoveryOf(system, asset);
  // Without a repair time nobody ever repairs it.
  if (repair !== undefined) {
    state.workLeft[asset] = drawHours(engine, repair, system.assetHash[asset] as number, DRAW.repair);
    if (state.repairing[asset] === WORKING) engine.crews.begin(asset);
    else reviewRepair(engine, asset);
  }
  reviewAsset(engine, asset, CAUSE.damage, -1, -1);
}

export function reviewRepair(engine: Engine, asset: number): void {
  const { system, state, crews } = engine;
  if ((state.intact[asset] as number) >= 1 || recoveryOf(system, asset).repair === undefined) return;
  const can = isSatisfied(engine, asset, REPAIR);
  if (can && state.repairing[asset] === 0) crews.wait(asset);
  else if (!can && state.repairing[asset] !== 0) pause(engine, asset);
}

function pause({ state, crews, time }: Engine, asset: number): void {
  if (state.repairing[asset] === WORKING) {
    const done = time - (state.workSince[asset] as number);
    state.workLeft[asset] = Math.max(0, (state.workLeft[asset] as number) - done);
  }
  state.repairStamp[asset] = (state.repairStamp[asset] as number) + 1;
  crews.leave(asset);
}

export function finishRepair(engine: Engine, asset: number): void {
  engine.state.intact[asset] = 1;
  engine.crews.leave(asset);
  reviewAsset(engine, asset, CAUSE.repaired, -1, -1);
}
