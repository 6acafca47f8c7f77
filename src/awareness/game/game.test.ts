// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Message, Offer } from '../../model/index.ts';
import { type DetectiveAnswer, decisionPoints, detectiveResult } from './detective.ts';
import { drawRound } from './round.ts';
import { ACTIONS, type Action, outcomeOf, triageResult } from './triage.ts';

const BANDS = ['easy', 'moderate', 'hard'] as const;
const items = Array.from({ length: 60 }, (_, id) => ({
  id,
  truth: id % 2 === 0 ? ('lure' as const) : ('honest' as const),
  band: BANDS[id % 3] ?? 'easy',
}));

describe('a round', () => {
  it('holds different items, half honest, difficulties even', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), (seed, count) => {
        const round = drawRound(items, count, createRandom(seed));
        expect(new Set(round).size).toBe(count);
        expect(round.filter(({ truth }) => truth === 'honest')).toHaveLength(Math.ceil(count / 2));
        for (const truth of ['lure', 'honest']) {
          const counts = BANDS.map(
            (band) => round.filter((each) => each.truth === truth && each.band === band).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is the same for the same seed and differs for another', () => {
    const ids = (seed: number) => drawRound(items, 12, createRandom(seed)).map(({ id }) => id);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)).not.toEqual(ids(2));
  });

  it('is shorter when there are not so many', () => {
    expect(drawRound(items.slice(0, 4), 12, createRandom(1))).toHaveLength(4);
  });
});

function message(truth: Message['truth']): Message {
  const cues = [
    { cue: truth === 'lure' ? 'pressure' : 'fits', on: 'text' as const, quote: 'x' },
    { cue: 'passed', on: 'text' as const, quote: 'x' },
  ];
  const shown = { id: 'm', channel: 'sms' as const, context: 'x', from: 'x', address: 'x', text: 'x' };
  return { ...shown, truth, band: 'easy', cues, why: 'x' };
}

const saysTruth = (cue: string, truth: string): boolean =>
  (cue === 'pressure' && truth === 'lure') || (cue === 'fits' && truth === 'honest');
const answer = (truth: Message['truth'], action: Action, confidence = 0.5, seconds = 1) => ({
  item: message(truth),
  action,
  confidence,
  seconds,
});

describe('triage', () => {
  it.each([
    ['lure', ['wrong', 'right', 'right', 'right']],
    ['honest', ['right', 'careful', 'wrong', 'wrong']],
  ] as const)('judges what is done with a %s', (truth, expected) => {
    expect(ACTIONS.map((action) => outcomeOf(message(truth), action))).toEqual(expected);
  });

  it('lets no single answer to everything pay as much as telling apart', () => {
    const round = [...Array(6).fill('lure'), ...Array(6).fill('honest')] as Message['truth'][];
    const best = triageResult(
      round.map((truth) => answer(truth, truth === 'lure' ? 'report' : 'trust')),
      saysTruth,
    );
    expect(best).toMatchObject({
      points: 36,
      most: 36,
      caught: 6,
      doubted: 0,
      advice: 'advice-good',
      missed: [],
    });
    for (const action of ACTIONS) {
      const result = triageResult(
        round.map((truth) => answer(truth, action)),
        saysTruth,
      );
      expect(result.points).toBeLessThanOrEqual(24);
      expect(result.signal?.sensitivity.value).toBeCloseTo(0, 9);
      expect(result.advice).toBe(action === 'trust' ? 'advice-trusting' : 'advice-doubting');
    }
  });

  it('names only families that spoke the truth on what was misjudged', () => {
    const wrong = [answer('lure', 'trust', 0.95), answer('lure', 'trust'), answer('honest', 'delete')];
    const result = triageResult([...wrong, answer('honest', 'check')], saysTruth);
    expect(result.missed).toEqual([
      { cue: 'pressure', times: 2 },
      { cue: 'fits', times: 1 },
    ]);
    expect(result.sureAndWrong).toBe(1);
  });

  it.each([
    [[4], 4],
    [[9, 1], 5],
    [[9, 1, 2], 2],
  ])('takes the median time of reports of lures %j', (seconds, expected) => {
    const reports = seconds.map((each) => answer('lure', 'report', 0.5, each));
    expect(triageResult([...reports, answer('honest', 'report', 0.5, 900)], saysTruth).reportSeconds).toBe(
      expected,
    );
  });
});

describe('detective', () => {
  const shop = (
    truth: Offer['truth'],
    decision: DetectiveAnswer['decision'],
    minutes: number,
  ): DetectiveAnswer => ({
    item: { truth } as Offer,
    decision,
    minutes,
  });

  it.each([
    [shop('lure', 'leave', 0), 10],
    [shop('honest', 'buy', 4), 6],
    [shop('honest', 'buy', 12), 3],
    [shop('lure', 'buy', 0), -10],
    [shop('honest', 'leave', 0), -4],
  ])('pays for being right on little evidence (%#)', (given, points) => {
    expect(decisionPoints(given)).toBe(points);
  });

  it('counts both kinds of shops apart', () => {
    const all = [shop('lure', 'leave', 2), shop('lure', 'buy', 0), shop('honest', 'leave', 1)];
    expect(detectiveResult(all)).toMatchObject({
      lures: 2,
      caught: 1,
      honest: 1,
      doubted: 1,
      minutes: 3,
      points: -6,
      most: 30,
    });
  });
});
