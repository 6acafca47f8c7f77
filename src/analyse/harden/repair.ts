// SPDX-License-Identifier: Apache-2.0
import type { CutProblem } from './cut-problem.ts';
import type { Oracle } from './oracle.ts';

/**
 * Adds measures to a plan until it holds, then leaves out what it does not need. Undefined when that takes more than the
 * budget, two measures that exclude each other, or something required. Greedy: a first plan, never a proof of anything.
 *
 * @param price what is preferred: least first.
 * @param learn is told each proof that is met on the way.
 */
export function repair(
  oracle: Oracle,
  problem: CutProblem,
  start: readonly number[],
  price: readonly number[],
  learn: (core: readonly number[]) => boolean,
): readonly number[] | undefined {
  const { limits, exclusive, costs } = problem;
  const barred = new Set<number>();
  const plan: number[] = [];
  const spent = limits.map(() => 0);
  const fits = (measure: number): boolean =>
    !barred.has(measure) &&
    limits.every(({ spends, limit }, at) => (spent[at] as number) + (spends[measure] as number) <= limit);
  const take = (measure: number): void => {
    plan.push(measure);
    limits.forEach(({ spends }, at) => {
      spent[at] = (spent[at] as number) + (spends[measure] as number);
    });
    for (const set of exclusive) if (set.includes(measure)) for (const other of set) barred.add(other);
  };
  for (const measure of start) if (fits(measure)) take(measure);
  oracle.set(plan);
  for (let open = oracle.open(); open.length > 0; open = oracle.open()) {
    const core = oracle.measuresOfProof(open[0] as number);
    learn(core);
    const choice = core.filter(fits).sort((a, b) => (price[a] as number) - (price[b] as number))[0];
    if (choice === undefined) return undefined;
    take(choice);
    oracle.apply([choice]);
  }
  const pruned = prune(oracle, plan, costs, oracle.needs);
  return oracle.broken().length > 0 ? undefined : pruned.toSorted((a, b) => a - b);
}

/** Leaves out measures, dearest first, that are not needed. The oracle is left with what remains. */
export function prune(
  oracle: Oracle,
  plan: readonly number[],
  costs: readonly number[],
  isNeeded: (measure: number) => boolean,
): readonly number[] {
  const kept: number[] = [];
  for (const measure of plan.toSorted((a, b) => (costs[b] as number) - (costs[a] as number))) {
    if (isNeeded(measure)) kept.push(measure);
    else oracle.withdraw([measure]);
  }
  return kept;
}
