// SPDX-License-Identifier: Apache-2.0
// Rules 9 to 15 of docs/explanation/cascades.md in one run: who is wrong or read, from when, until when, and through what.
import { type Arrivals, arrivalsOf, type Ends, type Passage } from './arrivals.ts';

/** An asset that somebody altered, or reads, from outside. */
export interface Source {
  readonly asset: number;
  /** The first and the last time. */
  readonly first: number;
  readonly last: number;
  /** Hours of repair. */
  readonly repair: number;
}

/** One class of data with its sources. `clean`: hours by asset. */
export interface Strain {
  readonly data: string | undefined;
  readonly sources: readonly Source[];
  readonly passage: Passage;
  readonly clean: (asset: number) => number;
}

export interface Mark {
  readonly asset: number;
  readonly data: string | undefined;
  readonly from: number;
  /** Infinity: never within what is simulated. */
  readonly until: number;
  /** The way by which it came in; -1: altered or read from outside. */
  readonly via: number;
}

export interface Notice {
  readonly hour: number;
  readonly by: 'told' | 'check' | 'watch';
  /** Of a check: what it leads to. */
  readonly asset: number;
}

export interface Spread {
  readonly marks: readonly Mark[];
  readonly notice: Notice | undefined;
}

/** `noticed`: the first notice when nothing is mended before it, from arrivals that know no end. */
export function spreadOf(
  strains: readonly Strain[],
  horizon: number,
  noticed: (arrivals: readonly Arrivals[]) => Notice | undefined,
): Spread {
  const free = strains.map(({ passage, sources }) => arrivalsOf(passage, begins(sources)));
  const notice = noticed(free);
  const marks = strains.flatMap((strain): Mark[] => {
    const { passage, sources, data } = strain;
    const ends = endsOf(strain, notice?.hour ?? Number.POSITIVE_INFINITY);
    const { hours, via } = arrivalsOf(passage, begins(sources), ends);
    return Array.from(hours.keys()).flatMap((asset) => {
      const from = hours[asset] as number;
      const until = ends.wrong[asset] as number;
      return from < horizon && from < until ? [{ asset, data, from, until, via: via[asset] as number }] : [];
    });
  });
  return { marks, notice };
}

function begins(sources: readonly Source[]): { asset: number; hour: number }[] {
  return sources.map(({ asset, first }) => ({ asset, hour: first }));
}

/**
 * An asset is let alone when all sources that could reach it are mended, and right again after its time to clean. Whether
 * they do reach it does not count: otherwise stopping one thing could let another one come late.
 */
function endsOf({ passage, sources, clean }: Strain, noticed: number): Ends {
  const assets = passage.channels.clean.length;
  const entry = new Float64Array(assets).fill(Number.NEGATIVE_INFINITY);
  const own = new Float64Array(assets).fill(Number.NEGATIVE_INFINITY);
  for (const source of sources) {
    const mended = Math.max(noticed, source.last) + source.repair;
    own[source.asset] = mended;
    for (const asset of reachedFrom(passage, source.asset))
      if (asset !== source.asset) entry[asset] = Math.max(entry[asset] as number, mended);
  }
  const wrong = entry.map((mended, asset) =>
    Math.max(own[asset] as number, mended === Number.NEGATIVE_INFINITY ? mended : mended + clean(asset)),
  );
  return { entry, wrong };
}

/** All that wrong data could get to from here, however long it took. */
function reachedFrom({ channels, delays, isStopped }: Passage, source: number): ReadonlySet<number> {
  const reached = new Set([source]);
  for (const asset of reached)
    for (let at = channels.out.start[asset] as number; at < (channels.out.start[asset + 1] as number); at++) {
      const way = channels.out.items[at] as number;
      if ((delays[way] as number) >= 0 && isStopped[way] === 0)
        reached.add((channels.ways[way] as (typeof channels.ways)[number]).to);
    }
  return reached;
}
