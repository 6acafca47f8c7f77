// SPDX-License-Identifier: Apache-2.0
// Integrity and confidentiality against their rules written a second time, and what more care never makes worse.
import { describe, expect, test } from 'vitest';
import { type ChannelRun, createChannels } from '../src/cascade/channel/channels.ts';
import { compileSystem } from '../src/cascade/engine/compile.ts';
import { compilePlan } from '../src/cascade/engine/plan.ts';
import { createSimulator } from '../src/cascade/engine/simulator.ts';
import { CHANNELS, type Channel } from '../src/cascade/system.ts';
import { createRandom } from '../src/core/random.ts';
import { spreadNaively } from './oracle/cascade-channels-naive.ts';
import { randomChannelCase, withMoreCare } from './oracle/cascade-channels-random.ts';
import { simulateNaively } from './oracle/cascade-naive.ts';
import type { Case } from './oracle/cascade-random.ts';

const CASES = 2000;
const PAIRS = 10_000;

function engineRun({ system, scenario }: Case, seed: number): { run: ChannelRun; ids: readonly string[] } {
  const compiled = compileSystem(system);
  const { transitions } = createSimulator(compiled).run(compilePlan(compiled, scenario), seed, 0);
  const { happenings, horizon } = scenario;
  const run = createChannels(system, compiled).run(happenings, horizon, transitions, seed, 0);
  if (run === undefined) throw new RangeError('Nothing is altered or exposed');
  return { run, ids: compiled.names.ids };
}

const rounded = (hour: number): string => (hour > 1e6 ? 'never' : hour.toFixed(6));

function told({ run, ids }: ReturnType<typeof engineRun>, channel: Channel, horizon: number): string[] {
  const { marks, notice } = run[channel];
  const spans = marks.map(
    ({ asset, data, from, until }) =>
      `${ids[asset]} ${data ?? 'all'} ${rounded(from)} ${until > horizon ? 'end' : rounded(until)}`,
  );
  const hour = notice?.hour ?? Number.POSITIVE_INFINITY;
  return [...spans.sort(), hour > horizon ? 'not noticed' : rounded(hour)];
}

test(`who is wrong or read, and when, is the same on ${CASES} random systems`, () => {
  let spans = 0;
  let spread = 0;
  for (let seed = 0; seed < CASES; seed++) {
    const given = randomChannelCase(seed);
    const { system, scenario } = given;
    const { horizon } = scenario;
    const changes = simulateNaively(system, scenario, seed, 0);
    const fast = engineRun(given, seed);
    for (const channel of CHANNELS) {
      const { spans: found, noticed } = spreadNaively(system, scenario, channel, changes, seed, 0);
      const naive = found.map(
        ({ asset, data, from, until }) =>
          `${asset} ${data ?? 'all'} ${rounded(from)} ${until > horizon ? 'end' : rounded(until)}`,
      );
      // Where nothing happens on a channel, nobody asks whether it is noticed.
      const isQuiet = naive.length === 0;
      const expected = [...naive.sort(), noticed > horizon ? 'not noticed' : rounded(noticed)];
      const mine = told(fast, channel, horizon);
      expect(isQuiet ? mine.slice(0, -1) : mine, `seed ${seed}, ${channel}`).toEqual(isQuiet ? [] : expected);
      spans += naive.length;
    }
    spread += fast.run.integrity.marks.filter(({ via }) => via >= 0).length;
  }
  expect(spans).toBeGreaterThan(CASES * 2);
  expect(spread).toBeGreaterThan(CASES);
});

describe('more care', () => {
  test(`makes nothing wrong or read that was not, in ${PAIRS} pairs of runs`, () => {
    let better = 0;
    for (let seed = 0; seed < PAIRS; seed++) {
      const given = randomChannelCase(seed);
      const random = createRandom(seed, 'care');
      const after = engineRun({ ...given, system: withMoreCare(given.system, random) }, seed);
      const before = engineRun(given, seed);
      for (const channel of CHANNELS) {
        const old = before.run[channel].marks;
        for (const { asset, data, from, until } of after.run[channel].marks) {
          const was = old.find((each) => each.asset === asset && each.data === data);
          expect(was, `seed ${seed}: ${channel} of ${after.ids[asset]}`).toBeDefined();
          expect((was?.from ?? 0) <= from + 1e-9 && until <= (was?.until ?? 0) + 1e-9, `seed ${seed}`).toBe(
            true,
          );
          if (was !== undefined && (was.from < from || until < was.until)) better++;
        }
        better += old.length - after.run[channel].marks.length;
      }
    }
    expect(better).toBeGreaterThan(PAIRS / 10);
  });

  test('the levels of availability are the same whatever is wrong', () => {
    for (let seed = 0; seed < 500; seed++) {
      const { system, scenario } = randomChannelCase(seed);
      const compiled = compileSystem(system);
      const levels = (happenings: typeof scenario.happenings): Float64Array => {
        const plan = compilePlan(compiled, { ...scenario, happenings });
        const { transitions } = createSimulator(compiled).run(plan, seed, 0);
        return transitions.levels.slice(0, transitions.size);
      };
      const only = scenario.happenings.filter(({ kind }) => kind === 'damage' || kind === 'isolate');
      expect(levels(scenario.happenings)).toEqual(levels(only));
    }
  });
});
