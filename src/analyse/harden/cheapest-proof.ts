// SPDX-License-Identifier: Apache-2.0
// The proofs that a fractional plan stops least: Knuth's algorithm with the plan as weights. Where a proof's measures
// add up to less than 1, the plan breaks the row "at least one of them".
import { createHeap } from '../../core/heap.ts';
import { type CutProblem, measuresByInstance } from './cut-problem.ts';
import { measuresOf } from './oracle.ts';

/** Finds proofs of goals, each given by its measures, whose measures `plan` chooses to less than `least` in all. */
export function createSeparator(
  problem: CutProblem,
): (plan: ArrayLike<number>, least: number) => readonly (readonly number[])[] {
  const meets = measuresByInstance(problem);
  const { graph, goals } = problem;
  return (plan, least) => {
    const { cost, support } = cheapest(problem, meets, plan, least);
    const found = new Map<string, readonly number[]>();
    for (const goal of goals) {
      if (!Number.isFinite(cost[goal])) continue;
      const core = measuresOf(graph, support, goal, meets).toSorted((a, b) => a - b);
      const chosen = core.reduce((sum, measure) => sum + (plan[measure] as number), 0);
      if (chosen < least) found.set(core.join(), core);
    }
    return [...found.values()];
  };
}

function cheapest(
  { graph }: CutProblem,
  meets: ReturnType<typeof measuresByInstance>,
  plan: ArrayLike<number>,
  least: number,
): { cost: Float64Array; support: Int32Array } {
  const cost = new Float64Array(graph.nodes).fill(Number.POSITIVE_INFINITY);
  const support = new Int32Array(graph.nodes).fill(-1);
  const done = new Uint8Array(graph.nodes);
  const instances = graph.heads.length;
  const missing = new Int32Array(instances);
  const sum = new Float64Array(instances);
  const heap = createHeap<readonly [number, number]>((a, b) => a[0] - b[0] || a[1] - b[1]);
  const offer = (instance: number): void => {
    const head = graph.heads[instance] as number;
    const total = sum[instance] as number;
    // A premise used twice counts twice, so what is dear here may be cheap; past the bound it is given up.
    if (total >= (cost[head] as number) || total >= least * GIVE_UP) return;
    cost[head] = total;
    support[head] = instance;
    heap.push([total, head]);
  };
  for (let instance = 0; instance < instances; instance++) {
    let weight = STEP;
    for (let at = meets.start[instance] as number; at < (meets.start[instance + 1] as number); at++)
      weight += plan[meets.measures[at] as number] as number;
    sum[instance] = weight;
    missing[instance] =
      (graph.premiseStart[instance + 1] as number) - (graph.premiseStart[instance] as number);
    if (missing[instance] === 0) offer(instance);
  }
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const node = top[1];
    if (done[node] === 1) continue;
    done[node] = 1;
    for (let use = graph.useStart[node] as number; use < (graph.useStart[node + 1] as number); use++) {
      const instance = graph.uses[use] as number;
      sum[instance] = (sum[instance] as number) + (cost[node] as number);
      missing[instance] = (missing[instance] as number) - 1;
      if (missing[instance] === 0) offer(instance);
    }
  }
  return { cost, support };
}

/** Keeps proofs short where the plan does not care, and out of circles. */
const STEP = 1e-7;
/** How often shared premises may be counted before a proof is given up. */
const GIVE_UP = 4;
