// SPDX-License-Identifier: Apache-2.0
// The theorem of docs/explanation/cascades.md §3: with as many crews as needed, a better system is never worse at any
// asset at any time of any run. It rests on draws that belong to things; draws in a sequence break it.
import { expect, test } from 'vitest';
import { compileSystem } from '../src/cascade/engine/compile.ts';
import type { DrawSource } from '../src/cascade/engine/engine.ts';
import { compilePlan } from '../src/cascade/engine/plan.ts';
import { createSimulator } from '../src/cascade/engine/simulator.ts';
import type { Duration, Group, Scenario, System } from '../src/cascade/system.ts';
import { createRandom, type Random } from '../src/core/random.ts';
import { randomCase } from './oracle/cascade-random.ts';

const MODELS = 5000;
const RUNS = 20;

test(`no violation in ${MODELS * RUNS} pairs of runs`, () => {
  const { pairs, violations, differences } = compare(MODELS, () => undefined);
  expect(pairs).toBe(MODELS * RUNS);
  expect(violations.slice(0, 5)).toEqual([]);
  expect(differences).toBeGreaterThan(MODELS);
});

test('draws by sequence violate it, so the comparison can fail', () => {
  const { violations } = compare(300, () => {
    const random = createRandom(1, 'sequence');
    return () => random.next() * 0.999 + 0.0005;
  });
  expect(violations.length).toBeGreaterThan(0);
});

function compare(models: number, source: () => DrawSource | undefined) {
  const violations: string[] = [];
  let pairs = 0;
  let differences = 0;
  for (let seed = 0; seed < models; seed++) {
    const { system, scenario } = randomCase(seed, { crews: false });
    const better = improve(system, scenario, createRandom(seed, 'better'));
    const runWorse = runner(system, scenario, source());
    const runBetter = runner(better.system, better.scenario, source());
    for (let run = 0; run < RUNS; run++) {
      const [worse, good] = [runWorse(seed, run), runBetter(seed, run)];
      pairs++;
      const found = firstWorse(worse, good);
      if (found !== undefined) violations.push(`model ${seed}, run ${run}: ${found}`);
      if (worse.length !== good.length || worse.some(([time], at) => time !== good[at]?.[0])) differences++;
    }
  }
  return { pairs, violations, differences };
}

type Step = readonly [time: number, asset: number, level: number];

function runner(
  system: System,
  scenario: Scenario,
  draw: DrawSource | undefined,
): (seed: number, run: number) => Step[] {
  const compiled = compileSystem(system);
  const simulator = createSimulator(compiled, draw);
  const plan = compilePlan(compiled, scenario);
  return (seed, run) => {
    const { size, times, assets, levels } = simulator.run(plan, seed, run).transitions;
    return Array.from({ length: size }, (_, at) => [
      times[at] as number,
      assets[at] as number,
      levels[at] as number,
    ]);
  };
}

/** Where the better system delivers less, for longer than rounding explains. */
function firstWorse(worse: readonly Step[], better: readonly Step[]): string | undefined {
  const times = [...new Set([...worse, ...better].map(([time]) => time))].sort((a, b) => a - b);
  const moments = times.filter(
    (time, at) => at + 1 === times.length || (times[at + 1] as number) - time > 1e-9,
  );
  const levels = [new Map<number, number>(), new Map<number, number>()] as const;
  const at = [0, 0];
  for (const moment of moments) {
    [worse, better].forEach((steps, side) => {
      for (
        ;
        (steps[at[side] as number]?.[0] ?? Number.POSITIVE_INFINITY) <= moment;
        at[side] = (at[side] as number) + 1
      ) {
        const [, asset, level] = steps[at[side] as number] as Step;
        levels[side as 0 | 1].set(asset, level);
      }
    });
    for (const [asset, level] of levels[1])
      if (level < (levels[0].get(asset) ?? 1) - 1e-9) return `asset ${asset} at ${moment} h has ${level}`;
  }
  return undefined;
}

interface Variant {
  readonly system: System;
  readonly scenario: Scenario;
}

/** One to three improvements of the kinds that the theorem names. */
function improve(system: System, scenario: Scenario, random: Random): Variant {
  let variant: Variant = { system, scenario };
  for (let count = 1 + random.below(3); count > 0; count--) {
    const change = CHANGES[random.below(CHANGES.length)] as (typeof CHANGES)[number];
    variant = change(variant, random);
  }
  return variant;
}

const onGroup =
  (change: (group: Group, random: Random, system: System) => Group) =>
  ({ system, scenario }: Variant, random: Random): Variant => {
    const chosen = random.below(Math.max(1, system.groups.length));
    const groups = system.groups.map((each, index) =>
      index === chosen ? change(each, random, system) : each,
    );
    return { system: { ...system, groups }, scenario };
  };

const onAsset =
  (key: 'restart' | 'repair') =>
  ({ system, scenario }: Variant, random: Random): Variant => {
    const chosen = random.below(system.assets.length);
    const assets = system.assets.map((each, index) => {
      const duration = each[key];
      return index === chosen && duration !== undefined
        ? { ...each, [key]: scaled(duration, random.next()) }
        : each;
    });
    return { system: { ...system, assets }, scenario };
  };

const CHANGES: readonly ((variant: Variant, random: Random) => Variant)[] = [
  onGroup((group, random, system) => {
    const asset = system.assets[random.below(system.assets.length)]?.id ?? '';
    const isByShare = group.suppliers.some(({ share }) => share !== undefined);
    return {
      ...group,
      suppliers: [...group.suppliers, { asset, ...(isByShare ? { share: random.next() } : {}) }],
    };
  }),
  onGroup((group) => ({ ...group, need: group.need > 1 ? group.need - 1 : group.need })),
  onGroup((group, random) =>
    group.buffer === undefined ? group : { ...group, buffer: scaled(group.buffer, 1 + random.next()) },
  ),
  onGroup((group) =>
    group.fallback === undefined ? group : { ...group, fallback: { ...group.fallback, level: 0.75 } },
  ),
  onAsset('restart'),
  onAsset('repair'),
  ({ system, scenario }, random) => {
    const gone = random.below(scenario.happenings.length);
    return {
      system,
      scenario: { ...scenario, happenings: scenario.happenings.filter((_, index) => index !== gone) },
    };
  },
];

function scaled(duration: Duration, by: number): Duration {
  switch (duration.kind) {
    case 'fixed':
      return { ...duration, hours: duration.hours * by };
    case 'exponential':
      return { ...duration, mean: duration.mean * by };
    case 'lognormal':
      return { ...duration, median: duration.median * by };
    case 'triangular':
      return { ...duration, least: duration.least * by, mode: duration.mode * by, most: duration.most * by };
  }
}
