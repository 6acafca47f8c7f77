// SPDX-License-Identifier: Apache-2.0
// How far SECURE is from breaking: the fewest things that would have to be so although the model does not state them.
import { type AnalysisInput, targetsOf } from '../analyse.ts';
import { inputFacts } from '../facts/index.ts';
import { readGround } from '../ground/derive.ts';
import { buildSystem, nodeOf } from '../ground/system.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { namesOf } from '../verdict/narrate.ts';
import { type Question, questionsOf, selectAttackers } from '../verdict/scope.ts';
import type { Margin } from './hardening.ts';
import { type Assumable, hypothetical, withHypotheses } from './hypotheses.ts';
import { lightestBreak } from './margin-search.ts';
import type { SearchOptions } from './search.ts';
import { ALWAYS_DERIVED, NOT_DERIVED, type Slice, slice } from './slice.ts';
import { gapNodes } from './task.ts';

export interface Margins {
  /** Questions that are SECURE: not even the gaps of the model break them. */
  readonly secure: readonly Question[];
  /** What breaks any of these questions for least weight. */
  lightest(questions: readonly Question[], search: SearchOptions): Promise<Margin>;
}

/** The margin of every SECURE attack in scope, thinnest first. */
export async function marginsOf(input: AnalysisInput, search: SearchOptions): Promise<readonly Margin[]> {
  const margins = prepareMargins(input);
  const found: Margin[] = [];
  for (const questions of byAttack(margins.secure).values())
    found.push(await margins.lightest(questions, search));
  return found.sort(
    (a, b) => (a.weight ?? Infinity) - (b.weight ?? Infinity) || (a.attack < b.attack ? -1 : 1),
  );
}

/** Grounds the model with all hypotheses of the pack. Gaps count as if they were so: they take no effort. */
export function prepareMargins(input: AnalysisInput): Margins {
  const { loaded, pack, compiled } = input;
  const assumed = (input.assumed ?? []).map(readGround);
  const attackers = selectAttackers(loaded, pack, input, assumed.length > 0);
  const facts = inputFacts(loaded, pack, input.today);
  const extended = withHypotheses(compiled);
  const system = buildSystem({ compiled: extended, facts, attackers, given: assumed });
  const world = hypothetical(system, compiled, pack, namesOf(loaded, pack));
  const { questions } = questionsOf(loaded, pack, input, attackers, (attack) => targetsOf(system, attack));
  const known = [
    ...assumed.map(({ predicate, args }) => nodeOf(system, predicate, args)),
    ...gapNodes(system, loaded),
  ];
  const cases = attackers.map((attacker) => ({
    seeds: [nodeOf(system, 'attacker', [attacker]), ...known],
    own: questions
      .filter((each) => each.attacker === attacker)
      .map((question) => ({
        question,
        goal: nodeOf(system, ACHIEVED, [question.attack.id, question.target]),
      })),
  }));
  const reachable = cases.map(({ own }) => own.filter(({ goal }) => goal >= 0));
  const sliced = slice(
    world.graph,
    world.blocked,
    cases.map(({ seeds }, at) => ({
      seeds,
      goals: (reachable[at] ?? []).map(({ goal }) => goal),
      required: [],
    })),
    world.assumables.map(({ instances }) => instances),
  );
  const places = new Map<Question, number>(questions.map((question) => [question, NOT_DERIVED]));
  reachable.forEach((own, at) => {
    own.forEach(({ question }, place) => {
      places.set(question, sliced.goals[at]?.[place] as number);
    });
  });
  return {
    secure: questions.filter((question) => places.get(question) !== ALWAYS_DERIVED),
    lightest: (chosen, search) => lightest(chosen, places, sliced, world.assumables, search),
  };
}

async function lightest(
  questions: readonly Question[],
  places: ReadonlyMap<Question, number>,
  { graph, cuts }: Slice,
  assumables: readonly Assumable[],
  search: SearchOptions,
): Promise<Margin> {
  const place = (question: Question): number => places.get(question) as number;
  const goals = questions.map(place).filter((node) => node >= 0);
  const costs = assumables.map(({ weight }) => weight);
  const found = await lightestBreak({ graph, cuts, costs, goals }, search);
  const at = questions.find((question) => place(question) === found.goal) ?? (questions[0] as Question);
  return {
    attack: at.attack.id,
    title: at.attack.title['en'] ?? at.attack.id,
    attacker: at.attacker,
    target: at.target,
    ...(found.hypotheses === undefined ? {} : { weight: found.weight, bound: found.bound }),
    breaks: (found.hypotheses ?? []).map((each) => {
      const { id, text, weight } = assumables[each] as Assumable;
      return { hypothesis: id, text, weight };
    }),
  };
}

function byAttack(questions: readonly Question[]): ReadonlyMap<string, readonly Question[]> {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const group = groups.get(question.attack.id) ?? [];
    groups.set(question.attack.id, group);
    group.push(question);
  }
  return groups;
}
