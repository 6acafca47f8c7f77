// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { type Fit, fitProfile, LEAST, type Value } from './fit.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);
const OPTIONS = { alpha: 0.01, side: 'above', counts: true } as const;

/** Hours of a day with a busy middle; `odd` of a thousand are far off. */
function hours(count: number, seed: number, odd = 0): readonly Value[] {
  const random = createRandom(seed, 'hours');
  return Array.from({ length: count }, (_, at) => {
    const mean = at % 24 < 12 ? 20 : 60;
    const value = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
    return { time: MONDAY + (at + 1) * HOUR, value: random.next() * 1000 < odd ? value * 40 : value };
  });
}

function beyond({ profile }: Fit, values: readonly Value[]): number {
  const far = values.filter(({ time, value }) => {
    const slot = Math.floor((time - 1 - MONDAY) / HOUR) % profile.centre.length;
    return value - (profile.centre[slot] as number) >= profile.limit * (profile.scatter[slot] as number);
  });
  return far.length / values.length;
}

const fitted = (values: readonly Value[]): Fit => {
  const found = fitProfile(values, OPTIONS);
  if (found === undefined) throw new Error('expected a fit');
  return found;
};

describe('profile of a week', () => {
  test.each([
    ['four days', 100, 1],
    ['a week and a half', 260, 24],
    ['ten weeks', 1700, 168],
  ])('%s: %i hours have %i slots', (_, count, slots) => {
    expect(fitted(hours(count, 1)).profile.centre).toHaveLength(slots);
  });

  test.each([
    ['too few', hours(LEAST - 1, 1)],
    ['always the same', hours(400, 1).map(({ time }) => ({ time, value: 7 }))],
  ])('%s say nothing', (_, values) => {
    expect(fitProfile(values, OPTIONS)).toBeUndefined();
  });

  test('usual values of later days stay within the limit as often as promised', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const found = fitted(hours(1700, seed));
      // Of 700 scores of calibration, the share beyond their highest hundredth varies by about as much again.
      expect(beyond(found, hours(3400, seed + 5000)), `seed ${seed}`).toBeLessThanOrEqual(3 * found.alpha);
    }
  });

  test('three in a hundred hours of attacks hardly move it', () => {
    const ratios = Array.from({ length: 21 }, (_, at) => {
      const seed = at + 1;
      const [clean, dirty] = [fitted(hours(1700, seed)), fitted(hours(1700, seed, 30))];
      expect(dirty.setAside, `seed ${seed}`).toBeGreaterThan(0);
      const forty = hours(1700, seed).map((each) => ({ ...each, value: each.value * 40 }));
      expect(beyond(dirty, forty), `seed ${seed}`).toBeGreaterThan(0.98);
      return dirty.profile.limit / clean.profile.limit;
    }).sort((a, b) => a - b);
    // Each limit is the quantile of a sample, so that one in many is far off.
    expect(ratios[10]).toBeLessThan(1.2);
    expect(ratios[18]).toBeLessThan(1.5);
  });

  test('with few values it promises less, and says so', () => {
    const found = fitProfile(hours(100, 3), { ...OPTIONS, alpha: 0.001 });
    expect(found?.alpha).toBeGreaterThan(0.001);
  });

  test('a new level of life is drift', () => {
    const doubled = hours(480, 1).map(({ time, value }, at) => ({
      time,
      value: at < 240 ? value : 2 * value,
    }));
    expect(fitted(doubled).drift).toBeGreaterThan(1);
    expect(fitted(hours(480, 1)).drift).toBeLessThan(1);
  });
});
