// SPDX-License-Identifier: Apache-2.0
// Real or false, by as little evidence as it takes.
import type { Offer } from '../../model/index.ts';

type Decision = 'buy' | 'leave';

export interface DetectiveAnswer {
  readonly item: Offer;
  readonly decision: Decision;
  /** Minutes spent on look-ups for it. */
  readonly minutes: number;
}

export interface DetectiveResult {
  readonly answered: number;
  readonly points: number;
  readonly most: number;
  readonly lures: number;
  readonly caught: number;
  readonly honest: number;
  readonly doubted: number;
  readonly minutes: number;
}

/** For a right decision, less a point for each minute spent; but never less than `LEAST`: looking is not a mistake. */
const RIGHT = 10;
const LEAST = 3;
/** Money is gone; a bargain missed is only missed. */
const DECEIVED = -10;
const MISSED = -4;

export function decisionPoints({ item, decision, minutes }: DetectiveAnswer): number {
  if ((decision === 'buy') === (item.truth === 'honest')) return Math.max(LEAST, RIGHT - minutes);
  return decision === 'buy' ? DECEIVED : MISSED;
}

export function detectiveResult(answers: readonly DetectiveAnswer[]): DetectiveResult {
  const count = (truth: Offer['truth'], decision?: Decision): number =>
    answers.filter((each) => each.item.truth === truth && (decision ?? each.decision) === each.decision)
      .length;
  return {
    answered: answers.length,
    points: answers.reduce((sum, answer) => sum + decisionPoints(answer), 0),
    most: answers.length * RIGHT,
    lures: count('lure'),
    caught: count('lure', 'leave'),
    honest: count('honest'),
    doubted: count('honest', 'leave'),
    minutes: answers.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}
