// SPDX-License-Identifier: Apache-2.0
// From values to what is usual: the centre and scatter of each hour by rules that some attacks in the history do not move,
// and a limit by split conformal prediction (H. Papadopoulos et al., Inductive Confidence Machines, ECML 2002): of the
// scores of a part that was not fitted on, the one that a share α of them exceeds.
import { deviation, median, quantile } from '../../core/stats/index.ts';
import { slotOf } from '../../monitor/index.ts';

export interface Value {
  readonly time: number;
  readonly value: number;
}

export interface Profile {
  readonly centre: readonly number[];
  readonly scatter: readonly number[];
  readonly limit: number;
}

export interface Fit {
  readonly profile: Profile;
  readonly samples: number;
  /** Share of usual values beyond the limit that is promised: what was wanted, or 1/(n + 1) where there were too few. */
  readonly alpha: number;
  /** Values of the calibration that were too far off to be usual, and do not count for the limit. */
  readonly setAside: number;
  /** How far the newer half lies from the older one, in scatters. */
  readonly drift: number;
  readonly quantiles: { readonly half: number; readonly p90: number; readonly p99: number };
}

/** Of fewer values nothing is said. */
export const LEAST = 60;
/** Values that each hour must have, for hours to be told apart. */
const LEAST_A_SLOT = 4;
/** Share of the history that centre and scatter are taken from; the rest says where the limit is. */
const FITTED = 0.6;
/** Scores so many deviations beyond the middle are no scatter any more, as long as they are that few. */
const FAR = 12;
const MAX_SET_ASIDE = 0.05;
/** The highest score was not exceeded; how far the next one may lie is a guess. */
const BEYOND = 1.5;

export interface FitOptions {
  /** Wanted share of usual values that alarm. */
  readonly alpha: number;
  readonly side: 'above' | 'both';
  /** Values are counts: they scatter at least as a Poisson count does. */
  readonly counts: boolean;
}

/** @param values In the order of time. Undefined: too few, or all the same. */
export function fitProfile(values: readonly Value[], options: FitOptions): Fit | undefined {
  const numbers = values.map(({ value }) => value);
  if (values.length < LEAST || numbers.every((each) => each === numbers[0])) return undefined;
  const cut = Math.floor(values.length * FITTED);
  const [older, newer] = [values.slice(0, cut), values.slice(cut)];
  const shape = shapeOf(older, options.counts);
  const scoreOf = ({ time, value }: Value): number => {
    const slot = slotOf(time - 1, shape.centre.length);
    const off = (value - (shape.centre[slot] as number)) / (shape.scatter[slot] as number);
    return options.side === 'both' ? Math.abs(off) : Math.max(0, off);
  };
  const scores = newer.map(scoreOf).toSorted((a, b) => a - b);
  const usual = withoutFar(scores);
  const place = Math.ceil((usual.length + 1) * (1 - options.alpha));
  const enough = place <= usual.length;
  const highest = usual.at(-1) ?? 0;
  const limit = Math.max(1, enough ? (usual[place - 1] as number) : highest * BEYOND);
  const signed = values.map(({ time, value }) => {
    const slot = slotOf(time - 1, shape.centre.length);
    return (value - (shape.centre[slot] as number)) / (shape.scatter[slot] as number);
  });
  const half = Math.floor(signed.length / 2);
  return {
    profile: { ...shape, limit: rounded(limit) },
    samples: values.length,
    alpha: enough ? options.alpha : 1 / (usual.length + 1),
    setAside: scores.length - usual.length,
    drift: rounded(Math.abs(median(signed.slice(half)) - median(signed.slice(0, half)))),
    quantiles: {
      half: rounded(quantile(numbers, 0.5)),
      p90: rounded(quantile(numbers, 0.9)),
      p99: rounded(quantile(numbers, 0.99)),
    },
  };
}

/** By hour of the week where there is enough of each, else of the day, else of all. */
function shapeOf(values: readonly Value[], counts: boolean): Omit<Profile, 'limit'> {
  for (const slots of [168, 24, 1]) {
    const bySlot = Array.from({ length: slots }, (): number[] => []);
    for (const { time, value } of values) bySlot[slotOf(time - 1, slots)]?.push(value);
    if (slots > 1 && bySlot.some(({ length }) => length < LEAST_A_SLOT)) continue;
    const all = values.map(({ value }) => value);
    const whole = deviation(all);
    const centre = bySlot.map((own) => rounded(median(own)));
    const scatter = bySlot.map((own, slot) => {
      const middle = centre[slot] as number;
      const floor = counts ? Math.max(0.5, Math.sqrt(Math.max(middle, 0))) : Math.max(whole / 10, 1e-3);
      return rounded(Math.max(deviation(own, middle), floor));
    });
    return { centre, scatter };
  }
  return { centre: [0], scatter: [1] };
}

/** @param scores In their order. */
function withoutFar(scores: readonly number[]): readonly number[] {
  const bound = median(scores) + FAR * Math.max(deviation(scores), 0.5);
  const most = Math.floor(scores.length * MAX_SET_ASIDE);
  const far = scores.filter((each) => each > bound).length;
  return far > 0 && far <= most ? scores.slice(0, scores.length - far) : scores;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
