// SPDX-License-Identifier: Apache-2.0
// The contract of a detector, over all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/canonical-json.ts';
import { createRandom } from '../../core/random.ts';
import {
  createAnomalyDetector,
  DETECTORS,
  type Detector,
  type Observation,
  restoreAnomalyDetector,
} from './index.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);

/** Parameters that a detector cannot do without. */
const NEEDED: Readonly<Record<string, object>> = {
  agreement: { age: 7200 },
  'week-profile': {
    usual: {
      '': { centre: [20], scatter: [10], limit: 3 },
      k1: { centre: Array(24).fill(20), scatter: Array(24).fill(9), limit: 3 },
    },
  },
  plan: { plan: { '*': [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '06:00', to: '18:00' }] } },
};

/** Those that are told what is usual and learn nothing. */
const TOLD = new Set(['plan', 'week-profile']);

function create(name: string, seed = 7): Detector {
  const { detector, refused } = createAnomalyDetector(name, NEEDED[name] ?? {}, seed);
  expect(refused).toEqual([]);
  return detector as Detector;
}

/** What every detector can find something in: numbers, positions and texts of several keys of one group. */
function life(length: number, seed = 1): readonly Observation[] {
  const random = createRandom(seed);
  return Array.from({ length }, (_, at) => ({
    time: START + at * (HOUR / 4),
    key: `k${at % 6}`,
    group: 'g',
    features: {
      value: 20 + 5 * Math.sin((2 * Math.PI * at) / 96) + random.normal(),
      other: Math.floor(random.next() * 10),
      lat: 50 + 0.01 * random.normal(),
      lon: 7 + 0.01 * random.normal(),
      step: ['open', 'read', 'close'][Math.floor(at / 6) % 3] as string,
      name: `mug ${at % 13}`,
    },
  }));
}

function learnt(name: string, from: readonly Observation[]): Detector {
  const detector = create(name);
  for (const each of from) detector.learnOne(each);
  return detector;
}

const strange: Observation = {
  time: START + 2000 * (HOUR / 4) + 1000,
  key: 'k1',
  group: 'g',
  features: { value: 900, other: -70, lat: -20, lon: 120, step: "' OR 1=1--", name: '<script>', new: 4 },
};

