// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from '../../../test/support/tiny.ts';
import { samplePassages } from '../../core/first-passage/index.ts';
import { analyse, type CompromiseTime, compromiseTimes, type TimeOptions } from '../index.ts';
import { fittedDays } from './mean-days.ts';

const pack = tinyPack(TINY);
const compiled = tinyRules(pack);
const sampler = { sample: async (...task: Parameters<typeof samplePassages>) => samplePassages(...task) };

/** The time of the only verdict; the exploit of the tiny pack takes 4 days. */
async function timeOf(
  model: string,
  options: Partial<TimeOptions> = {},
): Promise<CompromiseTime | undefined> {
  const analysis = analyse({ loaded: tinyModel(model, pack), pack, compiled, today: '2026-01-01' });
  const asked = { samples: 4_000, seed: 1, horizon: 8, plan: [], ...options };
  const { verdicts } = await compromiseTimes(analysis, sampler, asked);
  expect(verdicts).toHaveLength(1);
  return verdicts[0]?.time;
}

const withFlaws = (web: string): string =>
  TWO_HOSTS.replace('vulnerabilities: [{ id: cve-1 }]', `vulnerabilities: [${web}]`);

/** Mean and standard deviation of the time in closed form. */
const MEANS: readonly (readonly [what: string, model: string, mean: number, deviation: number])[] = [
  ['two exploits in a row', TWO_HOSTS, 8, Math.sqrt(32)],
  [
    'two flaws of the first host, the faster counts',
    withFlaws('{ id: cve-1 }, { id: cve-3 }'),
    6,
    Math.sqrt(20),
  ],
  [
    'a hard flaw takes longer',
    withFlaws("{ id: cve-1, cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H' }"),
    11,
    Math.sqrt(65),
  ],
  [
    'a hard flaw that is known to be exploited does not',
    withFlaws("{ id: cve-1, kev: true, cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H' }"),
    8,
    Math.sqrt(32),
  ],
  [
    'one port reached from two zones is one act',
    `${TWO_HOSTS}  - { from: web, to: web, port: 443 }\n`,
    8,
    Math.sqrt(32),
  ],
];

describe('compromiseTimes', () => {
  test.each(MEANS)('%s', async (_, model, mean, deviation) => {
    const time = await timeOf(model);
    expect(Math.abs((time?.mean.value ?? 0) - mean)).toBeLessThan((4 * deviation) / Math.sqrt(4_000));
    expect(time?.bounds.mean.low).toBeLessThanOrEqual(mean + 1e-9);
    expect(time?.bounds.mean.high).toBeGreaterThanOrEqual(mean - 1e-9);
  });

  test('tells the chance within the horizon, with both bounds exact for a series', async () => {
    const time = await timeOf(TWO_HOSTS);
    // Erlang with two stages of 4 days, at 8 days.
    const exact = 1 - 3 * Math.exp(-2);
    expect(time?.within.low).toBeLessThan(exact);
    expect(time?.within.high).toBeGreaterThan(exact);
    expect(time?.bounds.within.low).toBeCloseTo(exact, 9);
    expect(time?.bounds.within.high).toBeCloseTo(exact, 9);
  });

  test('a plan that leaves no way prevents', async () => {
    const time = await timeOf(TWO_HOSTS, { plan: [{ measure: 'patching', on: 'db' }] });
    expect(time?.after).toEqual({ prevented: true });
  });

  test('a plan that meets no step gains nothing, without any doubt', async () => {
    const time = await timeOf(TWO_HOSTS, { plan: [{ measure: 'patching', on: 'net' }] });
    expect(time?.after).toEqual({
      prevented: false,
      mean: time?.mean,
      within: time?.within,
      gained: { value: 0, low: 0, high: 0 },
    });
  });

  test('the same seed gives the same figures, another one others', async () => {
    const few = { samples: 100 };
    expect(await timeOf(TWO_HOSTS, few)).toEqual(await timeOf(TWO_HOSTS, few));
    expect(await timeOf(TWO_HOSTS, { ...few, seed: 2 })).not.toEqual(await timeOf(TWO_HOSTS, few));
  });

  test('a verdict that is not INSECURE has no time', async () => {
    expect(
      await timeOf(`${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [db] }\n`),
    ).toBeUndefined();
  });
});

const HARD = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H';
const FITTED: readonly (readonly [known: Parameters<typeof fittedDays>[1], days: number])[] = [
  [{}, 4],
  [{ cvss: HARD }, 7],
  [{ cvss: 'not a vector' }, 4],
  [{ cvss: HARD, kev: true }, 4],
  [{ epss: 0 }, 4],
  [{ epss: 0.01 }, 4],
  [{ epss: 0.9999 }, 30 / -Math.log(0.0001)],
  [{ cvss: HARD, epss: 0.9999 }, 30 / -Math.log(0.0001)],
];

test.each(FITTED)('a prior of 4 days, knowing %j', (known, days) => {
  expect(fittedDays(4, known)).toBeCloseTo(days, 9);
});
