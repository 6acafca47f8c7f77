// SPDX-License-Identifier: Apache-2.0
// The least weight of hypotheses that derives a goal: the dual of the cheapest plan, by implicit hitting sets as well. A
// set of hypotheses that derives no goal grows until it cannot; at least one of those left out is needed.
import { maintainClosure } from '../closure/maintain.ts';
import { createSeparator } from './cheapest-proof.ts';
import type { CutProblem } from './cut-problem.ts';
import type { SearchOptions } from './search.ts';

export interface MarginResult {
  /** Hypotheses that together derive a goal, ascending; absent when not even all of them do. */
  readonly hypotheses?: readonly number[];
  /** A goal that they derive. */
  readonly goal?: number;
  /** Their weight; Infinity without them. */
  readonly weight: number;
  /** Nothing lighter derives a goal. */
  readonly bound: number;
}

const TOLERANCE = 1e-6;

/**
 * @param problem `cuts` are the instances of each hypothesis, which fire only when it is chosen; `costs` their weights;
 *   any of `goals` counts.
 */
export async function lightestBreak(
  problem: Pick<CutProblem, 'graph' | 'cuts' | 'costs' | 'goals'>,
  { solver, seconds, now }: SearchOptions,
): Promise<MarginResult> {
  const { costs } = problem;
  const oracle = createBreakOracle(problem);
  const all = costs.map((_, each) => each);
  if (!oracle.breaks(all)) return { weight: Infinity, bound: Infinity };
  let best = oracle.prune(lightestProof(problem) ?? all);
  const weightOf = (set: readonly number[]): number =>
    set.reduce((sum, each) => sum + (costs[each] as number), 0);
  if (best.length === 0) return { hypotheses: [], ...oracle.goalOf([]), weight: 0, bound: 0 };
  let bound = 0;
  const deadline = now() + seconds * 1_000;
  const program = solver.open({
    cost: Float64Array.from(costs),
    upper: new Float64Array(costs.length).fill(1),
    whole: new Uint8Array(costs.length).fill(1),
  });
  try {
    let rows = oracle.cores([]);
    while (weightOf(best) - bound > TOLERANCE && now() < deadline) {
      const solved = await program.solve(
        rows.map((core) => ({ lower: 1, upper: Infinity, columns: core, values: core.map(() => 1) })),
        { relaxed: false, seconds: Math.max(0.1, (deadline - now()) / 1_000) },
      );
      bound = Math.max(bound, solved.bound);
      const { values } = solved;
      if (values === undefined) break;
      const chosen = all.filter((each) => (values[each] as number) > 0.5);
      rows = oracle.cores(chosen);
      if (rows.length === 0 && weightOf(chosen) < weightOf(best)) best = chosen;
      if (rows.length === 0 && solved.status === 'limit') break;
    }
  } finally {
    program.close();
  }
  const hypotheses = best.toSorted((a, b) => a - b);
  const weight = weightOf(best);
  return { hypotheses, ...oracle.goalOf(best), weight, bound: Math.min(bound, weight) };
}

/** The hypotheses of the proof that is lightest as a tree. */
function lightestProof(
  problem: Pick<CutProblem, 'graph' | 'cuts' | 'costs' | 'goals'>,
): readonly number[] | undefined {
  const separate = createSeparator({ ...problem, exclusive: [], required: [], limits: [] });
  const weight = (set: readonly number[]): number =>
    set.reduce((sum, each) => sum + (problem.costs[each] as number), 0);
  return separate(problem.costs, Infinity).toSorted((a, b) => weight(a) - weight(b))[0];
}

function createBreakOracle({
  graph,
  cuts,
  costs,
  goals,
}: Pick<CutProblem, 'graph' | 'cuts' | 'costs' | 'goals'>) {
  const waits = new Int32Array(graph.heads.length);
  for (const instance of cuts.flat()) waits[instance] = 1;
  const closure = maintainClosure(graph, [], waits);
  const assumed = new Set<number>();
  const reached = (): boolean => goals.some((goal) => closure.member[goal] === 1);
  const assume = (each: number): void => {
    if (assumed.has(each)) return;
    assumed.add(each);
    closure.change({ unblock: cuts[each] as readonly number[] });
  };
  const drop = (each: number): void => {
    if (assumed.delete(each)) closure.change({ block: cuts[each] as readonly number[] });
  };
  const set = (wanted: readonly number[]): void => {
    const keep = new Set(wanted);
    for (const each of [...assumed]) if (!keep.has(each)) drop(each);
    for (const each of wanted) assume(each);
  };
  const lightFirst = costs.map((_, each) => each).sort((a, b) => (costs[a] as number) - (costs[b] as number));
  return {
    breaks(wanted: readonly number[]): boolean {
      set(wanted);
      return reached();
    },
    goalOf(wanted: readonly number[]): { goal: number } {
      set(wanted);
      return { goal: goals.find((goal) => closure.member[goal] === 1) as number };
    },
    /** Leaves out what the goal does not need, heaviest first. */
    prune(start: readonly number[]): readonly number[] {
      set(start);
      for (const each of start.toSorted((a, b) => (costs[b] as number) - (costs[a] as number))) {
        drop(each);
        if (!reached()) assume(each);
      }
      return [...assumed];
    },
    /** Sets of which every break has at least one member, none of them in `chosen`; none when `chosen` breaks. */
    cores(chosen: readonly number[]): readonly (readonly number[])[] {
      const found: (readonly number[])[] = [];
      set(chosen);
      while (!reached()) {
        const core: number[] = [];
        for (const each of lightFirst) {
          if (assumed.has(each)) continue;
          assume(each);
          if (!reached()) continue;
          drop(each);
          core.push(each);
        }
        found.push(core);
        set([...chosen, ...found.flat()]);
      }
      return found;
    },
  };
}
