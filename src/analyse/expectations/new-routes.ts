// SPDX-License-Identifier: Apache-2.0
// Which routes between zones must stay absent: each one that the model has not is tried, and turns verdicts or does not.
import type { Expectation } from '../../model/index.ts';
import type { AnalysisInput } from '../analyse.ts';
import { type InputFact, inputFacts } from '../facts/index.ts';
import { naturesOf } from '../facts/links.ts';
import { createLive, type LiveAnalysis, type VerdictChange } from '../live/live.ts';
import { routeWatches } from './route-watch.ts';

type Fact = Pick<InputFact, 'predicate' | 'args'>;

/** Links tried at most; past it none is, since a part of them would look like all. */
export const MAX_ROUTES = 5_000;

export interface NewRoutes {
  readonly expectations: readonly Expectation[];
  /** Links between two zones on a port that is listened on, that the model has not. */
  readonly candidates: number;
  /** False when there are more candidates than are tried. */
  readonly tried: boolean;
}

/**
 * The routes that would turn a SECURE verdict by themselves, anyone passing, with the events that would show them. Zones
 * that people walk through are left out: nothing is sent there.
 *
 * @throws GroundLimitError when the model with all of them is too large.
 */
export function newRoutes(input: AnalysisInput): NewRoutes {
  const { model } = input.loaded;
  const byRoute = candidatesOf(input);
  const all = [...byRoute.values()].flat();
  if (all.length === 0 || all.length > MAX_ROUTES)
    return { expectations: [], candidates: all.length, tried: all.length === 0 };
  const live = createLive(input);
  // Ground once with all of them: each is a small repair from then on.
  live.apply({ add: all });
  live.apply({ remove: all });
  const expectations = [...byRoute.values()].flatMap((facts) => {
    const turning = facts.flatMap((fact) => {
      const turned = tryOne(live, fact);
      return turned.length === 0 ? [] : [{ port: fact.args[2] as string, turned }];
    });
    const [first] = facts;
    if (turning.length === 0 || first === undefined) return [];
    const [from = '', to = ''] = first.args;
    const ports = turning.map(({ port }) => port);
    const turned = new Map(turning.flatMap((each) => each.turned).map((each) => [each.question, each]));
    const watch = routeWatches({ from, to, ports }, model, input.pack);
    return watch.length === 0 ? [] : [expectationOf(from, to, ports, [...turned.values()], watch)];
  });
  return { expectations, candidates: all.length, tried: true };
}

function tryOne(live: LiveAnalysis, fact: Fact): readonly VerdictChange[] {
  const turned = live.apply({ add: [fact] }).filter(({ before }) => before === 'SECURE');
  live.apply({ remove: [fact] });
  return turned;
}

/** By ordered pair of zones. A link that exists for some class is no new route. */
function candidatesOf({
  loaded: { model },
  pack,
  today,
  loaded,
}: AnalysisInput): ReadonlyMap<string, readonly Fact[]> {
  const natures = naturesOf(model, pack);
  const links = new Set<string>();
  const ports = new Map<string, Set<string>>();
  const zonesOf = new Map<string, string[]>();
  const facts = inputFacts(loaded, pack, today);
  for (const { predicate, args } of facts) {
    if (predicate === 'link') links.add(args.slice(0, 3).join(' '));
    else if (predicate === 'at')
      zonesOf.set(args[0] as string, [...(zonesOf.get(args[0] as string) ?? []), args[1] as string]);
  }
  for (const { predicate, args } of facts) {
    if (predicate !== 'listens') continue;
    for (const zone of zonesOf.get(args[0] as string) ?? [])
      ports.set(zone, (ports.get(zone) ?? new Set()).add(args[1] as string));
  }
  const zones = (model.zones ?? []).map(({ id }) => id).filter((id) => natures.get(id) !== 'physical');
  const found = new Map<string, readonly Fact[]>();
  for (const from of zones)
    for (const to of zones) {
      if (from === to) continue;
      const fresh = [...(ports.get(to) ?? [])].filter(
        (port) => !links.has(`${from} ${to} ${port}`) && !links.has(`${from} ${to} any`),
      );
      if (fresh.length > 0)
        found.set(
          `${from} ${to}`,
          fresh.map((port) => ({ predicate: 'link', args: [from, to, port, 'anyone'] })),
        );
    }
  return found;
}

function expectationOf(
  from: string,
  to: string,
  ports: readonly string[],
  turned: readonly VerdictChange[],
  watch: ReturnType<typeof routeWatches>,
): Expectation {
  return {
    id: `expectation/route/${from}/${to}`,
    holds: `no route from ${from} to ${to} on ${ports.join(', ')}`,
    on: from,
    fact: `link(${from}, ${to}, _, anyone)`,
    decisive: true,
    against: `The attacker gets from ${from} to ${to}.`,
    verdicts: turned.length,
    attacks: [...new Set(turned.map(({ question }) => question.attack.title['en'] ?? question.attack.id))],
    watch: [...watch],
  };
}
