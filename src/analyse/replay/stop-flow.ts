// SPDX-License-Identifier: Apache-2.0
// The cheapest measures that leave no way through a flow: the flow is put on top of the hypergraph, and hardened.
import { type AndOr, usesOf } from '../../core/and-or.ts';
import type { System } from '../ground/system.ts';
import { stopAll } from '../harden/choose.ts';
import { offersOf } from '../harden/offers.ts';
import { ALWAYS_DERIVED, NOT_DERIVED, slice } from '../harden/slice.ts';
import type { Attempt } from '../verdict/attempt.ts';
import type { FlowNode } from './attack-flow.ts';
import type { ReplayInput } from './replay-input.ts';
import type { Replay } from './replay-report.ts';

/** Tactics that are what an attack is for: exfiltration and impact, of the enterprise and of control systems. */
const AIMS = ['TA0010', 'TA0040', 'TA0105'];

/**
 * An action is taken when one before it is, and one of its rule instances fires. What the pack does not know, or the model
 * does not derive, is taken to have happened: a plan must not rest on it.
 *
 * @param instances per node of the flow, the instances that fire for its technique.
 */
export async function stopFlow(
  input: ReplayInput,
  system: System,
  attempt: Attempt,
  instances: readonly (readonly number[])[],
): Promise<Pick<Replay, 'stop' | 'plan'>> {
  const { flow, loaded, pack, search } = input;
  const built = withFlow(system, flow.nodes, instances);
  const offers = offersOf(system, loaded, pack, () => true);
  const cuts = offers.map((offer) => offer.cuts.flatMap((each) => [each, ...(built.copies.get(each) ?? [])]));
  const sliced = slice(
    built.graph,
    built.blocked,
    [{ seeds: attempt.seeds, goals: [built.goal], required: [] }],
    cuts,
  );
  const goal = sliced.goals[0]?.[0] as number;
  if (goal === ALWAYS_DERIVED || goal === NOT_DERIVED) return { stop: 'none' };
  const choice = await stopAll(
    {
      graph: sliced.graph,
      cuts: sliced.cuts,
      goals: [goal],
      costs: offers.map(({ cost }) => cost),
      exclusive: [],
      required: [],
      limits: [],
    },
    search,
  );
  if (choice === undefined) return { stop: 'none' };
  const measures = choice.measures.flatMap((at) => offers[at] ?? []);
  return {
    stop: 'plan',
    plan: {
      measures: measures.map(({ measure, on, cost }) => ({
        measure,
        name: pack.words.measure.get(measure)?.name['en'] ?? measure,
        on,
        cost,
      })),
      cost: choice.cost,
      bound: choice.costBound,
      proven: choice.proven,
    },
  };
}

interface WithFlow {
  readonly graph: AndOr;
  readonly blocked: Int32Array;
  readonly goal: number;
  /** Instances on top that a measure against an instance stops too. */
  readonly copies: ReadonlyMap<number, readonly number[]>;
}

/** For each node of the flow: `done` needs a `done` before it and, where the model derives it, `can`. */
function withFlow(
  { graph }: System,
  nodes: readonly FlowNode[],
  instances: readonly (readonly number[])[],
): WithFlow {
  const done = (at: number): number => graph.nodes + 2 * at;
  const can = (at: number): number => done(at) + 1;
  const goal = done(nodes.length);
  const heads: number[] = [];
  const lists: number[][] = [];
  const copies = new Map<number, number[]>();
  const add = (head: number, premises: number[]): number => {
    lists.push(premises);
    return graph.heads.length + heads.push(head) - 1;
  };
  nodes.forEach((node, at) => {
    const able = instances[at]?.length === 0 ? [] : [can(at)];
    for (const each of instances[at] ?? []) {
      const list = graph.premises.subarray(graph.premiseStart[each], graph.premiseStart[each + 1]);
      const copy = add(can(at), Array.from(list));
      copies.set(each, [...(copies.get(each) ?? []), copy]);
    }
    const before = node.after.map(done);
    const ways = node.kind === 'all' || before.length === 0 ? [before] : before.map((each) => [each]);
    for (const way of ways) add(done(at), [...able, ...way]);
  });
  for (const aim of aimsOf(nodes)) add(goal, [done(aim)]);
  return {
    graph: extended(graph, goal + 1, heads, lists),
    blocked: blockedOf(graph, heads.length),
    goal,
    copies,
  };
}

/** What the flow is for: its actions of the last tactics, else all that nothing comes after. */
function aimsOf(nodes: readonly FlowNode[]): readonly number[] {
  const all = [...nodes.keys()];
  const aims = all.filter((at) => AIMS.includes(nodes[at]?.tactic ?? ''));
  if (aims.length > 0) return aims;
  const followed = new Set(nodes.flatMap(({ after }) => after));
  const last = all.filter((at) => !followed.has(at));
  return last.length > 0 ? last : all;
}

function blockedOf({ violated }: System['graph'], added: number): Int32Array {
  const blocked = new Int32Array(violated.length + added);
  blocked.set(violated);
  return blocked;
}

function extended(graph: AndOr, nodes: number, heads: readonly number[], lists: readonly number[][]): AndOr {
  const premiseStart = new Int32Array(graph.premiseStart.length + lists.length);
  premiseStart.set(graph.premiseStart);
  lists.forEach((list, at) => {
    const place = graph.premiseStart.length + at;
    premiseStart[place] = (premiseStart[place - 1] as number) + list.length;
  });
  const premises = new Int32Array(premiseStart.at(-1) as number);
  premises.set(graph.premises.subarray(0, graph.premiseStart.at(-1)));
  premises.set(lists.flat(), graph.premiseStart.at(-1));
  const { useStart, uses } = usesOf(nodes, premiseStart, premises);
  return {
    nodes,
    heads: Int32Array.from([...graph.heads, ...heads]),
    premiseStart,
    premises,
    useStart,
    uses,
  };
}
