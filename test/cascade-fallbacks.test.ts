// SPDX-License-Identifier: Apache-2.0
// Who lives by a fallback, as the engine notes it, against the levels of the run alone.
import { expect, test } from 'vitest';
import { compileSystem } from '../src/cascade/engine/compile.ts';
import type { Intervals } from '../src/cascade/engine/interval.ts';
import { compilePlan } from '../src/cascade/engine/plan.ts';
import { createSimulator } from '../src/cascade/engine/simulator.ts';
import type { Group } from '../src/cascade/system.ts';
import { type Case, randomCase } from './oracle/cascade-random.ts';

const CASES = 1500;

interface Change {
  readonly time: number;
  readonly asset: string;
  readonly level: number;
}

interface Fallback {
  readonly asset: string;
  readonly from: number;
  readonly until: number;
}

function simulated({ system, scenario }: Case, seed: number) {
  const compiled = compileSystem(system);
  const intervals: Intervals = { works: [], fallbacks: [] };
  const plan = compilePlan(compiled, scenario);
  const { transitions } = createSimulator(compiled, undefined, intervals).run(plan, seed, 0);
  const idOf = (asset: number): string => compiled.names.ids[asset] as string;
  const changes: readonly Change[] = Array.from({ length: transitions.size }, (_, at) => ({
    time: transitions.times[at] as number,
    asset: idOf(transitions.assets[at] as number),
    level: transitions.levels[at] as number,
  }));
  const fallbacks: readonly Fallback[] = intervals.fallbacks.map(
    ({ asset, from, until = scenario.horizon }) => ({ asset: idOf(asset), from, until }),
  );
  return { changes, fallbacks };
}

/** What a group lets through by its suppliers alone. */
function throughOf({ suppliers, need, mode }: Group, levelOf: (asset: string) => number): number {
  const byCapacity = suppliers.some(({ share }) => share !== undefined);
  const given = suppliers.reduce((sum, { asset, threshold = 1, share = 1 }) => {
    const level = levelOf(asset);
    if (byCapacity) return sum + share * level;
    return sum + (level >= threshold ? 1 : 0);
  }, 0);
  if (given >= need * (1 - 1e-12)) return 1;
  return byCapacity && mode === 'degrade' ? given / need : 0;
}

/** Between all moments at which something happens. */
function middles({ changes, fallbacks }: ReturnType<typeof simulated>, horizon: number): readonly number[] {
  const times = [
    ...changes.map(({ time }) => time),
    ...fallbacks.flatMap(({ from, until }) => [from, until]),
  ];
  const moments = [...new Set([0, ...times, horizon])].sort((a, b) => a - b);
  return moments.slice(1).flatMap((to, at) => {
    const from = moments[at] as number;
    return to - from > 1e-6 ? [(from + to) / 2] : [];
  });
}

test(`on ${CASES} random systems an asset lives by a fallback while its level comes from one`, () => {
  let [lived, owed] = [0, 0];
  for (let seed = 0; seed < CASES; seed++) {
    const given = randomCase(seed);
    const run = simulated(given, seed);
    for (const hour of middles(run, given.scenario.horizon)) {
      const levelOf = (asset: string): number =>
        run.changes.findLast((each) => each.asset === asset && each.time <= hour)?.level ?? 1;
      for (const { id } of given.system.assets) {
        const lives = run.fallbacks.some(
          (each) => each.asset === id && each.from < hour && hour < each.until,
        );
        const short = given.system.groups.filter(
          (group) =>
            group.of === id &&
            (group.mode === 'hard' || group.mode === 'degrade') &&
            group.fallback !== undefined &&
            levelOf(id) > throughOf(group, levelOf) + 1e-9,
        );
        const where = `seed ${seed}, ${id} at ${hour}`;
        // A buffer may still carry it; without one it is the fallback, and nothing else.
        if (lives) expect(short.length, where).toBeGreaterThan(0);
        if (short.some(({ buffer }) => buffer === undefined)) expect(lives, where).toBe(true);
        lived += lives ? 1 : 0;
        owed += short.some(({ buffer }) => buffer === undefined) ? 1 : 0;
      }
    }
  }
  expect(Math.min(lived, owed)).toBeGreaterThan(CASES / 10);
});

test('an interval lasts, and those of an asset do not touch', () => {
  for (let seed = 0; seed < CASES; seed++) {
    const { fallbacks } = simulated(randomCase(seed), seed);
    for (const [at, { asset, from, until }] of fallbacks.entries()) {
      expect(until, `seed ${seed}`).toBeGreaterThan(from);
      const next = fallbacks.slice(at + 1).find((each) => each.asset === asset);
      expect(next?.from ?? Number.POSITIVE_INFINITY, `seed ${seed}`).toBeGreaterThan(until);
    }
  }
});
