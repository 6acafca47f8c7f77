// SPDX-License-Identifier: Apache-2.0
// When wrong data first gets to each asset: earliest arrivals over ways with delays (Dijkstra 1959), which only count
// while the asset before them is wrong and up.
import { createHeap } from '../../core/heap.ts';
import type { Steps } from '../impact/steps.ts';
import type { CompiledChannels } from './compile.ts';

/** What one class of data meets in one run. */
export interface Passage {
  readonly channels: CompiledChannels;
  /** Hours of each way; negative: the way does not carry this class. */
  readonly delays: Float64Array;
  /** Ways on which a check catches it. */
  readonly isStopped: Uint8Array;
  readonly levelsOf: (asset: number) => Steps;
}

/** Hours by asset, Infinity for never. `via`: the way by which it came; -1: it is a source. */
export interface Arrivals {
  readonly hours: Float64Array;
  readonly via: Int32Array;
  /** The first time a check stopped something, and the way. */
  readonly stopped: { readonly hour: number; readonly way: number } | undefined;
}

/** Until when an asset lets wrong data in, and until when it is wrong. */
export interface Ends {
  readonly entry: Float64Array;
  readonly wrong: Float64Array;
}

/** `sources`: asset and hour. Without `ends` nothing is ever mended. O(w log w) for w ways that are reached. */
export function arrivalsOf(
  { channels, delays, isStopped, levelsOf }: Passage,
  sources: readonly { readonly asset: number; readonly hour: number }[],
  ends?: Ends,
): Arrivals {
  const assets = channels.clean.length;
  const hours = new Float64Array(assets).fill(Number.POSITIVE_INFINITY);
  const via = new Int32Array(assets).fill(-1);
  let stopped: Arrivals['stopped'];
  const open = createHeap<{ hour: number; asset: number }>((a, b) => a.hour - b.hour || a.asset - b.asset);
  const arrive = (asset: number, hour: number, way: number): void => {
    if (hour >= (hours[asset] as number)) return;
    hours[asset] = hour;
    via[asset] = way;
    open.push({ hour, asset });
  };
  for (const { asset, hour } of sources) arrive(asset, hour, -1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { asset, hour } = next;
    if (hour > (hours[asset] as number)) continue;
    for (let at = channels.out.start[asset] as number; at < (channels.out.start[asset + 1] as number); at++) {
      const way = channels.out.items[at] as number;
      const delay = delays[way] as number;
      if (delay < 0) continue;
      const there = passedAt(levelsOf(asset), hour, delay);
      if (there > (ends?.wrong[asset] ?? Number.POSITIVE_INFINITY)) continue;
      const { to } = channels.ways[way] as (typeof channels.ways)[number];
      if (isStopped[way] === 1) {
        if (there < (stopped?.hour ?? Number.POSITIVE_INFINITY)) stopped = { hour: there, way };
      } else if (there < (ends?.entry[to] ?? Number.POSITIVE_INFINITY)) arrive(to, there, way);
    }
  }
  return { hours, via, stopped };
}

/** The end of the first stretch of `delay` hours, from `from` on, in which the level is above 0. */
function passedAt({ times, levels }: Steps, from: number, delay: number): number {
  let since = -1;
  for (let at = 0; at < times.length; at++) {
    const until = times[at + 1] ?? Number.POSITIVE_INFINITY;
    if (until <= from) continue;
    if (levels[at] === 0) {
      since = -1;
      continue;
    }
    if (since < 0) since = Math.max(from, times[at] as number);
    if (since + delay <= until) return since + delay;
  }
  return Number.POSITIVE_INFINITY;
}
