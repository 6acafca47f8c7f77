// SPDX-License-Identifier: Apache-2.0
// When crews are at work: as the rules of repair say, and without a difference for what is simulated.
import { expect, test } from 'vitest';
import type { System } from '../system.ts';
import { compileSystem } from './compile.ts';
import type { Interval } from './interval.ts';
import { compilePlan } from './plan.ts';
import { createSimulator } from './simulator.ts';

const fixed = (hours: number) => ({ kind: 'fixed', hours }) as const;
const damaged = (on: string, at: number) => ({ kind: 'damage', on, at: fixed(at) }) as const;

/** Two assets that one crew repairs in three hours each; the second needs power for it. */
const system: System = {
  assets: [
    { id: 'pump', repair: fixed(3), crew: 'fitters', priority: 1 },
    { id: 'valve', repair: fixed(3), crew: 'fitters', priority: 2 },
    { id: 'power', repair: fixed(2) },
  ],
  groups: [{ id: 'light', of: 'valve', suppliers: [{ asset: 'power' }], need: 1, mode: 'repair' }],
  crews: { fitters: 1 },
};

function worksOf(...happenings: readonly ReturnType<typeof damaged>[]): readonly (readonly unknown[])[] {
  const compiled = compileSystem(system);
  const plan = compilePlan(compiled, { happenings, horizon: 20 });
  const works: Interval[] = [];
  const simulator = createSimulator(compiled, undefined, { works, fallbacks: [] });
  simulator.run(plan, 1, 0);
  const told = works.map(({ asset, from, until }) => [system.assets[asset]?.id, from, until]);
  // Again: a run leaves nothing to the next one.
  simulator.run(plan, 1, 0);
  expect(works.map(({ asset, from, until }) => [system.assets[asset]?.id, from, until])).toEqual(told);
  return told;
}

test.each([
  [
    'one crew comes to one after the other',
    [damaged('pump', 1), damaged('valve', 1)],
    [
      ['pump', 1, 4],
      ['valve', 4, 7],
    ],
  ],
  [
    'the work stops while what it needs is away, and goes on where it was',
    [damaged('valve', 1), damaged('power', 2)],
    [
      ['valve', 1, 2],
      ['power', 2, 4],
      ['valve', 4, 6],
    ],
  ],
  [
    'new damage begins it anew, and the crew stays',
    [damaged('pump', 1), damaged('pump', 3)],
    [['pump', 1, 6]],
  ],
  ['what is not over at the end stays open', [damaged('pump', 19)], [['pump', 19, undefined]]],
] as const)('%s', (_, happenings, works) => {
  expect(worksOf(...happenings)).toEqual(works);
});

test('nobody asking for it changes nothing', () => {
  const compiled = compileSystem(system);
  const plan = compilePlan(compiled, { happenings: [damaged('pump', 1), damaged('valve', 2)], horizon: 20 });
  const [asked, not] = [
    createSimulator(compiled, undefined, { works: [], fallbacks: [] }),
    createSimulator(compiled),
  ].map((simulator) => {
    const { transitions, events } = simulator.run(plan, 1, 0);
    return [events, [...transitions.times.slice(0, transitions.size)]];
  });
  expect(asked).toEqual(not);
});
