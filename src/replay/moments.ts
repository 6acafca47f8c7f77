// SPDX-License-Identifier: Apache-2.0
// Hours of a replay that are worth a look.
import { nameIn, type ReplayView, shownSides, sideOf, wholeAt } from './view.ts';

/** Moments nearer than this share of what is drawn are one. */
const APART = 1 / 200;
const FRAMES = 6;

export interface Tick {
  readonly hour: number;
  readonly asset: string;
  readonly name: string;
}

/** When each service is touched for the first time without measures. */
export function firstImpacts({ picture, sides }: ReplayView): readonly Tick[] {
  const first = new Map<string, number>();
  const { outages, marks } = sides.without;
  const seen = new Set(picture.services.map(({ id }) => id));
  const touched = [...outages, ...marks.filter(({ asset }) => seen.has(asset))];
  for (const { asset, from } of touched)
    first.set(asset, Math.min(from, first.get(asset) ?? Number.POSITIVE_INFINITY));
  return [...first]
    .map(([asset, hour]) => ({ asset, hour, name: nameIn(picture, asset) }))
    .sort((a, b) => a.hour - b.hour || (a.asset < b.asset ? -1 : 1));
}

/** The start, each moment at which something changes on a side that is shown, and the end; in order. */
export function momentsOf(view: ReplayView): readonly number[] {
  const { horizon } = view.picture;
  const hours = shownSides(view)
    .flatMap((side) => {
      const { changes, marks } = sideOf(view, side);
      return [...changes.map(({ hour }) => hour), ...marks.flatMap(({ from, until }) => [from, until ?? 0])];
    })
    .filter((hour) => hour > 0 && hour < horizon)
    .sort((a, b) => a - b);
  const kept = [0];
  for (const hour of hours) if (hour - (kept.at(-1) as number) > horizon * APART) kept.push(hour);
  return [...kept, horizon];
}

/**
 * The replay in six pictures, for who wants no motion: start and end, and between them those moments at which the value
 * changes most, in the order of time. Fewer when less happens.
 */
export function keyFrames(view: ReplayView): readonly number[] {
  const moments = momentsOf(view);
  const [first = 0, ...inner] = moments.slice(0, -1);
  const sizes = inner.map((hour, at) => ({ hour, size: changeAt(view, moments[at] as number, hour) }));
  const chosen = sizes.sort((a, b) => b.size - a.size || a.hour - b.hour).slice(0, FRAMES - 2);
  return [first, ...chosen.map(({ hour }) => hour).sort((a, b) => a - b), view.picture.horizon];
}

function changeAt(view: ReplayView, before: number, hour: number): number {
  return shownSides(view).reduce((sum, side) => {
    const replay = sideOf(view, side);
    return sum + Math.abs(wholeAt(view.picture, replay, hour) - wholeAt(view.picture, replay, before));
  }, 0);
}
