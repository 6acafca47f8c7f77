// SPDX-License-Identifier: Apache-2.0
// What always held in usual history, as policies: mined from a sample, kept when all of the history agrees, ranked by how
// surprising it is that they held.
import type { Pack, PolicySource } from '../model/index.ts';
import { agrees, compiledPolicy, type Drafted } from './candidate/compile.ts';
import { conditionOf } from './candidate/expression.ts';
import { type Judgement, judge, type Known } from './candidate/judge.ts';
import { storyOf } from './candidate/story.ts';
import { aroundStatements } from './invariant/around.ts';
import { brokenStories } from './invariant/broken.ts';
import { type Group, groupsOf, type Statement } from './invariant/group.ts';
import { ownStatements } from './invariant/own.ts';
import { createTrial } from './invariant/trial.ts';
import { lookupsOf } from './table/build.ts';
import type { Episode } from './table/episode.ts';

export interface Invariant extends Judgement {
  readonly policy: PolicySource;
  readonly template: string;
  /** Events that it was asked of, and bits of surprise. */
  readonly support: number;
  readonly bits: number;
}

export interface MineOptions {
  /** How many are kept, the most surprising first. */
  readonly most?: number;
  readonly onProgress?: (what: string, share: number) => void;
}

const MOST = 2000;
/** Templates that ask for what came before. */
const HISTORY = new Set(['precedence', 'sum']);

/** A statement that held for what was looked at, and waits for the rest of the history. */
export interface Proposed extends Drafted {
  readonly statement: Statement;
}

/**
 * What held in all that is kept. Events that labels name are left out: invariants are of usual life.
 * `createTrial` over the whole history says which of them always held, `confirmed` makes invariants of those.
 */
export function proposeInvariants(
  pack: Pack,
  history: readonly Episode[],
  options: MineOptions = {},
): readonly Proposed[] {
  const lookups = lookupsOf(history.map(usualOf));
  const found: { group: Group; statement: Statement }[] = [];
  pack.events.forEach((type, at) => {
    options.onProgress?.(type.id, at / pack.events.length);
    const said = new Set<string>();
    for (const group of groupsOf(type, lookups))
      for (const statement of [...ownStatements(group), ...aroundStatements(group, pack.events)]) {
        // What holds for all events of the type needs no condition.
        const content = JSON.stringify([statement.that, statement.windows]);
        if (said.has(content)) continue;
        if (group.where === undefined) said.add(content);
        found.push({ group, statement });
      }
  });
  found.sort((a, b) => b.statement.bits - a.statement.bits);
  return withQuota(found)
    .slice(0, options.most ?? MOST)
    .flatMap(({ group, statement }, number) => draft(pack, group, statement, number));
}

/** @param broken Ids of the policies that fired somewhere in the history. */
export function confirmed(
  pack: Pack,
  proposed: readonly Proposed[],
  broken: ReadonlySet<string>,
): readonly Invariant[] {
  const known: Known = { pack, firing: new Map() };
  return proposed
    .filter(({ source }) => !broken.has(source.id))
    .map(({ statement, ...each }): Invariant => {
      const { template, support, bits } = statement;
      const judged = judge(each, [], known);
      // Stories of policies begin in the middle: that something must have come before contradicts none of them.
      const judgement = HISTORY.has(template) ? { ...judged, contradicts: [] } : judged;
      return {
        policy: { ...each.source, threats: [...judgement.threats] },
        template,
        support,
        bits,
        ...judgement,
      };
    });
}

/** Both, over a history that is held in memory. */
export function mineInvariants(
  pack: Pack,
  history: readonly Episode[],
  options: MineOptions = {},
): readonly Invariant[] {
  const usual = history.map(usualOf);
  const proposed = proposeInvariants(pack, usual, options);
  const broken = usual.flatMap(({ events }) => {
    const trial = createTrial(proposed.map(({ policy }) => policy));
    for (const event of events) trial.accept(event);
    return [...trial.end()];
  });
  return confirmed(pack, proposed, new Set(broken));
}

/** So many statements of one kind about one type of events: a type with many fields shall not crowd out the others. */
const QUOTA = 10;

function withQuota<T extends { readonly group: Group; readonly statement: Statement }>(
  found: readonly T[],
): readonly T[] {
  const counts = new Map<string, number>();
  return found.filter(({ group, statement }) => {
    const key = [group.type.id, statement.template, statement.per, group.where?.field].join(' ');
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= QUOTA;
  });
}

function usualOf(episode: Episode): Episode {
  const { events, attackOf } = episode;
  return attackOf.size === 0
    ? episode
    : { ...episode, events: events.filter(({ id }) => !attackOf.has(id)), attackOf: new Map() };
}

function draft(pack: Pack, group: Group, statement: Statement, number: number): readonly Proposed[] {
  const plain = sourceOf(pack, group, statement, number);
  const policy = compiledPolicy(pack, plain);
  if (policy === undefined) return [];
  const types = new Map(pack.events.map((type) => [type.id as string, type]));
  const windows = Object.values(statement.windows ?? {}).flatMap(({ event }) => [event].flat());
  for (const miss of usualStories(group, statement, types))
    for (const hit of brokenStories(miss, pack, windows))
      if (agrees(policy, { hit, miss })) return [{ source: { ...plain, hit, miss }, policy, statement }];
  return [];
}

/** How many usual events are tried. */
const TRIED = 3;
/** Events before the one looked at that a story shows. */
const SHOWN = 12;

function usualStories(group: Group, { windows, per }: Statement, types: Parameters<typeof storyOf>[1]) {
  const asked = new Set(Object.keys(group.type.fields));
  const step = Math.max(1, Math.floor(group.events.length / TRIED));
  return group.events
    .filter((_, at) => at % step === 0)
    .map(({ lookup, position, event }) => {
      const before = Object.values(windows ?? {}).flatMap((pattern) =>
        [pattern.event]
          .flat()
          .flatMap((type) => [
            ...lookup.around({ event: type, by: per, before: 400 * 86_400_000 }, position),
          ]),
      );
      const shown = before
        .sort((a, b) => a - b)
        .slice(-SHOWN)
        .map((at) => lookup.events[at] ?? event);
      return storyOf([...shown, event], types, asked);
    });
}

function sourceOf(pack: Pack, { type }: Group, statement: Statement, number: number): PolicySource {
  const { per, where, windows, that, template, support } = statement;
  const title = type.title['en'] ?? type.id;
  const condition = where === undefined ? '' : ` where ${conditionOf(where)}`;
  return {
    id: `${pack.id}/policy/mined-${type.id.replaceAll('.', '-')}-${number + 1}`,
    title: { en: `Mined (${template}): ${title}` },
    threats: [],
    stage: type.stage ?? [...pack.words.stage.keys()][0] ?? 'learnt',
    level: 'medium',
    explain: {
      en: `Held for all ${support} events of the history${condition}: ${that}. What was never usual may still be harmless.`,
    },
    references: [`Mined from ${support} usual events`],
    per: [per],
    on: { event: type.id, ...(where === undefined ? {} : { where: conditionOf(where) }) },
    ...(windows === undefined ? {} : { windows: { ...windows } }),
    must: [
      {
        that,
        say: { en: `${title}${condition.replaceAll(/[{}]/g, '')}: usually ${that.replaceAll(/[{}]/g, '')}.` },
      },
    ],
    quiet: '1h',
    hit: [{ type: type.id }],
    miss: [{ type: type.id }],
  };
}
