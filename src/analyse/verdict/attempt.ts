// SPDX-License-Identifier: Apache-2.0
// What one attacker can do: for certain, and if everything unknown turned out in their favour.

import type { LoadedModel } from '../../model/index.ts';
import { closureClaim } from '../certificate/build.ts';
import type { Closure as ClosureClaim } from '../certificate-format.ts';
import { type Closure, close } from '../closure/close.ts';
import { gapsOf } from '../facts/open.ts';
import { type FrontierInstance, frontierOf } from '../frontier/frontier.ts';
import { createWhatIf, type WhatIf } from '../frontier/propagate.ts';
import type { GroundFact } from '../ground/encode.ts';
import { nodeOf, type System } from '../ground/system.ts';
import { type Cheapest, cheapestDerivations } from '../path/cheapest.ts';

/** Everything is computed when it is first asked for. */
export interface Attempt {
  readonly attacker: string;
  readonly seeds: readonly number[];
  readonly certain: Closure;
  /** With all gaps taken as if they were so. */
  possible(): Closure;
  cheapest(): Cheapest;
  cheapestPossible(): Cheapest;
  frontier(): readonly FrontierInstance[];
  whatIf: WhatIf;
  claim(): ClosureClaim;
}

/** Cost of a rule instance when the shortest proof is looked for: an act counts, bookkeeping breaks ties. */
const ACT_COST = 1_000;
const BOOKKEEPING_COST = 1;

/** @param loaded gives the gaps; without it nothing is taken as possible. */
export function createAttempts(
  system: System,
  attackers: readonly string[],
  assumed: readonly GroundFact[],
  loaded: LoadedModel | undefined,
): readonly Attempt[] {
  const given = assumed.map((fact) => nodeOf(system, fact.predicate, fact.args));
  const gaps =
    loaded === undefined ? [] : gapsOf(loaded).map((gap) => nodeOf(system, 'gap', [gap.about, gap.unknown]));
  const weight = Float64Array.from(system.rules, (rule) => (rule.act ? ACT_COST : BOOKKEEPING_COST));
  return attackers.map((attacker) =>
    createAttempt(
      system,
      attacker,
      given,
      gaps.filter((node) => node >= 0),
      weight,
    ),
  );
}

function createAttempt(
  system: System,
  attacker: string,
  given: readonly number[],
  gaps: readonly number[],
  weight: Float64Array,
): Attempt {
  const { graph } = system;
  const seeds = [nodeOf(system, 'attacker', [attacker]), ...given];
  const certain = close(graph, seeds);
  const whatIf = once(() => createWhatIf(graph, certain));
  const answers = new Map<number, ReadonlySet<number>>();
  return {
    attacker,
    seeds,
    certain,
    possible: once(() => close(graph, [...seeds, ...gaps])),
    cheapest: once(() => cheapestDerivations(graph, seeds, weight)),
    cheapestPossible: once(() => cheapestDerivations(graph, [...seeds, ...gaps], weight)),
    frontier: once(() => frontierOf(system, certain)),
    whatIf(node) {
      const known = answers.get(node) ?? whatIf()(node);
      answers.set(node, known);
      return known;
    },
    claim: () => closureClaim(system, certain, attacker),
  };
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}
