// SPDX-License-Identifier: Apache-2.0
// An analysis that stays current: facts come and go, the closed sets are repaired, and verdicts that change are told
// with the old path and the new one.
import { type AnalysisInput, targetsOf } from '../analyse.ts';
import { type MaintainedClosure, maintainClosure } from '../closure/maintain.ts';
import { type InputFact, inputFacts } from '../facts/index.ts';
import { readGround } from '../ground/derive.ts';
import { buildSystem, instanceOf, nodeOf, type System, textOf } from '../ground/system.ts';
import { extractProof } from '../path/proof.ts';
import type { Outcome } from '../report.ts';
import { formatGround } from '../rules/atom.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { bind } from '../rules/substitution.ts';
import { type Question, questionsOf, selectAttackers } from '../verdict/scope.ts';
import { instancesByNegation } from './negations.ts';

/**
 * Facts by predicate and arguments: a patch is `measure`, a new flaw `vulnerable`, a closed route `denied`. What rules
 * derive may come as well: `controls` says that an attacker took that step.
 */
export interface Delta {
  readonly add?: readonly Pick<InputFact, 'predicate' | 'args'>[];
  readonly remove?: readonly Pick<InputFact, 'predicate' | 'args'>[];
}

/** One step of a path: the rule, and what it concludes. */
export interface LiveStep {
  readonly rule: string;
  readonly then: string;
}

export interface VerdictChange {
  readonly question: Question;
  readonly before: Outcome;
  readonly after: Outcome;
  /** The proof that held before; empty when there was none. */
  readonly oldPath: readonly LiveStep[];
  /** The proof that holds now; empty when there is none. */
  readonly newPath: readonly LiveStep[];
}

export interface LiveAnalysis {
  outcome(question: Question): Outcome;
  readonly questions: readonly Question[];
  /** Verdicts that change, and INSECURE ones whose path does. A fact that no rule instance knows grounds anew. */
  apply(delta: Delta): readonly VerdictChange[];
  /** Whether a fact, as `formatGround` writes it, is stated or was added, and was not removed since. */
  holds(fact: string): boolean;
  /** Whether some fact names the word; a word that none names is new, or written wrongly. */
  names(word: string): boolean;
}

interface Watched {
  readonly question: Question;
  outcome: Outcome;
  proof: readonly number[];
  path: readonly LiveStep[];
  /** Instances have other numbers after grounding anew. */
  system: System;
}

interface State {
  readonly system: System;
  readonly held: ReadonlyMap<string, readonly number[]>;
  readonly closures: ReadonlyMap<string, { certain: MaintainedClosure; possible: MaintainedClosure }>;
}

/** @throws TypeError when an assumed atom cannot be read; GroundLimitError when the model is too large. */
export function createLive(input: AnalysisInput): LiveAnalysis {
  const { loaded, pack } = input;
  const facts = new Map(
    inputFacts(loaded, pack, input.today).map((fact) => [formatGround(fact.predicate, fact.args), fact]),
  );
  const attackers = selectAttackers(loaded, pack, input, (input.assumed ?? []).length > 0);
  let state = ground(input, attackers, [...facts.values()]);
  const { questions } = questionsOf(loaded, pack, input, attackers, (attack) =>
    targetsOf(state.system, attack),
  );
  const words = new Set([...facts.values()].flatMap(({ args }) => args));
  const watched = questions.map((question) => ({ question, ...look(state, question) }) as Watched);
  return {
    questions,
    holds: (fact) => facts.has(fact),
    names: (word) => words.has(word),
    outcome: (question) => watched.find((each) => each.question === question)?.outcome ?? 'SECURE',
    apply({ add = [], remove = [] }) {
      const fresh = add.filter((fact) => !facts.has(formatGround(fact.predicate, fact.args)));
      const gone = remove.filter((fact) => facts.delete(formatGround(fact.predicate, fact.args)));
      for (const fact of fresh)
        facts.set(formatGround(fact.predicate, fact.args), { ...fact, path: [], source: undefined });
      for (const word of fresh.flatMap(({ args }) => args)) words.add(word);
      if (fresh.some((fact) => !isKnown(state, fact))) state = ground(input, attackers, [...facts.values()]);
      else edit(state, fresh, gone);
      return watched.flatMap((each) => refresh(state, each));
    },
  };
}

