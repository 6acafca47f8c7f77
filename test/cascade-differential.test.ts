// SPDX-License-Identifier: Apache-2.0
// The engine on typed arrays against the rules written a second time.
import { expect, test } from 'vitest';
import { compileSystem } from '../src/cascade/engine/compile.ts';
import { compilePlan } from '../src/cascade/engine/plan.ts';
import { createSimulator } from '../src/cascade/engine/simulator.ts';
import { simulateNaively } from './oracle/cascade-naive.ts';
import { type Case, randomCase } from './oracle/cascade-random.ts';

const CASES = 1500;

/** Changes that are still there at the end of a moment; within a moment the order is free. */
function settled(
  changes: readonly { readonly time: number; readonly asset: string; readonly level: number }[],
): string[] {
  const last = new Map<string, string>();
  const out: string[] = [];
  let moment = -1;
  const flush = (): void => {
    for (const [asset, text] of [...last].sort()) out.push(`${text} ${asset}`);
    last.clear();
  };
  for (const { time, asset, level } of changes) {
    if (time - moment > 1e-9) flush();
    moment = time;
    last.set(asset, `${time.toFixed(6)} ${level.toFixed(6)}`);
  }
  flush();
  return out;
}

function engineChanges({ system, scenario }: Case, seed: number): ReturnType<typeof simulateNaively> {
  const compiled = compileSystem(system);
  const { transitions } = createSimulator(compiled).run(compilePlan(compiled, scenario), seed, 0);
  return Array.from({ length: transitions.size }, (_, at) => ({
    time: transitions.times[at] as number,
    asset: compiled.names.ids[transitions.assets[at] as number] as string,
    level: transitions.levels[at] as number,
  }));
}

test(`gives the same changes on ${CASES} random systems`, () => {
  let changes = 0;
  for (let seed = 0; seed < CASES; seed++) {
    const given = randomCase(seed);
    const naive = settled(simulateNaively(given.system, given.scenario, seed, 0));
    expect(settled(engineChanges(given, seed)), `seed ${seed}`).toEqual(naive);
    changes += naive.length;
  }
  expect(changes).toBeGreaterThan(CASES * 4);
});

test('a second run on the same simulator starts anew', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { system, scenario } = randomCase(seed);
    const compiled = compileSystem(system);
    const plan = compilePlan(compiled, scenario);
    const simulator = createSimulator(compiled);
    const first = simulator.run(plan, seed, 0);
    const before = first.transitions.times.slice(0, first.transitions.size);
    simulator.run(plan, seed, 1);
    const again = simulator.run(plan, seed, 0);
    expect(again.transitions.times.slice(0, again.transitions.size)).toEqual(before);
  }
});
