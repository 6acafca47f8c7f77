// SPDX-License-Identifier: Apache-2.0
// A campaign as a randomised trial: who is trained is a lot, and what it did is said only when the interval says so.
import { entityHash, joinHash } from '../../core/keyed-draw.ts';
import { contrast, type Term, varianceOf } from './contrast.ts';
import { type Estimate, studentQuantile } from './estimate.ts';
import { SMALLEST_GROUP } from './group.ts';
import { type Answers, hasBoth, type Measure, termsOf } from './signal.ts';

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
 * Change of the trained less that of the control, each from the answers of a whole arm, with an interval over people (the
 * person was drawn, not the answer) of Welch's degrees of freedom. d′ of each person by itself would not do: few answers pull it towards 0, the more the
 * stronger the bias, so that a mere shift of bias would look like a change of d′. "Improved" only when the interval of d′ lies
 * above 0; a shift of bias is told apart and never counts as improvement.
 */
export function trialResult(courses: readonly Course[]): TrialResult {
  const of = (arm: Arm): readonly Course[] =>
    courses.filter((each) => each.arm === arm && hasBoth(each.before) && hasBoth(each.after));
  const [control, trained] = [of('control'), of('trained')];
  const people = { control: control.length, trained: trained.length };
  if (Math.min(people.control, people.trained) < SMALLEST_GROUP) return { people, verdict: 'too-few' };
  const difference = (measure: Measure): Estimate => {
    const arms = [changeOf(trained, measure, 1), changeOf(control, measure, -1)];
    return contrast(arms, studentQuantile(freedomOf(arms, [trained.length, control.length])));
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

/** After less before, of the same people. */
function changeOf(courses: readonly Course[], measure: Measure, sign: 1 | -1): Term[] {
  return [
    ...termsOf(
      courses.map((each) => each.after),
      measure,
      sign,
    ),
    ...termsOf(
      courses.map((each) => each.before),
      measure,
      sign === 1 ? -1 : 1,
    ),
  ];
}

/** Degrees of freedom of groups of unequal variances (Welch 1947). */
function freedomOf(arms: readonly (readonly Term[])[], people: readonly number[]): number {
  const variances = arms.map(varianceOf);
  const total = variances.reduce((sum, each) => sum + each, 0);
  const lost = variances.reduce((sum, each, at) => sum + each ** 2 / ((people[at] as number) - 1), 0);
  return lost > 0 ? total ** 2 / lost : Math.min(...people) - 1;
}