describe.each(DETECTORS.map(({ name }) => name))('detector %s', (name) => {
  const past = life(2000);
  const detector = learnt(name, past);
  const usual = life(2006).at(-6) as Observation;

  it('says nothing before it knows something, unless it needs to learn nothing', () => {
    if (TOLD.has(name)) expect(create(name).scoreOne(usual)).toBeDefined();
    else expect(create(name).scoreOne(usual)).toBeUndefined();
    expect(TOLD.has(name) ? [] : create(name).explain(usual)).toEqual([]);
  });

  it('scores what is strange higher than what is usual', () => {
    const [ordinary, odd] = [detector.scoreOne(usual), score(name, detector)];
    expect(ordinary).toBeGreaterThanOrEqual(0);
    expect(odd).toBeGreaterThan(ordinary as number);
  });

  it('learns nothing by scoring or explaining', () => {
    const before = JSON.stringify(detector.save());
    detector.scoreOne(strange);
    detector.explain(strange);
    expect(JSON.stringify(detector.save())).toBe(before);
  });

  it('takes its score apart into features, largest first', () => {
    for (const each of [...life(2050).slice(2000), strange]) {
      const parts = detector.explain(each);
      const sum = parts.reduce((total, { part }) => total + part, 0);
      expect(sum).toBeCloseTo(detector.scoreOne(each) ?? 0, 6);
      expect(parts.every(({ part, usual: text }) => part >= 0 && text !== '')).toBe(true);
      expect(parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part).toSorted((a, b) => b - a));
    }
  });

  it('does not touch what it is given', () => {
    const frozen = (each: Observation): Observation =>
      Object.freeze({ ...each, features: Object.freeze({ ...each.features }) });
    const other = create(name);
    for (const each of past.slice(0, 300)) other.learnOne(frozen(each));
    expect(() => [other.scoreOne(frozen(strange)), other.explain(frozen(strange))]).not.toThrow();
  });

  it('gives the same scores for the same seed', () => {
    expect(scoresOf(create(name, 3))).toEqual(scoresOf(create(name, 3)));
  });

  it('goes on after restore as if nothing had happened', () => {
    for (const cut of [0, 40, 700]) {
      const one = learnt(name, past.slice(0, cut));
      const text = JSON.stringify(one.save());
      const two = restoreAnomalyDetector(JSON.parse(text) as Json) as Detector;
      expect(JSON.stringify(two.save())).toBe(text);
      expect(scoresOf(two, cut)).toEqual(scoresOf(one, cut));
    }
  });

  it('is not changed by what happens after save', () => {
    const one = learnt(name, past.slice(0, 400));
    const saved = one.save();
    const text = JSON.stringify(saved);
    for (const each of past.slice(400, 800)) one.learnOne(each);
    expect(JSON.stringify(saved)).toBe(text);
  });

  it('lets features appear, vanish and change their kind', () => {
    const feature = fc.constantFrom(
      'value',
      'other',
      'lat',
      'lon',
      'step',
      '__proto__',
      'constructor',
      'toString',
      '',
    );
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string(),
      fc.constantFrom('', '\ud800', 'a'.repeat(5000)),
    );
    const observation = fc.record({
      time: fc.integer({ min: -8.64e15, max: 8.64e15 }),
      key: fc.constantFrom('a', 'b', '__proto__', ''),
      group: fc.constantFrom('g', 'constructor'),
      features: fc
        .array(fc.tuple(feature, value), { maxLength: 6 })
        .map((pairs) => Object.fromEntries(pairs)),
    });
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 60 }), (all) => {
        const one = create(name);
        for (const each of all) {
          const found = one.scoreOne(each);
          expect(found === undefined || found >= 0).toBe(true);
          one.explain(each);
          one.learnOne(each);
        }
        expect(restoreAnomalyDetector(JSON.parse(JSON.stringify(one.save())) as Json)).toBeDefined();
      }),
      { numRuns: 15 },
    );
  });

  it('stays small when keys and features flood it', () => {
    const flood = (count: number): number => {
      const one = create(name);
      const random = createRandom(5);
      for (let at = 0; at < count; at++)
        one.learnOne({
          time: START + at * 1000,
          key: `k${at}`,
          group: `g${at % 3000}`,
          features: {
            [`f${at}`]: at,
            value: random.next(),
            lat: random.next(),
            lon: random.next(),
            t: `v${at}`,
          },
        });
      return JSON.stringify(one.save()).length;
    };
    expect(flood(100)).toBeLessThan(3e6);
    expect(flood(2000)).toBeLessThan(25e6);
  });

  function scoresOf(one: Detector, from = 0): readonly (number | undefined)[] {
    return life(from + 500)
      .slice(from)
      .map((each) => {
        const found = one.scoreOne(each);
        one.learnOne(each);
        return found;
      });
  }
});

/** The strangest thing for each detector: most see it at once, some need it to last. */
function score(name: string, detector: Detector): number | undefined {
  const one = restoreAnomalyDetector(detector.save()) as Detector;
  if (name === 'plan') return one.scoreOne({ ...strange, time: Date.UTC(2026, 0, 10, 12) });
  const at = (index: number, features: Observation['features']): Observation => ({
    time: START + (2000 + index) * (HOUR / 4),
    key: 'k1',
    group: 'g',
    features,
  });
  const again = life(2000)
    .filter(({ key }) => key === 'k1')
    .slice(-100);
  const then: Readonly<Record<string, (index: number) => Observation>> = {
    'flat-line': (index) => at(index, { value: 21 }),
    replay: (index) => at(index, again[index]?.features ?? {}),
    'peer-group': (index) => at(index, { value: 900 }),
  };
  for (let index = 0; index < 60 && then[name] !== undefined; index++) one.learnOne(then[name](index));
  return one.scoreOne(then[name]?.(60) ?? strange);
}

describe('detector registry', () => {
  it('refuses what it does not know, and says what it expected', () => {
    expect(createAnomalyDetector('nothing', {}, 1).refused[0]?.message).toContain('half-space-trees');
    expect(createAnomalyDetector('speed', { limit: -1, lmit: 2 }, 1).refused.map(({ path }) => path)).toEqual(
      [['limit'], []],
    );
  });
  it('restores nothing from what it did not save', () => {
    for (const saved of [null, 1, 'x', [], {}, { schema: 'ensuresec/detector/1', detector: 'x' }])
      expect(restoreAnomalyDetector(saved as Json)).toBeUndefined();
  });
});
