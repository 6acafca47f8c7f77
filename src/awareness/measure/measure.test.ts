// SPDX-License-Identifier: Apache-2.0
// Measures on simulated learners whose sensitivity, bias and ability are known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankOf, itemsUntil } from '../../../test/support/adaptive-learners.ts';
import { learner } from '../../../test/support/simulated-learners.ts';
import { createRandom, type Random } from '../../core/random.ts';
import {
  assignArms,
  bandOf,
  type Course,
  calibrationOf,
  dueFamilies,
  kindsOf,
  learnDifficulty,
  type Memory,
  nextItem,
  priorDifficulty,
  remember,
  reportingOf,
  retention,
  rightAnswer,
  sensitivityOf,
  share,
  tellable,
  trialResult,
  UNKNOWN_ABILITY,
} from '../index.ts';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

describe('sensitivityOf', () => {
  test.each([
    ['half and half is guessing', { lures: 10, caught: 5, honest: 10, doubted: 5 }, 0, 0],
    ['doubt of everything is bias alone', { lures: 10, caught: 10, honest: 10, doubted: 10 }, 0, -1.691],
    ['nobody is perfect by luck', { lures: 10, caught: 10, honest: 10, doubted: 0 }, 3.381, 0],
    [
      'the rates of a textbook: H 0.8, F 0.2',
      { lures: 99.5e4, caught: 79.6e4, honest: 99.5e4, doubted: 19.9e4 },
      1.683,
      0,
    ],
  ])('%s', (_, answers, sensitivity, bias) => {
    const told = sensitivityOf(answers);
    expect(told?.sensitivity.value).toBeCloseTo(sensitivity, 2);
    expect(told?.bias.value).toBeCloseTo(bias, 2);
  });

  test('one kind alone says nothing', () => {
    expect(sensitivityOf({ lures: 9, caught: 9, honest: 0, doubted: 0 })).toBeUndefined();
  });

  test('is unbiased, and 95 % intervals cover between 93 and 97 % of learners', () => {
    const random = createRandom(5, 'learners');
    const rows = Array.from({ length: 20_000 }, () => {
      const [sensitivity, bias] = [0.5 + 1.5 * random.next(), random.next() - 0.5];
      const told = sensitivityOf(learner(sensitivity, bias, 60, random));
      if (told === undefined) throw new Error('Both kinds were asked');
      const covers = ({ low, high }: { low: number; high: number }, truth: number): number =>
        low <= truth && truth <= high ? 1 : 0;
      return {
        off: told.sensitivity.value - sensitivity,
        biasOff: told.bias.value - bias,
        covered: covers(told.sensitivity, sensitivity),
        biasCovered: covers(told.bias, bias),
      };
    });
    expect(Math.abs(mean(rows.map(({ off }) => off)))).toBeLessThan(0.02);
    expect(Math.abs(mean(rows.map(({ biasOff }) => biasOff)))).toBeLessThan(0.01);
    for (const key of ['covered', 'biasCovered'] as const) {
      const rate = mean(rows.map((row) => row[key]));
      expect(rate, key).toBeGreaterThanOrEqual(0.93);
      expect(rate, key).toBeLessThanOrEqual(0.97);
    }
  });
});

