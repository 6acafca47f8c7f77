// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/canonical-json.ts';
import { createRandom, type Random } from '../../core/random.ts';
import { createAnomalyDetector, createConformal } from './index.ts';

/** Scores of normal life of several shapes, from light to heavy tails, with ties and with memory. */
const SCORES: Readonly<Record<string, (random: Random) => () => number>> = {
  uniform: (random) => () => random.next(),
  'absolute normal': (random) => () => Math.abs(random.normal()),
  'log-normal': (random) => () => Math.exp(2 * random.normal()),
  Cauchy: (random) => () => Math.abs(Math.tan(Math.PI * (random.next() - 0.5))),
  'mostly zero': (random) => () => (random.next() < 0.98 ? 0 : 1),
  counts: (random) => () => Math.floor(-3 * Math.log(1 - random.next())),
  'two modes': (random) => () => (random.next() < 0.1 ? 50 : 0) + Math.abs(random.normal()),
  autoregressive: (random) => {
    let last = 0;
    return () => {
      last = 0.7 * last + random.normal();
      return Math.abs(last);
    };
  },
};

describe('createConformal', () => {
  it.each(Object.entries(SCORES))('keeps the wanted rate of false alarms on %s scores', (_, make) => {
    for (const alpha of [0.05, 0.01]) {
      const rates = [1, 2, 3].map((seed) => rateOf(alpha, seed, make(createRandom(seed, 'scores'))));
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      expect(mean / alpha).toBeGreaterThan(0.8);
      expect(mean / alpha).toBeLessThan(1.2);
    }
  });

  it('keeps it for the scores of detectors on what they have learnt from', () => {
    const alpha = 0.02;
    for (const name of [
      'seasonal-rate',
      'half-space-trees',
      'isolation-forest',
      'sequence',
      'series',
      'rarity',
    ]) {
      const random = createRandom(11, name);
      const { detector } = createAnomalyDetector(name, {}, 5);
      const conformal = createConformal({ alpha, seed: 3 });
      let [alarms, judged] = [0, 0];
      for (let at = 0; at < 22_000; at++) {
        const numbers = {
          load: 40 + 10 * Math.sin((at * Math.PI) / 12) + 3 * random.normal(),
          size: Math.exp(random.normal()),
        };
        const words = { step: 'abcdefgh'[Math.floor(8 * random.next() ** 2)] as string };
        const features = name === 'sequence' || name === 'rarity' ? words : numbers;
        const observation = { time: at * 3_600_000, key: '', features };
        const score = detector?.scoreOne(observation);
        detector?.learnOne(observation);
        if (score === undefined) continue;
        const { alarm } = conformal.next(score);
        if (at < 2000) continue;
        judged++;
        if (alarm) alarms++;
      }
      expect(alarms / judged / alpha, name).toBeGreaterThan(0.8);
      expect(alarms / judged / alpha, name).toBeLessThan(1.2);
    }
  });

  it('raises no alarm before it has 1/α scores to compare with', () => {
    const conformal = createConformal({ alpha: 0.01, seed: 1 });
    const early = Array.from({ length: 98 }, (_, at) => conformal.next(at * at));
    expect(early.some(({ alarm }) => alarm)).toBe(false);
  });

  it('gives what is above all others the least p-value', () => {
    const conformal = filled(0.01, 1000);
    expect(conformal.next(1e9)).toMatchObject({ alarm: true, recalibrated: false });
    expect(conformal.next(0).p).toBeGreaterThan(0.9);
  });

  it('alarms while a change is news, calibrates anew, and then keeps the rate again', () => {
    const alpha = 0.02;
    const conformal = filled(alpha, 2000);
    const random = createRandom(9);
    const after = Array.from({ length: 20_000 }, () => conformal.next(5 + 3 * Math.abs(random.normal())));
    const anew = after.findIndex(({ recalibrated }) => recalibrated);
    expect(after.slice(0, anew).filter(({ alarm }) => alarm).length).toBeGreaterThan(5);
    expect(anew).toBeLessThan(5 / alpha);
    const settled = after.slice(2000);
    const rate = settled.filter(({ alarm }) => alarm).length / settled.length;
    expect(rate / alpha).toBeGreaterThan(0.8);
    expect(rate / alpha).toBeLessThan(1.2);
  });

  it('calibrates anew by chance less than once in a hundred thousand normal scores', () => {
    const random = createRandom(4);
    const conformal = createConformal({ alpha: 0.02, seed: 2 });
    const anew = Array.from({ length: 100_000 }, () => conformal.next(random.next()).recalibrated);
    expect(anew.filter(Boolean).length).toBeLessThanOrEqual(1);
  });

  it('goes on after restore as if nothing had happened', () => {
    for (const length of [0, 150, 3000]) {
      const one = filled(0.01, length);
      const two = createConformal({ alpha: 0.01, seed: 99 }, JSON.parse(JSON.stringify(one.save())) as Json);
      const random = createRandom(8);
      for (let at = 0; at < 500; at++) {
        const score = random.next() * 3;
        expect(two.next(score)).toEqual(one.next(score));
      }
    }
  });
});

function filled(alpha: number, length: number) {
  const conformal = createConformal({ alpha, seed: 1 });
  const random = createRandom(6);
  for (let at = 0; at < length; at++) conformal.next(Math.abs(random.normal()));
  return conformal;
}

function rateOf(alpha: number, seed: number, next: () => number): number {
  const conformal = createConformal({ alpha, seed });
  const [warm, length] = [2000, 20_000];
  let alarms = 0;
  for (let at = 0; at < warm + length; at++) if (conformal.next(next()).alarm && at >= warm) alarms++;
  return alarms / length;
}
