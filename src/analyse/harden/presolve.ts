// SPDX-License-Identifier: Apache-2.0
// Measures that no cheapest plan needs: they stop nothing on a way to a goal, or another stops as much for no more money.
import { type CutProblem, measuresByInstance } from './cut-problem.ts';

/** The measures that are left, ascending. */
export function usefulMeasures(problem: CutProblem): readonly number[] {
  const all = problem.cuts.flatMap((instances, measure) => (instances.length > 0 ? [measure] : []));
  // What is exclusive, dear in two ways or breaks something cannot be compared by its cuts alone.
  if (problem.exclusive.length > 0 || problem.required.length > 0 || problem.limits.length > 0) return all;
  const meets = measuresByInstance(problem);
  const sets = problem.cuts.map((instances) => new Set(instances));
  return all.filter((measure) => !isDominated(problem, meets, sets, measure));
}

function isDominated(
  { costs }: CutProblem,
  { start, measures }: ReturnType<typeof measuresByInstance>,
  sets: readonly ReadonlySet<number>[],
  measure: number,
): boolean {
  const own = sets[measure] as ReadonlySet<number>;
  const price = costs[measure] as number;
  const width = (instance: number): number => (start[instance + 1] as number) - (start[instance] as number);
  let rarest = -1;
  for (const instance of own) if (rarest < 0 || width(instance) < width(rarest)) rarest = instance;
  for (let at = start[rarest] as number; at < (start[rarest + 1] as number); at++) {
    const other = measures[at] as number;
    const theirs = sets[other] as ReadonlySet<number>;
    if (other === measure || theirs.size < own.size || (costs[other] as number) > price) continue;
    // Of two that are alike the first stays.
    const alike = theirs.size === own.size && costs[other] === price;
    if ((!alike || other < measure) && isWithin(own, theirs)) return true;
  }
  return false;
}

function isWithin(own: ReadonlySet<number>, theirs: ReadonlySet<number>): boolean {
  for (const instance of own) if (!theirs.has(instance)) return false;
  return true;
}

/** The problem with the chosen measures only, numbered anew. */
export function withMeasures(problem: CutProblem, kept: readonly number[]): CutProblem {
  const number = new Map(kept.map((measure, at) => [measure, at]));
  const pick = <T>(list: readonly T[]): readonly T[] => kept.map((measure) => list[measure] as T);
  return {
    ...problem,
    cuts: pick(problem.cuts),
    costs: pick(problem.costs),
    exclusive: problem.exclusive
      .map((set) => set.flatMap((measure) => number.get(measure) ?? []))
      .filter((set) => set.length > 1),
    limits: problem.limits.map((each) => ({ ...each, spends: pick(each.spends) })),
  };
}
