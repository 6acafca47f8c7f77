// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestSet, shapleyCredit } from './credit.ts';
import { type Change, withMeasures } from './measure.ts';

const hours = (value: number) => ({ kind: 'fixed', hours: value }) as const;
const setting = {
  system: {
    assets: [{ id: 'a', repair: hours(8) }, { id: 'b' }],
    groups: [
      { id: 'g', of: 'a', suppliers: [{ asset: 'b' }], need: 1, mode: 'hard', buffer: hours(1) } as const,
    ],
    causes: [{ id: 'site', members: ['a', 'b'] }],
  },
  scenario: { happenings: [{ kind: 'damage', on: 'site', at: hours(0) } as const], horizon: 24 },
};
const after = (change: Change) => withMeasures(setting, [{ id: 'm', name: 'm', cost: 1, changes: [change] }]);

test.each<[Change, (result: ReturnType<typeof after>) => unknown, unknown]>([
  [{ kind: 'repair', on: 'a', time: { times: 0.5 } }, (r) => r.system.assets[0]?.repair, hours(4)],
  [{ kind: 'repair', on: 'b', time: { times: 0.5 } }, (r) => r.system.assets[1]?.repair, undefined],
  [{ kind: 'repair', on: 'b', time: { to: hours(1) } }, (r) => r.system.assets[1]?.repair, hours(1)],
  [{ kind: 'buffer', of: 'a', time: { times: 3 } }, (r) => r.system.groups[0]?.buffer, hours(3)],
  [{ kind: 'fallback', of: 'a', level: 0.5 }, (r) => r.system.groups[0]?.fallback, { level: 0.5 }],
  [{ kind: 'need', group: 'g', need: 0 }, (r) => r.system.groups[0]?.need, 0],
  [
    { kind: 'supplier', group: 'g', supply: { asset: 'c' }, asset: { id: 'c' } },
    (r) => r.system.groups[0]?.suppliers,
    [{ asset: 'b' }, { asset: 'c' }],
  ],
  [{ kind: 'prevent', happening: 0 }, (r) => r.scenario.happenings, []],
  [
    { kind: 'floor', on: 'a', level: 0.3 },
    (r) => [r.system.causes, r.scenario.happenings[1]],
    [[{ id: 'site', members: ['b'] }], { kind: 'damage', on: 'a', at: hours(0), level: 0.3 }],
  ],
])('change %j', (change, pick, expected) => {
  expect(pick(after(change))).toEqual(expected);
});

test('credit adds up to what all avoid together, and is symmetric', () => {
  const losses = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(losses, (loss) => {
      const credit = shapleyCredit(3, (subset) => loss[subset] as number);
      const total = credit.reduce((sum, each) => sum + each, 0);
      expect(total).toBeCloseTo((loss[0] as number) - (loss[7] as number), 6);
    }),
  );
  // Two that replace one another share; one that does nothing gets nothing.
  expect(shapleyCredit(3, (subset) => ((subset & 3) === 0 ? 10 : 0))).toEqual([
    expect.closeTo(5, 9),
    expect.closeTo(5, 9),
    expect.closeTo(0, 9),
  ]);
  expect(() => shapleyCredit(13, () => 0)).toThrow('at most 12');
});

test('the best set is that of trying all subsets', () => {
  const instance = fc.tuple(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 7,
    }),
    fc.integer({ min: 0, max: 25 }),
  );
  fc.assert(
    fc.property(instance, ([measures, budget]) => {
      const costs = measures.map(([cost]) => cost);
      // Gains that shrink with company, so greedy choices err.
      const lossOf = (subset: number): number =>
        100 - Math.sqrt(measures.reduce((sum, [, gain], at) => sum + ((subset >> at) & 1) * gain, 0));
      const cost = (subset: number): number =>
        costs.reduce((sum, each, at) => sum + ((subset >> at) & 1) * each, 0);
      const all = Array.from({ length: 2 ** costs.length }, (_, subset) => subset).filter(
        (subset) => cost(subset) <= budget,
      );
      const least = Math.min(...all.map(lossOf));
      const cheapest = Math.min(...all.filter((subset) => lossOf(subset) === least).map(cost));
      expect(bestSet(costs, budget, lossOf)).toMatchObject({ loss: least, cost: cheapest });
    }),
  );
});
