// SPDX-License-Identifier: Apache-2.0
// From a model to the problem of choosing measures, and from chosen measures back to the model.
import type { LoadedModel } from '../../model/index.ts';
import { type AnalysisInput, targetsOf } from '../analyse.ts';
import { inputFacts } from '../facts/index.ts';
import { gapsOf } from '../facts/open.ts';
import { readGround } from '../ground/derive.ts';
import type { GroundFact } from '../ground/encode.ts';
import { buildSystem, nodeOf, type System } from '../ground/system.ts';
import { cheapestDerivations } from '../path/cheapest.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { type Attempt, createAttempts } from '../verdict/attempt.ts';
import { type Question, questionsOf, selectAttackers } from '../verdict/scope.ts';
import type { CutProblem } from './cut-problem.ts';
import { type Allowed, type Offer, offersOf } from './offers.ts';
import { ALWAYS_DERIVED, slice } from './slice.ts';

export interface TaskInput extends AnalysisInput {
  readonly allowed?: Allowed;
  /** Measures of which an element may get only one. */
  readonly notBoth?: readonly (readonly string[])[];
  /** Ground atoms that whoever derives them today must still derive. */
  readonly required?: readonly string[];
}

/** A question with where its goal is in the problem. */
export interface Target {
  readonly question: Question;
  /** Index into `problem.goals`; -1 when no choice of measures stops it. */
  readonly goal: number;
}

export interface Task {
  readonly system: System;
  readonly attempts: readonly Attempt[];
  readonly questions: readonly Question[];
  readonly assumed: readonly GroundFact[];
  readonly offers: readonly Offer[];
  readonly problem: CutProblem;
  /** The INSECURE questions. */
  readonly targets: readonly Target[];
  /** Required atoms that nobody derives today. */
  readonly underivable: readonly string[];
}

export function prepare(input: TaskInput): Task {
  const { loaded, pack, compiled } = input;
  const assumed = (input.assumed ?? []).map(readGround);
  const attackers = selectAttackers(loaded, pack, input, assumed.length > 0);
  const facts = inputFacts(loaded, pack, input.today);
  const system = buildSystem({ compiled, facts, attackers, given: assumed });
  const attempts = createAttempts(system, attackers, assumed, loaded);
  const { questions } = questionsOf(loaded, pack, input, attackers, (attack) => targetsOf(system, attack));
  const offers = offersOf(system, loaded, pack, input.allowed ?? (() => true));
  const required = (input.required ?? []).map((text) => {
    const { predicate, args } = readGround(text);
    return { text, node: nodeOf(system, predicate, args) };
  });
  const goalOf = (question: Question): number =>
    nodeOf(system, ACHIEVED, [question.attack.id, question.target]);
  const cases = attempts.map(({ attacker, seeds, certain }) => {
    const holds = (node: number): boolean => node >= 0 && certain.member[node] === 1;
    const insecure = questions.filter((each) => each.attacker === attacker && holds(goalOf(each)));
    return { seeds, insecure, required: required.map(({ node }) => node).filter(holds) };
  });
  const sliced = slice(
    system.graph,
    system.graph.violated,
    cases.map(({ seeds, insecure, required }) => ({ seeds, goals: insecure.map(goalOf), required })),
    offers.map(({ cuts }) => cuts),
  );
  const goals: number[] = [];
  const targets = cases.flatMap(({ insecure }, at) =>
    insecure.map((question, place): Target => {
      const node = sliced.goals[at]?.[place] as number;
      return { question, goal: node === ALWAYS_DERIVED ? -1 : goals.push(node) - 1 };
    }),
  );
  return {
    system,
    attempts,
    questions,
    assumed,
    offers,
    targets,
    underivable: required
      .filter(({ node }) => !attempts.some(({ certain }) => node >= 0 && certain.member[node] === 1))
      .map(({ text }) => text),
    problem: {
      graph: sliced.graph,
      cuts: sliced.cuts,
      goals,
      costs: offers.map(({ cost }) => cost),
      exclusive: exclusiveOffers(offers, input.notBoth ?? []),
      required: sliced.required.flat().filter((node) => node >= 0),
      limits: [],
    },
  };
}

function exclusiveOffers(
  offers: readonly Offer[],
  notBoth: readonly (readonly string[])[],
): readonly (readonly number[])[] {
  return notBoth.flatMap((words) => {
    const byElement = new Map<string, number[]>();
    offers.forEach(({ measure, on }, at) => {
      if (!words.includes(measure)) return;
      for (const element of on) byElement.set(element, [...(byElement.get(element) ?? []), at]);
    });
    return [...byElement.values()].filter((set) => set.length > 1);
  });
}

/** What stays open when offers are installed, by a closure of the whole system, and the days of the quickest of it. */
export function closeUnder(
  { system, attempts, targets }: Task,
  offers: readonly Offer[],
): { readonly open: readonly Target[]; readonly days?: number } {
  const disabled = offers.flatMap(({ cuts }) => cuts);
  const weight = Float64Array.from(system.rules, (rule) => Math.max(rule.days, LEAST_DAYS));
  const open: Target[] = [];
  let days = Number.POSITIVE_INFINITY;
  for (const { attacker, seeds } of attempts) {
    const own = targets.filter(({ question }) => question.attacker === attacker);
    const { cost } = cheapestDerivations(system.graph, seeds, weight, disabled);
    for (const target of own) {
      const { attack, target: element } = target.question;
      const total = cost[nodeOf(system, ACHIEVED, [attack.id, element])] as number;
      if (!Number.isFinite(total)) continue;
      open.push(target);
      days = Math.min(days, total);
    }
  }
  return { open, ...(Number.isFinite(days) ? { days: Math.round(days * 1_000) / 1_000 } : {}) };
}

/** Keeps proofs out of circles where steps take no time. */
const LEAST_DAYS = 1e-6;

/** The model with the offers installed. */
export function installed(loaded: LoadedModel, offers: readonly Offer[]): LoadedModel {
  const taken = new Set(offers.flatMap(({ measure, on }) => on.map((element) => `${measure} ${element}`)));
  const open = (loaded.model.measures ?? []).filter(
    ({ status, measure, on }) =>
      status !== 'available' || !on.every((element) => taken.has(`${measure} ${element}`)),
  );
  const added = offers.map(({ measure, on }, at) => ({
    id: `plan-${at + 1}`,
    measure,
    on: [...on],
    status: 'installed' as const,
  }));
  return { ...loaded, model: { ...loaded.model, measures: [...open, ...added] } };
}

/** Nodes of the gaps of a model: what is possible, not known. */
export function gapNodes(system: System, loaded: LoadedModel): readonly number[] {
  return gapsOf(loaded)
    .map((gap) => nodeOf(system, 'gap', [gap.about, gap.unknown]))
    .filter((node) => node >= 0);
}
