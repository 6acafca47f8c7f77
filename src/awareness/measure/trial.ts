// SPDX-License-Identifier: Apache-2.0
// A campaign as a randomised trial: who is trained is a lot, and what it did is said only when the interval says so.
import { entityHash, joinHash } from '../../core/keyed-draw.ts';
import { type Estimate, studentQuantile } from './estimate.ts';
import { SMALLEST_GROUP } from './group.ts';
import { type Answers, sensitivityOf } from './signal.ts';

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
 * Difference of the arms' mean changes, with Welch's interval over people (the person was drawn, not the answer). "Improved"
 * only when the interval of d′ lies above 0; a shift of bias is told apart and never counts as improvement.
 */
export function trialResult(courses: readonly Course[]): TrialResult {
  const changes = courses.flatMap(({ arm, before, after }) => {
    const [first, later] = [sensitivityOf(before), sensitivityOf(after)];
    if (first === undefined || later === undefined) return [];
    const sensitivity = later.sensitivity.value - first.sensitivity.value;
    return [{ arm, sensitivity, bias: later.bias.value - first.bias.value }];
  });
  const of = (arm: Arm): typeof changes => changes.filter((each) => each.arm === arm);
  const [control, trained] = [of('control'), of('trained')];
  const people = { control: control.length, trained: trained.length };
  if (Math.min(people.control, people.trained) < SMALLEST_GROUP) return { people, verdict: 'too-few' };
  const difference = (key: 'sensitivity' | 'bias'): Estimate =>
    welch(
      trained.map((each) => each[key]),
      control.map((each) => each[key]),
    );
  const [sensitivity, bias] = [difference('sensitivity'), difference('bias')];
  return {
    people,
    verdict: sensitivity.low > 0 ? 'improved' : sensitivity.high < 0 ? 'worse' : 'not-shown',
    sensitivity,
    bias,
    biasShift: bias.high < 0 ? 'more-doubt' : bias.low > 0 ? 'more-trust' : 'not-shown',
  };
}

/** Difference of means of two samples of at least two, unequal variances (Welch 1947). */
function welch(first: readonly number[], second: readonly number[]): Estimate {
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const value = a.mean - b.mean;
  const variance = a.error + b.error;
  const freedom = variance ** 2 / (a.error ** 2 / (a.count - 1) + b.error ** 2 / (b.count - 1));
  const half = variance === 0 ? 0 : studentQuantile(freedom) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

function momentsOf(values: readonly number[]): { mean: number; error: number; count: number } {
  const count = values.length;
  const mean = values.reduce((sum, each) => sum + each, 0) / count;
  const spread = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  return { mean, error: spread / count, count };
}
