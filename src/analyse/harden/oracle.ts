// SPDX-License-Identifier: Apache-2.0
// Answers "does this plan hold?", and when it does not: which measures, of which at least one is needed.
import { maintainClosure } from '../closure/maintain.ts';
import { type CutProblem, measuresByInstance } from './cut-problem.ts';

/** Keeps one plan applied; changes cost what they change. */
export interface Oracle {
  readonly applied: Uint8Array;
  apply(measures: readonly number[]): void;
  withdraw(measures: readonly number[]): void;
  /** Applies exactly these. */
  set(measures: readonly number[]): void;
  /** Goals that the plan does not stop. */
  open(): readonly number[];
  /** Whether a goal would be derived without this one of the applied measures. */
  needs(measure: number): boolean;
  /** Required nodes that the plan takes away. */
  broken(): readonly number[];
  /** Measures that meet the present proof of a derived node; none of them is applied. */
  measuresOfProof(node: number): readonly number[];
}

export function createOracle(problem: CutProblem): Oracle {
  const { graph, cuts, goals, required } = problem;
  const closure = maintainClosure(graph, [], new Uint8Array(graph.heads.length));
  const applied = new Uint8Array(cuts.length);
  const meets = measuresByInstance(problem);
  const isGoal = new Uint8Array(graph.nodes);
  for (const goal of goals) isGoal[goal] = 1;
  const instancesOf = (measures: readonly number[], state: number): number[] => {
    const instances: number[] = [];
    for (const measure of measures) {
      if (applied[measure] === state) continue;
      applied[measure] = state;
      for (const instance of cuts[measure] as readonly number[]) instances.push(instance);
    }
    return instances;
  };
  const apply = (measures: readonly number[]): void => {
    closure.change({ block: instancesOf(measures, 1) });
  };
  const withdraw = (measures: readonly number[]): void => {
    closure.change({ unblock: instancesOf(measures, 0) });
  };
  return {
    applied,
    apply,
    withdraw,
    set(measures) {
      const wanted = new Set(measures);
      const extra: number[] = [];
      applied.forEach((is, measure) => {
        if (is === 1 && !wanted.has(measure)) extra.push(measure);
      });
      const unblock = instancesOf(extra, 0);
      closure.change({ block: instancesOf(measures, 1), unblock });
    },
    open: () => goals.filter((goal) => closure.member[goal] === 1),
    needs: (measure) => closure.wouldReach(cuts[measure] as readonly number[], isGoal),
    broken: () => required.filter((node) => closure.member[node] !== 1),
    measuresOfProof: (node) => measuresOf(graph, closure.support, node, meets),
  };
}

/** The measures that meet any instance of the proof that `support` has for a node. */
export function measuresOf(
  graph: CutProblem['graph'],
  support: Int32Array,
  goal: number,
  meets: ReturnType<typeof measuresByInstance>,
): readonly number[] {
  const found = new Set<number>();
  const seen = new Set([goal]);
  const queue = [goal];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const instance = support[node] as number;
    if (instance < 0) continue;
    for (let at = meets.start[instance] as number; at < (meets.start[instance + 1] as number); at++)
      found.add(meets.measures[at] as number);
    const end = graph.premiseStart[instance + 1] as number;
    for (let at = graph.premiseStart[instance] as number; at < end; at++) {
      const premise = graph.premises[at] as number;
      if (seen.has(premise)) continue;
      seen.add(premise);
      queue.push(premise);
    }
  }
  return [...found];
}

/**
 * Leaves out of a proof's measures those without which the goals fall anyway: what is left meets every choice that
 * holds. The oracle has every measure applied, before and after: setting it anew for each proof would cost more than
 * all else, for there are many measures and few in one proof.
 */
export function shrinkCore(oracle: Oracle, core: readonly number[]): readonly number[] {
  oracle.withdraw(core);
  const needed: number[] = [];
  for (const measure of core) {
    oracle.apply([measure]);
    if (oracle.open().length > 0) continue;
    oracle.withdraw([measure]);
    needed.push(measure);
  }
  oracle.apply(needed);
  return needed;
}
