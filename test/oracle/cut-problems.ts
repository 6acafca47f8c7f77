// SPDX-License-Identifier: Apache-2.0
// Random problems of choosing measures, and the answer by trying every choice.
import type { CutProblem } from '../../src/analyse/harden/cut-problem.ts';
import { createBuilder } from '../../src/analyse/harden/slice.ts';
import { createRandom, type Random } from '../../src/core/random.ts';

export interface Kinds {
  readonly exclusive?: boolean;
  readonly required?: boolean;
  readonly budget?: boolean;
}

/** Layers, circles, several ways to a fact, measures that stop one instance or many. */
export function randomCutProblem(seed: number, kinds: Kinds = {}): CutProblem {
  const random = createRandom(seed, 'cut');
  const builder = createBuilder();
  const nodes = Array.from({ length: 4 + random.below(10) }, () => builder.node());
  const measures = 2 + random.below(8);
  const cuts: number[][] = Array.from({ length: measures }, () => []);
  const instances = nodes.length + random.below(2 * nodes.length);
  for (let at = 0; at < instances; at++) {
    const head = at < nodes.length ? at : random.below(nodes.length);
    const below = random.below(5) === 0 ? nodes.length : head;
    const premises = Array.from({ length: Math.min(below, random.below(3)) }, () => random.below(below));
    const instance = builder.instance(
      head,
      [...new Set(premises)].filter((premise) => premise !== head),
    );
    for (let each = random.below(3); each > 0; each--) {
      const list = cuts[random.below(measures)] as number[];
      if (!list.includes(instance)) list.push(instance);
    }
  }
  const graph = builder.done();
  const costs = cuts.map(() => random.below(10));
  const pick = (count: number): number[] => [
    ...new Set(Array.from({ length: count }, () => random.below(graph.nodes))),
  ];
  return {
    graph,
    cuts,
    costs,
    goals: pick(1 + random.below(3)),
    exclusive: kinds.exclusive === true ? [someOf(random, measures), someOf(random, measures)] : [],
    required: kinds.required === true ? pick(2) : [],
    limits:
      kinds.budget === true
        ? [{ spends: cuts.map(() => 1 + random.below(9)), limit: 2 + random.below(20) }]
        : [],
  };
}

function someOf(random: Random, count: number): readonly number[] {
  return [...new Set([random.below(count), random.below(count)])];
}

/** The least objective of all choices that fulfil everything; Infinity when none does. */
export function bruteForce(problem: CutProblem): number {
  let best = Infinity;
  for (let choice = 0; choice < 1 << problem.cuts.length; choice++) {
    const plan = problem.cuts.flatMap((_, measure) => ((choice >> measure) % 2 === 1 ? [measure] : []));
    const cost = plan.reduce((sum, measure) => sum + (problem.costs[measure] as number), 0);
    if (cost < best && holds(problem, plan)) best = cost;
  }
  return best;
}

/** Whether a choice of measures fulfils everything, by the definitions. */
export function holds(problem: CutProblem, plan: readonly number[]): boolean {
  const { graph, cuts, goals, required, exclusive, limits } = problem;
  if (exclusive.some((set) => set.filter((measure) => plan.includes(measure)).length > 1)) return false;
  const spent = (spends: readonly number[]): number =>
    plan.reduce((sum, measure) => sum + (spends[measure] as number), 0);
  if (limits.some(({ spends, limit }) => spent(spends) > limit)) return false;
  const stopped = new Set(plan.flatMap((measure) => cuts[measure] ?? []));
  const derived = new Set<number>();
  for (let size = -1; size < derived.size; ) {
    size = derived.size;
    graph.heads.forEach((head, instance) => {
      const premises = graph.premises.subarray(
        graph.premiseStart[instance],
        graph.premiseStart[instance + 1],
      );
      if (!stopped.has(instance) && premises.every((premise) => derived.has(premise))) derived.add(head);
    });
  }
  return goals.every((goal) => !derived.has(goal)) && required.every((node) => derived.has(node));
}

/** The same problem for clingo (ASP-Core-2 with weak constraints). */
export function clingoProgram({
  graph,
  cuts,
  costs,
  goals,
  exclusive,
  required,
  limits,
}: CutProblem): string {
  const stops = graph.heads.reduce<number[][]>((all) => [...all, []], []);
  cuts.forEach((instances, measure) => {
    for (const instance of instances) stops[instance]?.push(measure);
  });
  const lines = cuts.map(
    (_, measure) => `{use(${measure})}. :~ use(${measure}). [${costs[measure]}@1,${measure}]`,
  );
  graph.heads.forEach((head, instance) => {
    const premises = graph.premises.subarray(graph.premiseStart[instance], graph.premiseStart[instance + 1]);
    const body = [
      ...[...premises].map((premise) => `d(${premise})`),
      ...(stops[instance] as number[]).map((measure) => `not use(${measure})`),
    ];
    lines.push(`d(${head})${body.length === 0 ? '' : ` :- ${body.join(', ')}`}.`);
  });
  for (const goal of goals) lines.push(`:- d(${goal}).`);
  for (const node of required) lines.push(`:- not d(${node}).`);
  for (const set of exclusive) lines.push(`:- #count{M : use(M), M=(${set.join(';')})} > 1.`);
  for (const { spends, limit } of limits) {
    const parts = spends.map((spent, measure) => `${spent},${measure} : use(${measure})`);
    lines.push(`:- #sum{${parts.join('; ')}} > ${limit}.`);
  }
  return lines.join('\n');
}
