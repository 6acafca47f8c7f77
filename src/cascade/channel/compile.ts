// SPDX-License-Identifier: Apache-2.0
// Ways, checks and watches of a system with assets as numbers, for the channels beside availability.
import { groupBy } from '../../core/group-by.ts';
import { entityHash } from '../draw.ts';
import type { NamedSystem, Rows } from '../engine/compile.ts';
import type { Channel, Check, Duration, System, Watch, Way } from '../system.ts';

/** Classes of data; undefined: all of them. */
export type Classes = ReadonlySet<string> | undefined;

export interface CompiledCheck {
  readonly id: string;
  readonly hash: number;
  readonly data: Classes;
  readonly catches: number;
}

export interface CompiledWatch {
  readonly id: string;
  readonly hash: number;
  readonly asset: number;
  readonly channel: Channel;
  readonly data: Classes;
  readonly after: Duration;
}

export interface CompiledWay {
  readonly hash: number;
  readonly from: number;
  readonly to: number;
  readonly data: Classes;
  readonly delay: Duration | undefined;
  readonly checks: readonly CompiledCheck[];
}

export interface CompiledChannels {
  readonly ways: readonly CompiledWay[];
  /** Numbers of the ways that leave each asset. */
  readonly out: Rows;
  readonly watches: readonly CompiledWatch[];
  readonly repair: readonly (Duration | undefined)[];
  readonly clean: readonly (Duration | undefined)[];
}

/** Ways, checks and watches of unknown assets are left out: a patch may name what this system has not. */
export function compileChannels(system: System, { names }: NamedSystem): CompiledChannels {
  const known = (id: string): number => names.indexOf.get(id) ?? -1;
  const checks = groupBy(system.checks ?? [], ({ on }) => on);
  const ways = (system.ways ?? [])
    .filter(({ from, to }) => known(from) >= 0 && known(to) >= 0)
    .map((way) => compiledWay(way, [...(checks.get(way.id) ?? []), ...(checks.get(way.to) ?? [])], known));
  return {
    ways,
    out: leaving(ways, system.assets.length),
    watches: (system.watches ?? []).filter(({ on }) => known(on) >= 0).map((each) => watchOf(each, known)),
    repair: system.assets.map(({ repair }) => repair),
    clean: system.assets.map(({ clean }) => clean),
  };
}

function compiledWay(way: Way, checks: readonly Check[], known: (id: string) => number): CompiledWay {
  return {
    hash: entityHash(way.id),
    from: known(way.from),
    to: known(way.to),
    data: classesOf(way.data),
    delay: way.delay,
    checks: checks.map(({ id, data, catches }) => ({
      id,
      hash: entityHash(id),
      data: classesOf(data),
      catches: catches ?? 1,
    })),
  };
}

function watchOf({ id, on, channel, data, after }: Watch, known: (id: string) => number): CompiledWatch {
  return { id, hash: entityHash(id), asset: known(on), channel, data: classesOf(data), after };
}

function leaving(ways: readonly CompiledWay[], assets: number): Rows {
  const start = new Int32Array(assets + 1);
  for (const { from } of ways) start[from + 1] = (start[from + 1] as number) + 1;
  for (let i = 0; i < assets; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const items = new Int32Array(ways.length);
  ways.forEach(({ from }, index) => {
    const at = next[from] as number;
    next[from] = at + 1;
    items[at] = index;
  });
  return { start, items };
}

function classesOf(data: readonly string[] | undefined): Classes {
  return data === undefined ? undefined : new Set(data);
}

/** Whether wrong data of this class is among the classes; `undefined` as a class is everything at once. */
export function concerns(classes: Classes, data: string | undefined): boolean {
  return classes === undefined || data === undefined || classes.has(data);
}
