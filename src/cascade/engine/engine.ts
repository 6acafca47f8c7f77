// SPDX-License-Identifier: Apache-2.0
import { type Draw, hoursAt } from '../draw.ts';
import type { Duration } from '../system.ts';
import type { Compiled, Terms } from './compile.ts';
import type { Crews } from './crews.ts';
import type { EventQueue } from './queue.ts';
import { type Cause, record, type Transitions } from './record.ts';
import { type State, touch } from './state.ts';

/** Uniform in (0, 1) for a run, an entity and a kind. */
export type DrawSource = (run: number, entity: number, kind: Draw) => number;

/** All that one simulation works with. */
export interface Engine {
  readonly system: Compiled;
  readonly state: State;
  readonly queue: EventQueue;
  readonly transitions: Transitions;
  readonly crews: Crews;
  readonly draw: DrawSource;
  /** Assets whose level changed and was not followed yet, and their level before. */
  changed: Int32Array;
  before: Float64Array;
  changes: number;
  /** Hours. */
  time: number;
  /** Start of the draws of the run. */
  stream: number;
  /** Told of each asset whose level or group changed, where somebody wants to know who lives by a fallback. */
  readonly noteFallback: ((engine: Engine, asset: number) => void) | undefined;
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

/** Hours of a duration for this entity in this run; 0 when there is none. */
export function drawHours(
  { stream, draw }: Engine,
  duration: Duration | undefined,
  entity: number,
  kind: Draw,
): number {
  return duration === undefined ? 0 : hoursAt(duration, draw(stream, entity, kind));
}

export function termsOf({ terms, termsOf: of }: Compiled, group: number): Terms {
  return terms[of[group] as number] as Terms;
}

/** Supply of a group in [0, 1]. */
export function supplyOf({ system, state }: Engine, group: number): number {
  if (isByCapacity(system, group)) return state.supply[group] as number;
  return (state.slack[group] as number) >= 0 ? 1 : 0;
}

export function isByCapacity({ capacity }: Compiled, group: number): boolean {
  return capacity.length > 0 && (capacity[group] as number) >= 0;
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
  if (engine.changes === engine.changed.length) growChanges(engine);
  engine.changed[engine.changes] = asset;
  engine.before[engine.changes++] = state.level[asset] as number;
  state.level[asset] = level;
  record(engine.transitions, engine.time, asset, level, cause, group, straw);
  engine.noteFallback?.(engine, asset);
}

function growChanges(engine: Engine): void {
  const { changed, before } = engine;
  engine.changed = new Int32Array(changed.length * 2);
  engine.changed.set(changed);
  engine.before = new Float64Array(before.length * 2);
  engine.before.set(before);
}
