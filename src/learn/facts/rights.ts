// SPDX-License-Identifier: Apache-2.0
// Who uses which right, beside what the model grants.
import type { Model } from '../../model/index.ts';
import type { ObservedFact } from './fact.ts';
import { ENOUGH } from './flows.ts';
import { confidenceOf, createTally, type Tally } from './tally.ts';

export interface SeenRight {
  readonly identity: string;
  readonly on: string;
  readonly right: string;
  /** Rights that include it. */
  readonly within: readonly string[];
  readonly tally: Tally;
}

type Grant = { readonly on: string; readonly right: string };

/** Grants of an identity, those of its roles included. */
export function grantsOf(model: Model, id: string): readonly Grant[] {
  const identity = model.identities?.find((each) => each.id === id);
  const roles = (model.roles ?? []).filter((role) => identity?.roles?.includes(role.id));
  return [...(identity?.grants ?? []), ...roles.flatMap(({ grants }) => grants ?? [])];
}

export function compareRights(
  model: Model,
  seen: readonly SeenRight[],
  observable: ReadonlySet<string>,
): { readonly facts: readonly ObservedFact[]; readonly confirmed: number } {
  const facts: ObservedFact[] = [];
  let confirmed = 0;
  const byIdentity = new Map<string, SeenRight[]>();
  for (const each of seen) byIdentity.set(each.identity, [...(byIdentity.get(each.identity) ?? []), each]);
  for (const [identity, uses] of byIdentity) {
    const grants = grantsOf(model, identity);
    for (const use of uses) {
      if (grants.some((grant) => includes(grant, use))) confirmed++;
      else facts.push(undeclared(use));
    }
    const all = sum(uses);
    if (all.count < ENOUGH.events || all.days.size < ENOUGH.days) continue;
    for (const grant of grants)
      if (observable.has(grant.right) && !uses.some((use) => includes(grant, use)))
        facts.push(unused(identity, grant, all));
  }
  return { facts, confirmed };
}

function includes(grant: Grant, use: SeenRight): boolean {
  return grant.on === use.on && (grant.right === use.right || use.within.includes(grant.right));
}

function sum(uses: readonly SeenRight[]): Tally {
  const all = createTally();
  for (const { tally } of uses) {
    all.count += tally.count;
    for (const day of tally.days) all.days.add(day);
  }
  return all;
}

function undeclared({ identity, on, right, tally: { count, days } }: SeenRight): ObservedFact {
  return {
    shows: 'right',
    says: 'undeclared',
    identity,
    on,
    right,
    count,
    days: days.size,
    confidence: confidenceOf(days.size),
    text: `${identity} uses the right \`${right}\` on ${on}, which the model does not grant`,
  };
}

function unused(identity: string, { on, right }: Grant, { count, days }: Tally): ObservedFact {
  return {
    shows: 'right',
    says: 'unused',
    identity,
    on,
    right,
    count,
    days: days.size,
    confidence: confidenceOf(days.size),
    text: `${identity} has the right \`${right}\` on ${on}, and never used it among ${count} acts`,
  };
}
