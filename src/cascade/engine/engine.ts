// SPDX-License-Identifier: Apache-2.0
import { type Draw, hoursAt, uniform } from '../draw.ts';
import type { Compiled } from './compile.ts';
import type { Crews } from './crews.ts';
import type { EventQueue } from './queue.ts';
import { type Cause, record, type Transitions } from './record.ts';
import { type State, touch } from './state.ts';

/** All that one simulation works with. */
export interface Engine {
  readonly system: Compiled;
  readonly state: State;
  readonly queue: EventQueue;
  readonly transitions: Transitions;
  readonly crews: Crews;
  /** Assets whose level changed and was not followed yet, and their level before. */
  readonly changed: number[];
  readonly before: number[];
  /** Hours. */
  time: number;
  /** Start of the draws of the run. */
  stream: number;
}

/** Kinds of events. */
export const EVENT = {
  damage: 0,
  repaired: 1,
  hold: 2,
  release: 3,
  bufferOver: 4,
  fallbackOver: 5,
  restarted: 6,
} as const;

/** Hours of the duration with this index, for this entity in this run. */
export function drawHours({ system, stream }: Engine, index: number, entity: number, kind: Draw): number {
  const duration = system.durations[index];
  return index === 0 || duration === undefined ? 0 : hoursAt(duration, uniform(stream, entity, kind));
}

export function setLevel(
  engine: Engine,
  asset: number,
  level: number,
  cause: Cause,
  group: number,
  straw: number,
): void {
  const { state } = engine;
  touch(state.touchedAssets, asset);
  engine.changed.push(asset);
  engine.before.push(state.level[asset] as number);
  state.level[asset] = level;
  record(engine.transitions, engine.time, asset, level, cause, group, straw);
}