function ground(input: AnalysisInput, attackers: readonly string[], facts: readonly InputFact[]): State {
  const { compiled } = input;
  const isStated = ({ predicate }: InputFact): boolean => compiled.predicates.get(predicate)?.base !== false;
  const stated = facts.filter(isStated);
  // A step that was taken is a fact that rules derive, and holds by itself.
  const given = [
    ...(input.assumed ?? []).map(readGround),
    ...facts.filter((fact) => !isStated(fact)).map(({ predicate, args }) => ({ predicate, args })),
  ];
  const system = buildSystem({ compiled, facts: stated, attackers, given, editable: true });
  const nodes = (wanted: (fact: InputFact) => boolean): number[] =>
    stated.filter(wanted).map(({ predicate, args }) => nodeOf(system, predicate, args));
  const sure = [
    ...nodes(({ predicate }) => predicate !== 'gap'),
    ...given.map(({ predicate, args }) => nodeOf(system, predicate, args)),
  ];
  const gaps = nodes(({ predicate }) => predicate === 'gap');
  const closures = attackers.map((attacker) => {
    const seeds = [...sure, nodeOf(system, 'attacker', [attacker])];
    const { graph } = system;
    return [
      attacker,
      {
        certain: maintainClosure(graph, seeds, graph.violated),
        possible: maintainClosure(graph, [...seeds, ...gaps], graph.violated),
      },
    ] as const;
  });
  return { system, held: instancesByNegation(system), closures: new Map(closures) };
}

/** Whether the instances that a fact takes part in are all ground: as a premise it was there, or no rule has it as one. */
function isKnown({ system }: State, fact: Pick<InputFact, 'predicate' | 'args'>): boolean {
  return (
    nodeOf(system, fact.predicate, fact.args) >= 0 ||
    !system.rules.some(({ when }) => when.some((atom) => bind(atom, fact) !== undefined))
  );
}

function edit(state: State, added: Required<Delta>['add'], removed: Required<Delta>['remove']): void {
  const { system, held, closures } = state;
  const holds = (list: Required<Delta>['add']): number[] =>
    list.flatMap(({ predicate, args }) => held.get(formatGround(predicate, args)) ?? []);
  const nodes = (list: Required<Delta>['add'], withGaps: boolean): number[] =>
    list
      .filter(({ predicate }) => withGaps || predicate !== 'gap')
      .map(({ predicate, args }) => nodeOf(system, predicate, args))
      .filter((node) => node >= 0);
  const [block, unblock] = [holds(added), holds(removed)];
  for (const { certain, possible } of closures.values()) {
    certain.change({ block, unblock, seed: nodes(added, false), unseed: nodes(removed, false) });
    possible.change({ block, unblock, seed: nodes(added, true), unseed: nodes(removed, true) });
  }
}

function look({ system, closures }: State, question: Question): Omit<Watched, 'question'> {
  const { certain, possible } = closures.get(question.attacker) as NonNullable<
    ReturnType<State['closures']['get']>
  >;
  const goal = nodeOf(system, ACHIEVED, [question.attack.id, question.target]);
  const outcome =
    goal < 0 || possible.member[goal] !== 1 ? 'SECURE' : certain.member[goal] === 1 ? 'INSECURE' : 'UNKNOWN';
  if (outcome === 'SECURE') return { outcome, proof: [], path: [], system };
  const { support } = outcome === 'INSECURE' ? certain : possible;
  const proof = extractProof(system.graph, support, goal);
  const path = proof.map((instance) => {
    const { rule, then } = instanceOf(system, instance);
    return { rule: rule.id, then: textOf(then) };
  });
  return { outcome, proof, path, system };
}

/** A proof that still fires is kept; else the question is looked at again. */
function refresh(state: State, watched: Watched): readonly VerdictChange[] {
  const { certain } = state.closures.get(watched.question.attacker) as NonNullable<
    ReturnType<State['closures']['get']>
  >;
  const isKept =
    watched.outcome === 'INSECURE' &&
    watched.system === state.system &&
    watched.proof.every((instance) => certain.fires(instance));
  if (isKept) return [];
  const { outcome: before, path: oldPath } = watched;
  const now = look(state, watched.question);
  Object.assign(watched, now);
  const isSame = before === now.outcome && samePath(oldPath, now.path);
  if (isSame || (before === now.outcome && before !== 'INSECURE')) return [];
  return [{ question: watched.question, before, after: now.outcome, oldPath, newPath: now.path }];
}

function samePath(left: readonly LiveStep[], right: readonly LiveStep[]): boolean {
  return (
    left.length === right.length &&
    left.every((step, at) => step.rule === right[at]?.rule && step.then === right[at]?.then)
  );
}
