// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { compileSystem } from '../engine/compile.ts';
import { compilePlan } from '../engine/plan.ts';
import { createSimulator } from '../engine/simulator.ts';
import type { Group, Scenario, System } from '../system.ts';
import { lossOf } from './loss.ts';
import type { Service } from './service.ts';
import { pairedDifference, spreadOf } from './statistics.ts';
import { meanOf, stepsOf, timeBackTo } from './steps.ts';
import { whyChain } from './why.ts';

const hours = (value: number) => ({ kind: 'fixed', hours: value }) as const;
const service: Service = { asset: 0, unit: 'orders', perHour: 10, eurEach: 2, waits: 0, catchUp: 0 };
const outage = (from: number, until: number, level = 0) => ({
  times: [0, from, until],
  levels: [1, level, 1],
});

describe('loss', () => {
  test.each<
    [string, Partial<Service>, ReturnType<typeof outage>, { lost: number; late: number; whole: number }]
  >([
    ['what does not wait is lost', {}, outage(2, 5), { lost: 30, late: 0, whole: 5 }],
    ['half a level loses half', {}, outage(2, 5, 0.5), { lost: 15, late: 0, whole: 5 }],
    ['what waits is worked off', { waits: 1, catchUp: 0.5 }, outage(2, 4), { lost: 0, late: 20, whole: 8 }],
    ['some waits, some is lost', { waits: 0.5, catchUp: 1 }, outage(2, 4), { lost: 10, late: 10, whole: 5 }],
    [
      'what still waits at the end is lost',
      { waits: 1 },
      outage(2, 4),
      { lost: 20, late: 0, whole: Number.POSITIVE_INFINITY },
    ],
  ])('%s', (_, change, steps, expected) => {
    const loss = lossOf({ ...service, ...change }, steps, 24, 0);
    expect(loss).toMatchObject({ ...expected, eur: expected.lost * 2 });
  });

  test('demand follows the hour of the day', () => {
    const profile = Array.from({ length: 24 }, (_, hour) => (hour === 17 ? 24 : 0));
    const fridayEvening = 4 * 24 + 16;
    expect(lossOf({ ...service, profile }, outage(0.5, 1.5), 24, fridayEvening).lost).toBeCloseTo(120, 6);
    expect(lossOf({ ...service, profile }, outage(2.5, 3.5), 24, fridayEvening).lost).toBe(0);
  });
});

test('recovery is the last return, and the mean weighs services', () => {
  const mean = meanOf([outage(1, 3), outage(2, 6, 0.5)], [1, 3]);
  expect(mean).toEqual({ times: [0, 1, 2, 3, 6], levels: [1, 0.75, 0.375, 0.625, 1] });
  expect([timeBackTo(mean, 0.5), timeBackTo(mean, 0.9), timeBackTo(mean, 0.3)]).toEqual([3, 6, 0]);
});

test('spread and paired difference', () => {
  const values = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  expect(spreadOf(values)).toMatchObject({ mean: 50.5, p50: 50.5, cvar95: expect.closeTo(98, 9) });
  const { mean, low, high, pairing } = pairedDifference(
    values,
    values.map((value, at) => value - 1 - (at % 2)),
  );
  expect(mean).toBe(1.5);
  expect(high - low).toBeCloseTo((2 * 1.96 * Math.sqrt(25 / 99)) / 10, 9);
  expect(pairing).toBeGreaterThan(1000);
});

test('a why-chain goes from the outage to the damage, with what was left and how long it held', () => {
  const group = (of: string, needs: readonly string[], need: number, buffer: number): Group => ({
    id: `${of}-needs`,
    of,
    suppliers: needs.map((asset) => ({ asset })),
    need,
    mode: 'hard',
    buffer: hours(buffer),
  });
  const system: System = {
    assets: ['page', 'money', 'line1', 'line2'].map((id) => ({ id })),
    groups: [group('page', ['money'], 1, 0.5), group('money', ['line1', 'line2'], 1, 2)],
  };
  const scenario: Scenario = {
    happenings: [
      { kind: 'damage', on: 'line1', at: hours(1) },
      { kind: 'isolate', on: 'line2', at: hours(3) },
    ],
    horizon: 10,
  };
  const compiled = compileSystem(system);
  const { transitions } = createSimulator(compiled).run(compilePlan(compiled, scenario), 1, 0);
  const [page] = stepsOf(transitions, [0]);
  expect(page).toEqual({ times: [0, 5.5], levels: [1, 0] });
  expect(whyChain(compiled, transitions, transitions.size - 1)).toEqual([
    {
      at: 3,
      time: 5.5,
      asset: 0,
      level: 0,
      cause: 'group',
      group: 0,
      left: 0,
      need: 1,
      straw: 1,
      waited: 0.5,
    },
    { at: 2, time: 5, asset: 1, level: 0, cause: 'group', group: 1, left: 0, need: 1, straw: 3, waited: 2 },
    { at: 1, time: 3, asset: 3, level: 0, cause: 'held' },
  ]);
});
