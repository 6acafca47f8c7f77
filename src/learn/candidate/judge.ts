// SPDX-License-Identifier: Apache-2.0
// A candidate beside what is known already: which threats it covers, which policy implies it, which one it contradicts.
import type { Pack } from '../../model/index.ts';
import { compilePolicies, type Policy } from '../../monitor/index.ts';
import type { Episode } from '../table/episode.ts';
import type { Drafted } from './compile.ts';
import { replay, told } from './replay.ts';

/** What the policies of a pack do over the history. */
export interface Known {
  readonly pack: Pack;
  /** By place (`episode:line`): the policies that fire there. */
  readonly firing: ReadonlyMap<string, readonly Policy[]>;
}

export interface Judgement {
  readonly threats: readonly number[];
  /** Policies that fire on nearly all of the same events. */
  readonly impliedBy: readonly string[];
  /** Policies whose usual story the candidate takes for an attack. */
  readonly contradicts: readonly string[];
}

/** From this share of the same events on, nothing new is seen. */
const SAME = 0.9;

export function knownOf(pack: Pack, episodes: readonly Episode[]): Known {
  const policies = compilePolicies(pack).value ?? [];
  const byId = new Map(policies.map((policy) => [policy.head.id, policy]));
  const firing = new Map<string, Policy[]>();
  episodes.forEach(({ events }, number) => {
    for (const { rule, at } of replay(policies, events)) {
      const place = `${number}:${at.line}`;
      const policy = byId.get(rule.id) as Policy;
      firing.set(place, [...(firing.get(place) ?? []), policy]);
    }
  });
  return { pack, firing };
}

/** @param places Where the candidate fires on the attack, over the same episodes. */
export function judge({ source, policy }: Drafted, places: readonly string[], known: Known): Judgement {
  const together = new Map<Policy, number>();
  for (const place of places)
    for (const other of known.firing.get(place) ?? []) together.set(other, (together.get(other) ?? 0) + 1);
  const implied = [...together].filter(([, count]) => count >= SAME * places.length).map(([other]) => other);
  return {
    threats: threatsOf(source.on.event, [...together.keys()], known.pack),
    impliedBy: implied.map(({ head }) => head.id).sort(),
    contradicts: known.pack.policies
      .filter(({ miss }) => replay([policy], told(miss)).length > 0)
      .map(({ id }) => id as string)
      .sort(),
  };
}

/** Threats of the policies that fire beside it and whose evidence are such events; else all of that evidence. */
function threatsOf(
  event: string | readonly string[],
  beside: readonly Policy[],
  pack: Pack,
): readonly number[] {
  const types = [event].flat();
  const evident = pack.threats
    .filter(({ evidence }) => evidence.some((each) => types.includes(each.event)))
    .map(({ number }) => number);
  const told = new Set(beside.flatMap(({ head }) => head.threats ?? []));
  const both = evident.filter((number) => told.has(number));
  return both.length > 0 ? both : evident;
}
