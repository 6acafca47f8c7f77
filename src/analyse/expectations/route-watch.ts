// SPDX-License-Identifier: Apache-2.0
// A route that must stay absent, as events that would show it: something at its start reaches something at its end.
import type { Expectation, Model, Pack } from '../../model/index.ts';

type Watched = Expectation['watch'][number];

/** Between two zones, on these ports as facts write them: `443/tcp`. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly string[];
}

/** Names in one condition: it stays a line that a person can read. */
const NAMES_A_CONDITION = 20;

/** What the file may list for one expectation. */
const MAX_WATCHED = 100;

/** Events of the pack's contradictions `of: [route]` that would show the route. */
export function routeWatches({ from, to, ports }: Route, model: Model, pack: Pack): readonly Watched[] {
  const inside = (zone: string): readonly string[] =>
    (model.assets ?? []).filter((asset) => [asset.zone ?? []].flat().includes(zone)).map(({ id }) => id);
  const [starts, ends] = [inside(from), inside(to)];
  const numbers = [...new Set(ports.flatMap((port) => /^\d+/.exec(port)?.[0] ?? []))];
  return pack.contradictions
    .flatMap(({ of, event, key, to: reached, port, where, say, id }) => {
      if (!of.includes('route') || reached === undefined) return [];
      const atPort =
        port === undefined || numbers.length === 0 ? '' : ` and ${port} in [${numbers.join(', ')}]`;
      // What is in both zones reaches its neighbours without the route.
      const shared = new Set(starts.filter((name) => ends.includes(name)));
      const beginnings = key === 'zone' ? [from] : starts.filter((name) => !shared.has(name));
      const names = [to, ...ends.filter((name) => !shared.has(name))];
      return beginnings.flatMap((value) =>
        chunks(names).map((some) => ({
          event,
          key,
          value,
          where: `(${where}) and ${reached} in [${some.map((name) => `'${name}'`).join(', ')}]${atPort}`,
          say: say['en'] ?? id,
        })),
      );
    })
    .slice(0, MAX_WATCHED);
}

function chunks(all: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(all.length / NAMES_A_CONDITION) }, (_, at) =>
    all.slice(at * NAMES_A_CONDITION, (at + 1) * NAMES_A_CONDITION),
  );
}
