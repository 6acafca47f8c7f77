// SPDX-License-Identifier: Apache-2.0
// What `series.ts` knows of one series, and how it looks at the next reading.
import { createQuantileSketch, type QuantileSketch, type SketchState } from '../../../core/stats/index.ts';
import { createSlots, type Slots, type SlotsState } from './slots.ts';

export const VIEWS = [
  'level',
  'time of day',
  'last hour of day',
  'last hour of week',
  'restless',
  'still',
] as const;

/** Share of readings below what a view calls its usual highest, and how many readings that remembers. */
const SHARE = 0.999;
const MEMORY = 10_000;
/** Readings before the first score. */
const LEAST = 100;

/** Weights of the newest reading in the exponential means. */
const SLOW = 1 / 200;
const FALLBACK = 1 / 100;
const SHORT = 1 / 12;
const REST = 1 / 24;
const CALM = 1 / 500;

const DAY = 86_400_000;
const SLOT = 300_000;

/** Exponential means; the order is that of `next`. */
interface Means {
  readonly last: number;
  readonly level: number;
  readonly fallback: number;
  readonly byDay: number;
  readonly byWeek: number;
  readonly change: number;
  readonly shortChange: number;
  readonly longChange: number;
}

export interface TrackState {
  readonly count: number;
  readonly means: Means | null;
  readonly day: SlotsState;
  readonly week: SlotsState;
  readonly sketches: readonly SketchState[];
  readonly alarms: readonly (readonly [number, number])[];
}

export interface Track {
  /** Each view of this reading in units of its usual highest; undefined while too little is known. */
  ratios(time: number, value: number): readonly number[] | undefined;
  learn(time: number, value: number, score: number, rest: number): void;
  /** The strongest score of the last readings. */
  recent(): number;
  save(): TrackState;
}

export function createTrack(saved?: TrackState): Track {
  let count = saved?.count ?? 0;
  let means: Means | null = saved?.means ?? null;
  const day = createSlots(DAY, SLOT, 2, saved?.day);
  const week = createSlots(7 * DAY, SLOT, 1, saved?.week);
  const sketches = VIEWS.map((_, at) => createQuantileSketch(SHARE, MEMORY, saved?.sketches[at]));
  const alarms = [...(saved?.alarms ?? [])];
  let strongest = Math.max(0, ...alarms.map(([, score]) => score));
  // Scoring and learning the same reading look at it once.
  let looked: { readonly time: number; readonly value: number; readonly look: Look } | undefined;
  const look = (time: number, value: number): Look => {
    if (looked?.time !== time || looked.value !== value)
      looked = { time, value, look: lookAt(means, time, value, day, week) };
    return looked.look;
  };
  return {
    ratios: (time, value) =>
      count < LEAST
        ? undefined
        : look(time, value).views.map((view, at) => ratio(view, sketches[at] as QuantileSketch)),
    learn: (time, value, score, rest) => {
      const { views, next } = look(time, value);
      looked = undefined;
      for (let at = 0; at < views.length; at++) sketches[at]?.add(views[at] as number);
      day.add(time, value);
      week.add(time, value);
      means = next;
      count++;
      const before = alarms.length;
      while (alarms.length > 0 && (alarms[0]?.[0] ?? 0) < count - rest) alarms.shift();
      if (score > 0) alarms.push([count, score]);
      if (before > 0 || score > 0) strongest = Math.max(0, ...alarms.map(([, each]) => each));
    },
    recent: () => strongest,
    save: () =>
      structuredClone({
        count,
        means,
        day: day.save(),
        week: week.save(),
        sketches: sketches.map((sketch) => sketch.save()),
        alarms,
      }),
  };
}

interface Look {
  readonly views: readonly number[];
  readonly next: Means;
}

function lookAt(means: Means | null, time: number, value: number, day: Slots, week: Slots): Look {
  const fallback = means?.fallback ?? value;
  const ofDay = day.usual(time) ?? fallback;
  const ofWeek = week.usual(time) ?? ofDay;
  const change = means === null ? 0 : Math.abs(value - means.last);
  const next: Means = {
    last: value,
    level: move(means?.level, value, SLOW),
    fallback: move(means?.fallback, value, FALLBACK),
    byDay: move(means?.byDay, value - ofDay, SHORT),
    byWeek: move(means?.byWeek, value - ofWeek, SHORT),
    change: move(means?.change, change, SHORT),
    shortChange: move(means?.shortChange, change, REST),
    longChange: move(means?.longChange, change, CALM),
  };
  const views = [
    Math.abs(value - (means?.level ?? value)),
    Math.abs(value - ofDay),
    Math.abs(next.byDay),
    Math.abs(next.byWeek),
    next.change,
    stillness(next),
  ];
  return { views, next };
}

function move(mean: number | undefined, value: number, weight: number): number {
  return mean === undefined ? value : mean + weight * (value - mean);
}

/** How many times less it changes now than it used to, as a logarithm; 0 when it changes as much. */
function stillness({ shortChange, longChange }: Means): number {
  if (longChange <= 0) return 0;
  return Math.max(0, Math.log(longChange / Math.max(shortChange, longChange * 1e-6)));
}

function ratio(view: number, sketch: QuantileSketch): number {
  const usual = sketch.value();
  if (view <= 0) return 0;
  return usual > 0 ? view / usual : Number.MAX_SAFE_INTEGER;
}
