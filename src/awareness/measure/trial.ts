// SPDX-License-Identifier: Apache-2.0
// A campaign as a randomised trial: who is trained is a lot, and what it did is said only when the interval says so.
import { entityHash, joinHash } from '../../core/keyed-draw.ts';
import { type Estimate, studentQuantile } from './estimate.ts';
import { SMALLEST_GROUP } from './group.ts';
import { type Spread, spreadOf } from './jackknife.ts';
import { type Answers, leastVariance, sensitivityOf, sumOf } from './signal.ts';

export type Arm = 'control' | 'trained';

/** One person's answers on the first day and on a later one. */
export interface Course {
  readonly arm: Arm;
  readonly before: Answers;
  readonly after: Answers;
}

export interface TrialResult {
  /** People with both tests, by arm. */
  readonly people: Readonly<Record<Arm, number>>;
  /** `too-few`: an arm has less than five people, and nothing is told. */
  readonly verdict: 'improved' | 'worse' | 'not-shown' | 'too-few';
  /** Change of d′ of the trained less that of the control. */
  readonly sensitivity?: Estimate;
  /** The same of the bias c; below 0: the training taught to doubt everything, which is not telling apart. */
  readonly bias?: Estimate;
  readonly biasShift?: 'more-doubt' | 'more-trust' | 'not-shown';
}

/** Arms of equal size (one more control when odd), by a lot that each pseudonym and the seed decide. */
export function assignArms(people: readonly string[], seed: number): Map<string, Arm> {
  const drawn = [...new Set(people)]
    .map((id) => ({ id, lot: joinHash(entityHash(id), seed) }))
    .sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1));
  return new Map(drawn.map(({ id }, at) => [id, at % 2 === 0 ? 'control' : 'trained']));
}

/**
 * Change of the trained less that of the control, each from the answers of a whole arm, with Welch's interval over people (the
 * person was drawn, not the answer). d′ of each person by itself would not do: few answers pull it towards 0, the more the
 * stronger the bias, so that a mere shift of bias would look like a change of d′. "Improved" only when the interval of d′ lies
 * above 0; a shift of bias is told apart and never counts as improvement.
 */
export function trialResult(courses: readonly Course[]): TrialResult {
  const of = (arm: Arm): readonly Course[] =>
    courses.filter((each) => each.arm === arm && isMeasured(each.before) && isMeasured(each.after));
  const [control, trained] = [of('control'), of('trained')];
  const people = { control: control.length, trained: trained.length };
  if (Math.min(people.control, people.trained) < SMALLEST_GROUP) return { people, verdict: 'too-few' };
  const difference = (key: 'sensitivity' | 'bias'): Estimate => {
    const change = (some: readonly Course[]): number | undefined => changeOf(some, key);
    const spread = (some: readonly Course[]): Spread => {
      const found = spreadOf(some, change) as Spread;
      return { ...found, variance: Math.max(found.variance, leastOf(some, key)) };
    };
    return welch(spread(trained), spread(control));
  };
  const [sensitivity, bias] = [difference('sensitivity'), difference('bias')];
  return {
    people,
    verdict: sensitivity.low > 0 ? 'improved' : sensitivity.high < 0 ? 'worse' : 'not-shown',
    sensitivity,
    bias,
    biasShift: bias.high < 0 ? 'more-doubt' : bias.low > 0 ? 'more-trust' : 'not-shown',
  };
}

/** One kind of item alone says nothing. */
function isMeasured({ lures, honest }: Answers): boolean {
  return lures > 0 && honest > 0;
}

function changeOf(courses: readonly Course[], key: 'sensitivity' | 'bias'): number | undefined {
  const after = sensitivityOf(sumOf(courses.map((each) => each.after)));
  const before = sensitivityOf(sumOf(courses.map((each) => each.before)));
  return after && before && after[key].value - before[key].value;
}

/** Where all answers of a kind are alike on one of the days; the two days count as independent, which is the wider. */
function leastOf(courses: readonly Course[], key: 'sensitivity' | 'bias'): number {
  const of = (when: 'before' | 'after'): number =>
    leastVariance(sumOf(courses.map((each) => each[when])))[key];
  return of('before') + of('after');
}

/** Difference of two estimates of unequal variances (Welch 1947). */
function welch(a: Spread, b: Spread): Estimate {
  const value = a.value - b.value;
  const variance = a.variance + b.variance;
  const freedom = variance ** 2 / (a.variance ** 2 / (a.count - 1) + b.variance ** 2 / (b.count - 1));
  const half = variance === 0 ? 0 : studentQuantile(freedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}