describe('items', () => {
  test('chosen by what they tell reach the same standard error with at least 25 % fewer, and intervals cover', () => {
    const { adaptive, fixed, covered } = itemsUntil(0.5, 400, 7);
    expect(adaptive / fixed).toBeLessThan(0.75);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  test.each([
    [3, 'high', 'very'],
    [10, 'medium', 'moderate'],
    [20, 'low', 'least'],
    [8, 'low', 'moderate'],
  ] as const)('with %i cues and %s alignment are hard: %s', (cues, alignment, band) => {
    expect(bandOf(cues, alignment)).toBe(band);
  });

  test('lose their prior to what people answer', () => {
    const random = createRandom(3, 'difficulty');
    const ends = Array.from({ length: 60 }, () => {
      let item = priorDifficulty('least');
      for (let at = 0; at < 300; at++) {
        const ability = random.normal();
        item = learnDifficulty(item, { mean: ability, variance: 0 }, random.next() < rightAnswer(ability, 1));
      }
      return item;
    });
    expect(mean(ends.map((item) => item.mean))).toBeGreaterThan(0.8);
    expect(mean(ends.map((item) => item.mean))).toBeLessThan(1.1);
    expect(ends.every(({ variance }) => variance < 0.03)).toBe(true);
  });

  test('are at least half honest, those of families that are due come first, and none comes twice', () => {
    const random = createRandom(1, 'kinds');
    for (const length of [1, 2, 7, 12]) {
      const kinds = kindsOf(length, random);
      expect([kinds.length, kinds.filter(Boolean).length]).toEqual([length, Math.floor(length / 2)]);
    }
    const items = bankOf(20, random);
    const ask = { isLure: true, due: new Set(['f3']) };
    expect(nextItem(items, { ...ask, seen: new Set() }, UNKNOWN_ABILITY, random)?.families).toEqual(['f3']);
    const lures = new Set(items.filter(({ isLure }) => isLure).map(({ id }) => id));
    expect(nextItem(items, { ...ask, seen: lures }, UNKNOWN_ABILITY, random)).toBeUndefined();
  });
});

describe('memory', () => {
  const DAY = 86_400_000;
  test('spaces what is known, brings back what is not, and survives being stored', () => {
    const sure = { isRight: true, confidence: 0.9 };
    let memory: Memory = remember(undefined, sure, 0);
    const gaps = [1, 2, 3, 4].map(() => {
      const at = memory.due;
      memory = JSON.parse(JSON.stringify(remember(memory, sure, at))) as Memory;
      return memory.due - at;
    });
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(gaps.at(-1)).toBeGreaterThan(14 * DAY);
    expect(retention(memory, memory.due)).toBeCloseTo(0.9, 1);
    const wrong = remember(memory, { isRight: false, confidence: 0.9 }, memory.due);
    expect(wrong.due - memory.due).toBeLessThan(DAY);
    const unsure = remember(memory, { isRight: true, confidence: 0.5 }, memory.due);
    expect(unsure.due).toBeLessThan(remember(memory, sure, memory.due).due);
    const families = new Map([
      ['hurry', wrong],
      ['link', memory],
    ]);
    expect(dueFamilies(families, memory.due)).toEqual(['link']);
    expect(dueFamilies(families, wrong.due)).toEqual(['link', 'hurry']);
  });
});

describe('calibration and reports', () => {
  test('confidence of somebody who is always sure and half right', () => {
    const told = calibrationOf([true, false, true, false].map((isRight) => ({ confidence: 1, isRight })));
    expect([told?.brier, told?.overconfidence.value, told?.tenths.length]).toEqual([0.5, 0.5, 1]);
    expect(calibrationOf([])).toBeUndefined();
  });

  test('median of reports with people who were not seen to report', () => {
    const told = reportingOf([
      ...[5, 10, 20, 40].map((minutes) => ({ minutes, hasReported: true })),
      ...[60, 60, 60].map((minutes) => ({ minutes, hasReported: false })),
    ]);
    expect(told?.median).toMatchObject({ value: 40, high: null });
    expect(told?.median.low).toBeLessThan(40);
    expect(told?.rate.value).toBeCloseTo(4 / 7);
    expect(reportingOf([])).toBeUndefined();
  });

  test('the median of people who all report is that of their minutes, however many they are', () => {
    for (let size = 1; size <= 400; size++) {
      const people = Array.from({ length: size }, (_, at) => ({ minutes: size - at, hasReported: true }));
      expect(reportingOf(people)?.median.value, `${size} people`).toBe(Math.ceil(size / 2));
    }
  });

  test('the curve is the one that counts people anew at each time', () => {
    const person = fc.record({ minutes: fc.integer({ min: 1, max: 12 }), hasReported: fc.boolean() });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 40 }), (people) => {
        let left = 1;
        const times = [...new Set(people.map(({ minutes }) => minutes))].sort((a, b) => a - b);
        const median = times.find((time) => {
          const atRisk = people.filter(({ minutes }) => minutes >= time).length;
          const reports = people.filter((each) => each.hasReported && each.minutes === time).length;
          left *= 1 - reports / atRisk;
          return reports > 0 && left < 0.5 + 1e-9;
        });
        expect(reportingOf(people)?.median.value).toBe(median ?? null);
      }),
    );
  });

  test('fifty people who report six times of a hundred are heard nineteen times of twenty', () => {
    const people = Array.from({ length: 50 }, (_, at) => ({ minutes: 9, hasReported: at < 3 }));
    expect(reportingOf(people)?.atLeastOne.value).toBeCloseTo(1 - 0.94 ** 50, 10);
    expect(share(0, 40)).toMatchObject({ value: 0, low: expect.closeTo(0), high: expect.closeTo(0.0876, 3) });
  });
});

