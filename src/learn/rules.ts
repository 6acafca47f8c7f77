// SPDX-License-Identifier: Apache-2.0
// From labelled events to policies that a person reads and approves: induced by cover and description length, written with
// a hit and a miss of the data, scored on events that they were not learnt from.
import { createRandom } from '../core/random.ts';
import type { EventTypeSource, Pack, PolicySource } from '../model/index.ts';
import type { Drafted } from './candidate/compile.ts';
import { type Judgement, judge, type Known, knownOf } from './candidate/judge.ts';
import { draftPolicy } from './candidate/policy.ts';
import { type Score, scorePolicy } from './candidate/score.ts';
import { induceRules } from './induce/ripper.ts';
import { buildTable, examplesOf, lookupsOf } from './table/build.ts';
import type { Episode } from './table/episode.ts';
import { featuresOf } from './table/feature.ts';
import type { Lookup } from './table/window.ts';

export interface LearnOptions {
  readonly seed: number;
  /** Ids of attacks to learn; all that the labels name when absent. */
  readonly attacks?: readonly string[];
  /** Usual events of a type that are drawn to learn from. */
  readonly usual?: number;
  readonly onProgress?: (what: string, share: number) => void;
}

export interface Candidate extends Judgement {
  readonly attack: string;
  readonly policy: PolicySource;
  /** Over the events it was learnt from, and over those kept aside. */
  readonly learnt: Score;
  readonly held: Score;
}

export interface Learnt {
  /** By attack, the best first. */
  readonly candidates: readonly Candidate[];
  /** Attacks of which nothing was learnt. */
  readonly missed: readonly string[];
}

const USUAL = 3000;

export function learnRules(
  pack: Pack,
  episodes: readonly Episode[],
  held: readonly Episode[],
  options: LearnOptions,
): Learnt {
  const lookups = lookupsOf(episodes);
  const known = knownOf(pack, episodes);
  const attacks = options.attacks ?? attacksIn(episodes);
  const candidates = attacks.flatMap((attack, at) => {
    options.onProgress?.(attack, at / attacks.length);
    return learnAttack({ pack, episodes, held, lookups, known, options }, attack);
  });
  const found = new Set(candidates.map(({ attack }) => attack));
  return { candidates, missed: attacks.filter((attack) => !found.has(attack)) };
}

interface Learning {
  readonly pack: Pack;
  readonly episodes: readonly Episode[];
  readonly held: readonly Episode[];
  readonly lookups: readonly Lookup[];
  readonly known: Known;
  readonly options: LearnOptions;
}

function attacksIn(episodes: readonly Episode[]): readonly string[] {
  return [...new Set(episodes.flatMap(({ attackOf }) => [...attackOf.values()]))].sort();
}

function learnAttack(learning: Learning, attack: string): readonly Candidate[] {
  const { pack, episodes } = learning;
  const types = new Set(
    episodes.flatMap(({ events, attackOf }) =>
      events.filter(({ id }) => attackOf.get(id) === attack).map(({ type }) => type),
    ),
  );
  return pack.events
    .filter(({ id }) => types.has(id))
    .flatMap((type) => learnType(learning, attack, type))
    .sort((a, b) => b.held.recall.hits - a.held.recall.hits || a.held.wrong - b.held.wrong);
}

function learnType(learning: Learning, attack: string, type: EventTypeSource): readonly Candidate[] {
  const { pack, episodes, held, lookups, known, options } = learning;
  const random = createRandom(options.seed, `${attack} ${type.id}`);
  const examples = examplesOf(episodes, lookups, type.id, attack, options.usual ?? USUAL, random);
  if (examples.every(({ label }) => label === 1)) return [];
  const table = buildTable(examples, featuresOf(type, pack.events));
  return induceRules(table, { seed: options.seed }).flatMap((rule, number) => {
    const id = `${pack.id}/policy/learnt-${attack}-${type.id.replaceAll('.', '-')}-${number + 1}`;
    const drafted = draftPolicy({ id, type, rule, table, examples, pack, purpose: attack });
    return drafted === undefined ? [] : candidateOf(drafted, attack, episodes, held, known);
  });
}

/** A rule that is wrong more often than right is none. */
function candidateOf(
  drafted: Drafted,
  attack: string,
  episodes: readonly Episode[],
  held: readonly Episode[],
  known: Known,
): readonly Candidate[] {
  const learnt = scorePolicy(drafted.policy, attack, episodes);
  if (learnt.recall.hits === 0 || learnt.wrong >= learnt.right) return [];
  const judgement = judge(drafted, learnt.places, known);
  const policy = { ...drafted.source, threats: [...judgement.threats] };
  return [{ attack, policy, learnt, held: scorePolicy(drafted.policy, attack, held), ...judgement }];
}
