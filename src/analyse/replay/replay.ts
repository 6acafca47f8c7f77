// SPDX-License-Identifier: Apache-2.0
import { analyse } from '../analyse.ts';
import { missingText } from '../certificate/build.ts';
import { positionOf } from '../facts/index.ts';
import type { FrontierInstance } from '../frontier/frontier.ts';
import { instanceOf, type System } from '../ground/system.ts';
import type { Attempt } from '../verdict/attempt.ts';
import { type Names, namesOf, narrate } from '../verdict/narrate.ts';
import type { FlowNode } from './attack-flow.ts';
import type { ReplayInput } from './replay-input.ts';
import { REPLAY_SCHEMA, type Replay, type ReplayedAction } from './replay-report.ts';
import { stopFlow } from './stop-flow.ts';

/**
 * Takes the actions of a flow to the rules that cite their techniques: which of them the model derives for the attacker
 * who can do most of them, what holds the others, and the cheapest measures that leave no way through the flow.
 *
 * @throws as `analyse` does.
 */
export async function replay(input: ReplayInput): Promise<Replay> {
  const { flow, loaded, pack } = input;
  const { report, basis } = analyse(input);
  const { system, attempts } = basis;
  const rules = flow.nodes.map((node) => rulesFor(system, node));
  const fired = attempts.map((attempt) => firedBy(system, attempt));
  const reach = fired.map((byRule) => rules.filter((list) => list.some((rule) => byRule.has(rule))).length);
  const best = reach.indexOf(Math.max(...reach));
  const attempt = attempts[best];
  const byRule = fired[best];
  if (attempt === undefined || byRule === undefined) throw new TypeError('There is no attacker in scope');
  const names = namesOf(loaded, pack);
  const actions = flow.nodes.flatMap((node, at): ReplayedAction[] =>
    node.kind === 'action' ? [told(input, system, attempt, names, node, rules[at] ?? [], byRule)] : [],
  );
  const instances = rules.map((list) => list.flatMap((rule) => byRule.get(rule) ?? []));
  const counts = { derived: 0, held: 0, absent: 0, unmet: 0, unknown: 0 };
  for (const { outcome } of actions) counts[outcome]++;
  return {
    schema: REPLAY_SCHEMA,
    model: report.model,
    pack: report.pack,
    flow: { name: flow.name, file: input.file },
    attacker: attempt.attacker,
    actions,
    counts,
    ...(await stopFlow(input, system, attempt, instances)),
  };
}

/** Numbers of the rules that cite the technique, its parent, or a sub-technique of it. */
function rulesFor({ rules }: System, { technique }: FlowNode): readonly number[] {
  if (technique === undefined) return [];
  const parent = technique.split('.')[0] as string;
  const exact = (cited: string): boolean => cited === technique;
  const related = (cited: string): boolean =>
    cited === parent || (technique === parent && cited.startsWith(`${parent}.`));
  const numbers = [...rules.keys()].filter((rule) => rules[rule]?.act === true);
  const by = (test: (cited: string) => boolean): readonly number[] =>
    numbers.filter((rule) => rules[rule]?.techniques.some(test));
  const same = by(exact);
  return same.length > 0 ? same : by(related);
}

/** The instances that fire for an attacker, by rule. */
function firedBy({ graph, rules }: System, { certain }: Attempt): ReadonlyMap<number, readonly number[]> {
  const fired = new Map<number, number[]>();
  for (let rule = 0; rule < rules.length; rule++) {
    const list: number[] = [];
    for (let each = graph.ruleStart[rule] as number; each < (graph.ruleStart[rule + 1] as number); each++) {
      const from = graph.premiseStart[each] as number;
      const held = graph.premises.subarray(from, graph.premiseStart[each + 1]);
      if (graph.violated[each] === 0 && held.every((node) => certain.member[node] === 1)) list.push(each);
    }
    if (list.length > 0) fired.set(rule, list);
  }
  return fired;
}

function told(
  { loaded }: ReplayInput,
  system: System,
  attempt: Attempt,
  names: Names,
  node: FlowNode,
  rules: readonly number[],
  fired: ReadonlyMap<number, readonly number[]>,
): ReplayedAction {
  const ids = rules.map((rule) => system.rules[rule]?.id ?? '');
  const { name, technique, at } = node;
  const action = { name, ...(technique === undefined ? {} : { technique }), at, rules: ids };
  const first = rules.flatMap((rule) => fired.get(rule) ?? [])[0];
  if (first !== undefined) {
    const { rule, bindings, facts } = instanceOf(system, first);
    const place = facts.find((fact) => fact.path.length > 0);
    const because = place === undefined ? {} : { because: positionOf(place, loaded) };
    return { ...action, outcome: 'derived', text: narrate(rule.narrate, bindings, names), ...because };
  }
  if (rules.length === 0) {
    const why =
      technique === undefined ? 'the action has no technique id' : `no rule of the pack cites ${technique}`;
    return { ...action, outcome: 'unknown', text: '', why };
  }
  const near = attempt.frontier().filter((entry) => ids.includes(entry.rule.id));
  const entry = near.find(({ kind }) => kind === 'control') ?? near[0];
  if (entry === undefined)
    return {
      ...action,
      outcome: 'unmet',
      text: '',
      why: 'more than one premise of every rule for it is missing',
    };
  return { ...action, ...heldBack(entry, names, loaded) };
}

function heldBack(
  entry: FrontierInstance,
  names: Names,
  loaded: ReplayInput['loaded'],
): Pick<ReplayedAction, 'outcome' | 'text' | 'why' | 'because'> {
  const place = entry.control ?? entry.facts.find((fact) => fact.path.length > 0);
  const missing = missingText(entry.missing);
  return {
    outcome: entry.kind === 'control' ? 'held' : 'absent',
    text: narrate(entry.rule.narrate, entry.bindings, names),
    why:
      entry.kind === 'control'
        ? (entry.control?.control ?? names.of(entry.control?.args[1] ?? missing))
        : `the model states no ${missing}`,
    ...(place === undefined ? {} : { because: positionOf(place, loaded) }),
  };
}
