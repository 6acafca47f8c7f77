// SPDX-License-Identifier: Apache-2.0
// The share of the value over time on both sides, and the gap between them.
import type { Replay } from '../cascade/index.ts';
import { type Drawn, drawn } from './drawn.ts';
import { type Bands, momentOf, type ReplayView, shownSides, sideOf, wholeAt } from './view.ts';

const HEIGHT = 170;
/** Pixels left of the curve and right of it; a scrubber beneath has the same. */
const CURVE_MARGINS = { left: 40, right: 6 } as const;

type Point = readonly [x: number, y: number];

/** Pixels from the left, of a curve so wide. */
export function xOf({ picture }: ReplayView, width: number, hour: number): number {
  const { left, right } = CURVE_MARGINS;
  return left + (hour / picture.horizon) * (width - left - right);
}

/** @param width pixels. */
export function curveOf(view: ReplayView, width: number): Drawn {
  const { picture, sides, bands, say } = view;
  const x = (hour: number): number => xOf(view, width, hour);
  const times = timesOf(view);
  const without = pointsOf(view, sides.without, times, x);
  const after = sides.with === undefined ? undefined : pointsOf(view, sides.with, times, x);
  return drawn(
    'svg',
    { viewBox: `0 0 ${width} ${HEIGHT}`, width: '100%', role: 'img', 'aria-label': say('curve') },
    ...scale(width),
    ...days(view, width, x),
    ...[...sides.without.outages, ...sides.without.marks].map(({ from }) =>
      drawn('line', { class: 'tick', x1: x(from), x2: x(from), y1: 6, y2: HEIGHT - 22 }),
    ),
    ...fan(bands?.without, 'without', picture.horizon, x),
    ...fan(after === undefined ? undefined : bands?.with, 'with', picture.horizon, x),
    ...(after === undefined
      ? []
      : [drawn('path', { class: 'gap', d: `${lineTo([...without, ...after.toReversed()])}Z` })]),
    drawn('path', { class: 'without', d: lineTo(without) }),
    ...(after === undefined ? [] : [drawn('path', { class: 'with', d: lineTo(after) })]),
  );
}

/** The line that goes over the curve with time. */
export function nowOf(view: ReplayView, width: number, hour: number): Drawn {
  const x = xOf(view, width, hour);
  return drawn('line', { class: 'now', x1: x, x2: x, y1: 4, y2: HEIGHT - 20 });
}

function yOf(level: number): number {
  return 10 + (1 - level) * (HEIGHT - 34);
}

function timesOf(view: ReplayView): readonly number[] {
  const { horizon } = view.picture;
  const changes = shownSides(view).flatMap((side) => sideOf(view, side).changes.map(({ hour }) => hour));
  return [...new Set([0, horizon, ...changes])].filter((hour) => hour <= horizon).sort((a, b) => a - b);
}

/** Steps: a level holds until the next change. */
function pointsOf(
  { picture }: ReplayView,
  replay: Replay,
  times: readonly number[],
  x: (hour: number) => number,
): readonly Point[] {
  return times.flatMap((hour, at): Point[] => {
    const y = yOf(wholeAt(picture, replay, hour));
    const next = times[at + 1];
    return next === undefined
      ? [[x(hour), y]]
      : [
          [x(hour), y],
          [x(next), y],
        ];
  });
}

function lineTo(points: readonly Point[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** What lies between the 5th and the 95th percentile of all runs. */
function fan(
  bands: Bands | undefined,
  side: string,
  horizon: number,
  x: (hour: number) => number,
): readonly Drawn[] {
  if (bands === undefined) return [];
  const edge = (levels: readonly number[]): readonly Point[] =>
    sampledUntil(levels, bands.until, horizon).map(([hour, level]): Point => [x(hour), yOf(level)]);
  const d = `${lineTo([...edge(bands.low), ...edge(bands.high).toReversed()])}Z`;
  return [drawn('path', { class: `fan ${side}-fan`, d })];
}

/** Samples up to `end`, with the one there between its neighbours. */
function sampledUntil(levels: readonly number[], until: number, end: number): readonly Point[] {
  const step = until / Math.max(1, levels.length - 1);
  const inside = levels.map((level, at): Point => [at * step, level]).filter(([hour]) => hour <= end + 1e-9);
  const [hour, level] = inside.at(-1) ?? [0, 1];
  const next = levels[inside.length];
  if (next === undefined || end - hour < 1e-9) return inside;
  return [...inside, [end, level + ((next - level) * (end - hour)) / step]];
}

function scale(width: number): readonly Drawn[] {
  return [0, 0.5, 1].flatMap((level) => [
    drawn('text', { class: 'dim', x: 0, y: yOf(level) + 4 }, `${level * 100}%`),
    drawn('line', {
      class: 'tick',
      ...{ x1: CURVE_MARGINS.left, x2: width, y1: yOf(level), y2: yOf(level), 'stroke-opacity': 0.4 },
    }),
  ]);
}

/** A day in so many that the names have room; beyond a week with the number of the day. */
function days(view: ReplayView, width: number, x: (hour: number) => number): readonly Drawn[] {
  const { horizon, startHour } = view.picture;
  const every = Math.max(1, Math.ceil(horizon / 24 / (width / 60)));
  const found: Drawn[] = [];
  for (let hour = (24 - (startHour % 24)) % 24; hour < horizon; hour += 24 * every) {
    const number = Math.floor((startHour + hour) / 24) + 1 - Math.floor(startHour / 24);
    const name = momentOf(view, hour).split(' ')[0];
    // The last one has no room beyond the edge.
    if (x(hour) > width - 40) continue;
    found.push(
      drawn(
        'text',
        { class: 'dim', x: x(hour), y: HEIGHT - 4 },
        `${name}${horizon > 168 ? ` ${number}` : ''}`,
      ),
    );
  }
  return found;
}
