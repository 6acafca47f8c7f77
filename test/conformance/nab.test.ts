// SPDX-License-Identifier: Apache-2.0
// The detector of single series against the Numenta Anomaly Benchmark, and the scoring against what is known of it.
import { describe, expect, it } from 'vitest';
import { readNab } from '../../bench/monitor/nab/read.ts';
import {
  PROFILES,
  type Profile,
  type ScoredSeries,
  scoreAt,
  scoreCorpus,
} from '../../bench/monitor/nab/score.ts';
import { createAnomalyDetector } from '../../src/monitor/index.ts';
import { corpus } from './corpora.ts';

const [standard, lowFalse, lowMissed] = PROFILES as readonly [Profile, Profile, Profile];

function made(scores: (at: number) => number): ScoredSeries {
  const times = Array.from({ length: 1000 }, (_, at) => at);
  return {
    name: 'a/b.csv',
    times,
    scores: times.map(scores),
    windows: [
      [400, 449],
      [700, 749],
    ],
  };
}

describe('NAB scoring', () => {
  it('gives 0 to a detector that never alarms, and 100 to one that alarms at the start of each window', () => {
    expect(scoreCorpus([made(() => 0)], standard).score).toBeLessThanOrEqual(0.0001);
    expect(scoreAt([made(() => 0)], standard, 0.5)).toBe(0);
    for (const profile of PROFILES)
      expect(scoreCorpus([made((at) => (at === 400 || at === 700 ? 1 : 0))], profile).score).toBeCloseTo(
        100,
        9,
      );
  });
  it('rewards early detection and counts a window once', () => {
    const early = scoreAt([made((at) => (at === 405 ? 1 : 0))], standard, 1);
    const late = scoreAt([made((at) => (at === 440 ? 1 : 0))], standard, 1);
    expect(early).toBeGreaterThan(late);
    expect(scoreAt([made((at) => (at === 405 || at === 440 ? 1 : 0))], standard, 1)).toBe(early);
  });
  it('charges a false alarm with 0.11 of a hit, nearly nothing just after a window, double in the low-FP profile', () => {
    const alarm = (where: number, profile: Profile): number =>
      scoreAt([made((at) => (at === 400 || at === 700 || at === where ? 1 : 0))], profile, 1);
    // Two windows: a hit is worth 25 points and a missed one takes 25, or 50 of 150 where misses weigh double.
    expect(100 - alarm(300, standard)).toBeCloseTo((0.11 / 4) * 100, 9);
    expect(100 - alarm(300, lowFalse)).toBeCloseTo((0.22 / 4) * 100, 9);
    expect(100 - alarm(300, lowMissed)).toBeCloseTo((0.11 / 6) * 100, 9);
    expect(100 - alarm(450, standard)).toBeLessThan(0.3);
  });
  it('does not count the probation', () => {
    const counted = scoreAt([made((at) => (at < 150 || at === 400 || at === 700 ? 1 : 0))], standard, 1);
    expect(counted).toBeCloseTo(100, 9);
  });
});

describe.skipIf(corpus('nab') === undefined)('the Numenta Anomaly Benchmark', () => {
  it('is scored 55 and more in the standard profile, with one set of parameters and one threshold', () => {
    const scored = readNab(corpus('nab') as string).map((series): ScoredSeries => {
      const { detector } = createAnomalyDetector('series', {}, 1);
      const scores = series.values.map((value, at) => {
        const observation = { time: series.times[at] as number, key: '', features: { value } };
        const score = detector?.scoreOne(observation) ?? 0;
        detector?.learnOne(observation);
        return score;
      });
      return { ...series, scores };
    });
    expect(scored.length).toBeGreaterThan(10);
    expect(scoreCorpus(scored, standard).score).toBeGreaterThanOrEqual(55);
    expect(scoreAt(scored, standard, 1)).toBeGreaterThanOrEqual(55);
  });
});
