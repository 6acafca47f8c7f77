// SPDX-License-Identifier: Apache-2.0
// People of known ability who answer items chosen by what they tell, or by lot.
import {
  abilityOf,
  type Belief,
  type Item,
  nextItem,
  rightAnswer,
  UNKNOWN_ABILITY,
} from '../../src/awareness/index.ts';
import { createRandom, type Random } from '../../src/core/random.ts';

export interface Asked {
  /** Mean items until the standard error is reached. */
  readonly adaptive: number;
  readonly fixed: number;
  /** Share of intervals that hold the true ability, both ways together. */
  readonly covered: number;
}

export function bankOf(count: number, random: Random): Item[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `i${at}`,
    isLure: at % 2 === 0,
    families: [`f${at % 5}`],
    difficulty: 1.5 * random.normal(),
  }));
}

export function itemsUntil(goal: number, people: number, seed: number): Asked {
  const random = createRandom(seed, 'adaptive');
  const items = bankOf(240, random);
  const ask = (isAdaptive: boolean) =>
    Array.from({ length: people }, () => asked(items, goal, random, isAdaptive));
  const [adaptive, fixed] = [ask(true), ask(false)];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  return {
    adaptive: mean(adaptive.map(({ count }) => count)),
    fixed: mean(fixed.map(({ count }) => count)),
    covered: mean([...adaptive, ...fixed].map(({ covers }) => (covers ? 1 : 0))),
  };
}

/** Items until the standard error is at most `goal`, and whether the interval then covers the truth. */
function asked(
  items: readonly Item[],
  goal: number,
  random: Random,
  isAdaptive: boolean,
): { count: number; covers: boolean } {
  const truth = random.normal();
  const answers: { difficulty: number; isRight: boolean }[] = [];
  const seen = new Set<string>();
  let belief: Belief = UNKNOWN_ABILITY;
  while (Math.sqrt(belief.variance) > goal) {
    const open = items.filter(({ id, isLure }) => isLure && !seen.has(id));
    const item = isAdaptive
      ? nextItem(items, { isLure: true, seen }, belief, random)
      : open[random.below(open.length)];
    if (item === undefined) throw new Error('The bank is too small for this standard error');
    seen.add(item.id);
    answers.push({
      difficulty: item.difficulty,
      isRight: random.next() < rightAnswer(truth, item.difficulty),
    });
    belief = abilityOf(answers);
  }
  const half = 1.96 * Math.sqrt(belief.variance);
  return { count: seen.size, covers: Math.abs(belief.mean - truth) <= half };
}