/** Courses of two arms; the trained change by `gain` in d′ and `shift` in c. */
function courses(size: number, gain: number, shift: number, random: Random): Course[] {
  return Array.from({ length: 2 * size }, (_, at) => {
    const isTrained = at % 2 === 1;
    const start = 1 + 0.3 * random.normal();
    const later = learner(start + (isTrained ? gain : 0), isTrained ? shift : 0, 20, random);
    return { arm: isTrained ? 'trained' : 'control', before: learner(start, 0, 20, random), after: later };
  });
}

describe('trial', () => {
  test('says improved rarely when nothing changed, and covers the truth', () => {
    const random = createRandom(11, 'null');
    const results = Array.from({ length: 1500 }, () => trialResult(courses(12, 0, 0, random)));
    expect(mean(results.map(({ verdict }) => (verdict === 'improved' ? 1 : 0)))).toBeLessThan(0.035);
    const covered = mean(
      results.map(({ sensitivity }) =>
        sensitivity && sensitivity.low <= 0 && sensitivity.high >= 0 ? 1 : 0,
      ),
    );
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.97);
  });

  test('tells doubt of everything apart from telling apart', () => {
    const result = trialResult(courses(60, 0, -0.6, createRandom(2, 'shift')));
    expect([result.verdict, result.biasShift]).toEqual(['not-shown', 'more-doubt']);
  });

  test('says improved when the interval excludes zero, and nothing of groups below five', () => {
    const all = courses(60, 0.8, 0, createRandom(4, 'gain'));
    expect(trialResult(all)).toMatchObject({ verdict: 'improved', people: { control: 60, trained: 60 } });
    expect(trialResult(all.slice(0, 9))).toEqual({ verdict: 'too-few', people: { control: 5, trained: 4 } });
  });

  test('people who all answer alike do not make it certain: five people and ten answers each', () => {
    const answers = (caught: number) => ({ lures: 5, caught, honest: 5, doubted: 0 });
    const arm = (which: 'control' | 'trained', caught: number) =>
      Array.from({ length: 5 }, () => ({ arm: which, before: answers(4), after: answers(caught) }));
    const { sensitivity, verdict } = trialResult([...arm('control', 4), ...arm('trained', 5)]);
    expect(verdict).toBe('not-shown');
    expect((sensitivity?.high ?? 0) - (sensitivity?.low ?? 0)).toBeGreaterThan(1);
  });

  test('arms are equal, by lot, and the same for the same seed', () => {
    const people = Array.from({ length: 31 }, (_, at) => `p${at}`);
    const arms = assignArms(people, 9);
    expect([...arms.values()].filter((arm) => arm === 'trained')).toHaveLength(15);
    expect(assignArms(people.toReversed(), 9)).toEqual(arms);
    expect([...assignArms(people, 10)]).not.toEqual([...arms]);
  });
});

test.each([
  ['all large enough', { a: 5, b: 9 }, ['a', 'b']],
  ['one small: the next smallest hides it', { a: 2, b: 9, c: 12 }, ['c']],
  ['small ones that hide each other', { a: 3, b: 4, c: 12 }, ['c']],
  ['one small group alone', { a: 3 }, []],
])('groups that may be told: %s', (_, sizes, told) => {
  expect([...tellable(new Map(Object.entries(sizes)))]).toEqual(told);
});
