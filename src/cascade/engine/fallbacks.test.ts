// SPDX-License-Identifier: Apache-2.0
// When assets live by a fallback: from the end of the buffer to its own end or the return of what was lacking.
import { expect, test } from 'vitest';
import type { Group, Happening, System } from '../system.ts';
import { compileSystem } from './compile.ts';
import type { Intervals } from './interval.ts';
import { compilePlan } from './plan.ts';
import { createSimulator } from './simulator.ts';

const fixed = (hours: number) => ({ kind: 'fixed', hours }) as const;
const damaged = (on: string, at: number, level = 0) =>
  ({ kind: 'damage', on, at: fixed(at), level }) as const;
const isolated = (on: string, at: number, hours: number) =>
  ({ kind: 'isolate', on, at: fixed(at), hours: fixed(hours) }) as const;

/** Mains that are repaired in ten hours, and a till that needs them. */
function fallbacksOf(group: Partial<Group>, ...happenings: readonly Happening[]) {
  const mains: Group = {
    id: 'mains',
    of: 'till',
    suppliers: [{ asset: 'power' }],
    need: 1,
    mode: 'hard',
    ...group,
  };
  const system: System = {
    assets: [{ id: 'power', repair: fixed(10) }, { id: 'till' }],
    groups: [mains, { id: 'queue', of: 'hall', suppliers: [{ asset: 'till' }], need: 1, mode: 'hard' }],
  };
  const compiled = compileSystem({ ...system, assets: [...system.assets, { id: 'hall' }] });
  const intervals: Intervals = { works: [], fallbacks: [] };
  const simulator = createSimulator(compiled, undefined, intervals);
  const plan = compilePlan(compiled, { happenings, horizon: 40 });
  const told = () => {
    simulator.run(plan, 1, 0);
    return intervals.fallbacks.map(({ asset, from, until }) => [compiled.names.ids[asset], from, until]);
  };
  const first = told();
  // Again: a run leaves nothing to the next one.
  expect(told()).toEqual(first);
  return first;
}

test.each<[string, Partial<Group>, readonly Happening[], readonly (readonly unknown[])[]]>([
  [
    'a generator carries all of it until the mains are back',
    { fallback: { level: 1 } },
    [damaged('power', 2)],
    [['till', 2, 12]],
  ],
  [
    'it begins when the buffer is over, and ends with its fuel',
    { buffer: fixed(1), fallback: { level: 0.5, duration: fixed(4) } },
    [damaged('power', 2)],
    [['till', 3, 7]],
  ],
  [
    'a shortage within the buffer needs none',
    { buffer: fixed(20), fallback: { level: 1 } },
    [damaged('power', 2)],
    [],
  ],
  ['without a fallback there is none', {}, [damaged('power', 2)], []],
  [
    'who is down for another reason lives by nothing, and goes on by it after',
    { fallback: { level: 1 } },
    [damaged('power', 2), isolated('till', 4, 3)],
    [
      ['till', 2, 4],
      ['till', 7, 12],
    ],
  ],
  [
    'what the suppliers still give is no fallback, where it is more',
    { mode: 'degrade', suppliers: [{ asset: 'power', share: 1 }], fallback: { level: 0.3 } },
    [damaged('power', 2, 0.6)],
    [],
  ],
  [
    'it is one, where it is more than what the suppliers still give',
    { mode: 'degrade', suppliers: [{ asset: 'power', share: 1 }], fallback: { level: 0.8 } },
    [damaged('power', 2, 0.6)],
    [['till', 2, 12]],
  ],
  [
    'what is not over at the end stays open',
    { fallback: { level: 1 } },
    [damaged('power', 35)],
    [['till', 35, undefined]],
  ],
  [
    'what began and was undone in one moment is not told',
    { fallback: { level: 1 } },
    [isolated('power', 2, 0)],
    [],
  ],
  [
    'what ended and began again in one moment is one',
    { fallback: { level: 1 } },
    [isolated('power', 2, 3), isolated('power', 5, 4)],
    [['till', 2, 9]],
  ],
])('%s', (_, group, happenings, expected) => {
  expect(fallbacksOf(group, ...happenings)).toEqual(expected);
});
