// SPDX-License-Identifier: Apache-2.0
// Triage of messages. Both mistakes cost: trusting a lure, and turning away what is real. Reporting is worth most, because
// one report protects everybody else.
import type { Message } from '../../model/index.ts';
import { type Sensitivity, sensitivityOf } from '../measure/signal.ts';
import { type Missed, missedFamilies } from './families.ts';

export const ACTIONS = ['trust', 'check', 'report', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

export interface TriageAnswer {
  readonly item: Message;
  readonly action: Action;
  /** Stated probability of being right, 0 to 1. */
  readonly confidence: number;
  /** From the moment the message was shown to the decision. */
  readonly seconds: number;
}

interface TriageResult {
  readonly answered: number;
  readonly points: number;
  readonly most: number;
  readonly lures: number;
  /** Lures that were not trusted. */
  readonly caught: number;
  readonly honest: number;
  /** Honest messages that were reported, deleted or checked: doubt, whatever it cost. */
  readonly doubted: number;
  /** d′ and bias; absent without a lure or without an honest message. */
  readonly signal?: Sensitivity;
  /** Median time to the reports of lures; absent without one. */
  readonly reportSeconds?: number;
  /** Wrong although certain. */
  readonly sureAndWrong: number;
  /** What to do otherwise, by which mistake was made more often. */
  readonly advice: 'advice-trusting' | 'advice-doubting' | 'advice-good';
  /** Families of the cues that spoke the truth on what was misjudged, most missed first. */
  readonly missed: readonly Missed[];
}

const POINTS: Readonly<Record<Message['truth'], Readonly<Record<Action, number>>>> = {
  lure: { report: 3, check: 2, delete: 2, trust: -3 },
  honest: { trust: 3, check: 2, delete: -2, report: -1 },
};
const MOST = 3;
/** Confidence from which on a person counts as certain. */
const CERTAIN = 0.9;

function actionPoints({ truth }: Message, action: Action): number {
  return POINTS[truth][action];
}

/** `careful`: a real message was checked another way; that costs minutes and harms nobody. */
export function outcomeOf({ truth }: Message, action: Action): 'right' | 'careful' | 'wrong' {
  if (truth === 'honest' && action === 'check') return 'careful';
  return (action === 'trust') === (truth === 'honest') ? 'right' : 'wrong';
}

/** @param saysTruth whether a family of cues speaks for the truth of an item. */
export function triageResult(
  answers: readonly TriageAnswer[],
  saysTruth: (cue: string, truth: Message['truth']) => boolean,
): TriageResult {
  const lures = answers.filter(({ item }) => item.truth === 'lure');
  const honest = answers.filter(({ item }) => item.truth === 'honest');
  const wrong = answers.filter(({ item, action }) => outcomeOf(item, action) === 'wrong');
  const reports = lures.filter(({ action }) => action === 'report').map(({ seconds }) => seconds);
  const caught = lures.filter(({ action }) => action !== 'trust').length;
  const doubted = honest.filter(({ action }) => action !== 'trust').length;
  const signal = sensitivityOf({ lures: lures.length, caught, honest: honest.length, doubted });
  return {
    answered: answers.length,
    points: answers.reduce((sum, { item, action }) => sum + actionPoints(item, action), 0),
    most: answers.length * MOST,
    lures: lures.length,
    caught,
    honest: honest.length,
    doubted,
    ...(signal === undefined ? {} : { signal }),
    ...(reports.length === 0 ? {} : { reportSeconds: median(reports) }),
    sureAndWrong: wrong.filter(({ confidence }) => confidence >= CERTAIN).length,
    advice: adviceOf(lures.length - caught, lures.length, doubted, honest.length),
    missed: missedFamilies(
      wrong.map(({ item }) => item),
      saysTruth,
    ),
  };
}

/** Shares and not counts: there may be more honest messages than lures. A mistake in one of five is no habit. */
function adviceOf(fell: number, lures: number, doubted: number, honest: number): TriageResult['advice'] {
  const [trusting, doubting] = [fell / Math.max(1, lures), doubted / Math.max(1, honest)];
  if (Math.max(trusting, doubting) <= 0.2) return 'advice-good';
  return trusting >= doubting ? 'advice-trusting' : 'advice-doubting';
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}
