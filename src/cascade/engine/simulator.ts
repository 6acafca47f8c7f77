// SPDX-License-Identifier: Apache-2.0
// The event-driven simulation of docs/explanation/cascades.md §2. One event after the other in their order; after each,
// levels are followed through the groups until nothing changes, before time moves.
import { DRAW, hoursAt, runHash, uniform } from '../draw.ts';
import type { LevelHappening } from '../system.ts';
import type { Compiled } from './compile.ts';
import { createCrews } from './crews.ts';
import { type DrawSource, type Engine, EVENT } from './engine.ts';
import { noteFallbacks } from './fallbacks.ts';
import type { Intervals } from './interval.ts';
import { finishRestart, reviewAsset } from './level.ts';
import type { Plan } from './plan.ts';
import { CLASS, createEventQueue, type EventQueue, popEvent, pushEvent, rankOf } from './queue.ts';
import { CAUSE, createTransitions, type Transitions } from './record.ts';
import { damage, finishRepair } from './repair.ts';
import { finishBuffer, finishFallback, follow } from './shortage.ts';
import { createState, READY, RESTARTING, resetState, touch } from './state.ts';
import { noteWorks } from './works.ts';

export interface RunResult {
  /** Belongs to the simulator: the next run writes over it. */
  readonly transitions: Transitions;
  readonly events: number;
  /** Hours that were simulated; less than asked when `MAX_EVENTS` came first. */
  readonly until: number;
}

export interface Simulator {
  run(plan: Plan, seed: number, run: number): RunResult;
  /** Delivered level at the end of the last run. */
  levelOf(asset: number): number;
}

/** Events of one run; a system that flaps for ever ends here. */
export const MAX_EVENTS = 50_000_000;

/** Levels of damage travel in the queue as whole parts of this many. */
const LEVELS = 1_000_000;

/**
 * @param draw another source of draws than the keyed one; only good for showing what goes wrong without it.
 * @param intervals gets when crews were at work, and when assets lived by a fallback, in the last run.
 */
export function createSimulator(
  system: Compiled,
  draw: DrawSource = uniform,
  intervals?: Intervals,
): Simulator {
  const engine = createEngine(system, draw, intervals);
  const { state, queue, transitions } = engine;
  return {
    levelOf: (asset) => state.level[asset] as number,
    run(plan, seed, run) {
      resetState(system, state);
      queue.size = 0;
      engine.crews.clear();
      transitions.size = 0;
      if (intervals !== undefined) intervals.works.length = intervals.fallbacks.length = 0;
      engine.time = 0;
      engine.stream = runHash(seed, run);
      schedule(engine, plan);
      let events = 0;
      for (let row = 0; events < MAX_EVENTS; events++) {
        if (row < plan.drawn && isNext(queue, hoursOf(plan, row), plan.assets[row] as number)) {
          engine.time = hoursOf(plan, row);
          if (engine.time > plan.horizon) break;
          damage(engine, plan.assets[row] as number, levelOf(plan, row));
          row++;
        } else {
          if (!popEvent(queue) || queue.time > plan.horizon) break;
          engine.time = queue.time;
          handle(engine, queue.kind, queue.subject, queue.stamp);
        }
        follow(engine);
      }
      return { transitions, events, until: events < MAX_EVENTS ? plan.horizon : engine.time };
    },
  };
}

function createEngine(system: Compiled, draw: DrawSource, intervals?: Intervals): Engine {
  const state = createState(system);
  const queue = createEventQueue();
  const begin = (asset: number): void => {
    state.workSince[asset] = engine.time;
    const stamp = (state.repairStamp[asset] as number) + 1;
    state.repairStamp[asset] = stamp;
    const rank = rankOf(CLASS.repaired, asset);
    pushEvent(queue, engine.time + (state.workLeft[asset] as number), rank, EVENT.repaired, asset, stamp);
  };
  // Many runs ask for no intervals, and do not pay for them.
  const asked = intervals && noteWorks(intervals.works, begin, () => engine.time);
  const crews = createCrews(system, state, asked?.begin ?? begin, asked?.end);
  const engine: Engine = {
    system,
    state,
    queue,
    transitions: createTransitions(),
    crews,
    draw,
    changed: new Int32Array(256),
    before: new Float64Array(256),
    changes: 0,
    time: 0,
    stream: 0,
    noteFallback: intervals && noteFallbacks(intervals.fallbacks),
  };
  return engine;
}

function handle(engine: Engine, kind: number, subject: number, stamp: number): void {
  const { state } = engine;
  if (kind === EVENT.damage) damage(engine, subject, stamp / LEVELS);
  else if (kind === EVENT.repaired) {
    if (stamp === state.repairStamp[subject]) finishRepair(engine, subject);
  } else if (kind === EVENT.hold || kind === EVENT.release) {
    touch(state.touchedAssets, subject);
    state.held[subject] = (state.held[subject] as number) + (kind === EVENT.hold ? 1 : -1);
    reviewAsset(engine, subject, kind === EVENT.hold ? CAUSE.held : CAUSE.released, -1, -1);
  } else if (kind === EVENT.restarted) {
    if (stamp !== state.startStamp[subject] || state.starting[subject] !== RESTARTING) return;
    state.starting[subject] = READY;
    finishRestart(engine, subject, CAUSE.restart, -1, -1);
  } else if (stamp === state.groupStamp[subject]) {
    if (kind === EVENT.bufferOver) finishBuffer(engine, subject, stamp);
    else finishFallback(engine, subject);
  }
}

function hoursOf({ of, happenings }: Plan, row: number): number {
  const { at } = happenings[of[row] as number] as LevelHappening;
  return at.kind === 'fixed' ? at.hours : 0;
}

function levelOf({ of, happenings }: Plan, row: number): number {
  const happening = happenings[of[row] as number] as LevelHappening;
  return happening.kind === 'damage' ? (happening.level ?? 0) : 0;
}

/** Whether planned damage comes before all that is in the queue. */
function isNext(queue: EventQueue, time: number, asset: number): boolean {
  const first = queue.times[0] as number;
  if (queue.size === 0 || time < first) return true;
  return time === first && rankOf(CLASS.damage, asset) <= (queue.ranks[0] as number);
}

/** Puts what happens at drawn times into the queue. */
function schedule({ system, stream, queue, draw }: Engine, { assets, of, happenings, drawn }: Plan): void {
  for (let row = drawn; row < assets.length; row++) {
    const asset = assets[row] as number;
    const happening = happenings[of[row] as number] as LevelHappening;
    const entity = system.assetHash[asset] as number;
    if (happening.kind === 'damage') {
      const start = hoursAt(happening.at, draw(stream, entity, DRAW.damage));
      const level = Math.round((happening.level ?? 0) * LEVELS);
      pushEvent(queue, start, rankOf(CLASS.damage, asset), EVENT.damage, asset, level);
      continue;
    }
    const start = hoursAt(happening.at, draw(stream, entity, DRAW.isolate));
    pushEvent(queue, start, rankOf(CLASS.human, asset), EVENT.hold, asset, 0);
    if (happening.hours === undefined) continue;
    const length = hoursAt(happening.hours, draw(stream, entity, DRAW.release));
    pushEvent(queue, start + length, rankOf(CLASS.human, asset), EVENT.release, asset, 0);
  }
}
