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
import { type Assumable, hypothetical, statedAssumables, withHypotheses } from './hypotheses.ts';
import { lightestBreak } from './margin-search.ts';
import type { Offer } from './offers.ts';
import type { SearchOptions } from './search.ts';
import { ALWAYS_DERIVED, NOT_DERIVED, type Slice, slice } from './slice.ts';
import { gapNodes } from './task.ts';

export interface Margins {
  /** Questions that are SECURE: not even the gaps of the model break them. */
  readonly secure: readonly Question[];
  /** What breaks any of these questions for least weight. */
  lightest(questions: readonly Question[], search: SearchOptions): Promise<Margin>;
}

/** The margin of every SECURE attack, thinnest first. */
export async function marginsOf(margins: Margins, search: SearchOptions): Promise<readonly Margin[]> {
  const found: Margin[] = [];
  for (const questions of byAttack(margins.secure).values())
    found.push(await margins.lightest(questions, search));
  return found.sort(
    (a, b) => (a.weight ?? Infinity) - (b.weight ?? Infinity) || (a.attack < b.attack ? -1 : 1),
  );
}

/** Gives the margins of the model once measures are installed besides those it has. */
export type MarginsWith = (planned: readonly Pick<Offer, 'measure' | 'on'>[]) => Margins;

/** Grounds the model with all hypotheses of the pack, once for all plans. Gaps count as if they were so. */
export function prepareMargins(input: AnalysisInput): MarginsWith {
  const { loaded, pack, compiled } = input;
  const assumed = (input.assumed ?? []).map(readGround);
  const attackers = selectAttackers(loaded, pack, input, assumed.length > 0);
  const facts = inputFacts(loaded, pack, input.today);
  const system = buildSystem({ compiled: withHypotheses(compiled), facts, attackers, given: assumed });
  const names = namesOf(loaded, pack);
  const stated = statedAssumables(system, compiled, names);
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
      }))
      .filter(({ goal }) => goal >= 0),
  }));
  return (planned) => {
    const { graph, blocked, assumables } = hypothetical(system, stated, planned, pack, names);
    const sliced = slice(
      graph,
      blocked,
      cases.map(({ seeds, own }) => ({ seeds, goals: own.map(({ goal }) => goal), required: [] })),
      assumables.map(({ instances }) => instances),
    );
    const places = new Map<Question, number>(questions.map((question) => [question, NOT_DERIVED]));
    cases.forEach(({ own }, at) => {
      own.forEach(({ question }, place) => {
        places.set(question, sliced.goals[at]?.[place] as number);
      });
    });
    return {
      secure: questions.filter((question) => places.get(question) !== ALWAYS_DERIVED),
      lightest: (chosen, search) => lightest(chosen, places, sliced, assumables, search),
    };
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
