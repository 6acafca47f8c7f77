// SPDX-License-Identifier: Apache-2.0
// One order in a cascade: when it is done with each asset that it passes, in one run and over many.
import type { Replay } from '../../cascade/index.ts';
import type { Domino } from '../../model/index.ts';

/** When the order leaves an asset, in hours after the click; Infinity: not within the horizon. */
export interface Leg {
  readonly asset: string;
  readonly done: number;
}

/** An order that comes so much later than planned counts as late (hours). */
export const LATE_HOURS = 24;

/**
 * The way of an order that is placed at `placed` through the assets of `order`, one after the other. Work goes on at the
 * level that the asset delivers, so half the level takes twice the time.
 */
export function journeyOf(
  { order, placed }: Pick<Domino, 'order' | 'placed'>,
  changes: Replay['changes'],
  horizon: number,
): Leg[] {
  let now = placed;
  return order.map(({ asset, hours }) => {
    now = workedOff(
      changes.filter((change) => change.asset === asset),
      now,
      hours,
      horizon,
    );
    return { asset, done: now };
  });
}

/** The hour at which `work` hours at full level are done, begun at `from`. `changes` in the order of time. */
function workedOff(changes: Replay['changes'], from: number, work: number, horizon: number): number {
  let [level, left, now] = [1, work, from];
  for (const change of changes) {
    const until = Math.max(now, change.hour);
    if (level > 0 && now + left / level <= until) return now + left / level;
    left -= (until - now) * level;
    now = until;
    level = change.level;
  }
  const done = level > 0 ? now + left / level : Number.POSITIVE_INFINITY;
  return done <= horizon ? done : Number.POSITIVE_INFINITY;
}

/** When the order arrives if nothing happens. */
export function plannedJourney(domino: Pick<Domino, 'order' | 'placed'>): Leg[] {
  return journeyOf(domino, [], Number.POSITIVE_INFINITY);
}

export interface Runs {
  /** EUR lost by the firm, a run. */
  readonly eur: Float64Array;
  /** Share of runs in which the order comes late or not at all. */
  readonly late: number;
  /** The run whose loss is the median. */
  readonly median: number;
}

/** Many runs of the same day. `replay` tells one run, by its number. */
export function manyDays(domino: Domino, horizon: number, replay: (run: number) => Replay): Runs {
  const eur = new Float64Array(domino.runs);
  const planned = plannedJourney(domino).at(-1)?.done ?? 0;
  let late = 0;
  for (let run = 0; run < domino.runs; run++) {
    const told = replay(run);
    eur[run] = told.eur;
    const done = journeyOf(domino, told.changes, horizon).at(-1)?.done ?? 0;
    if (done - planned >= LATE_HOURS) late++;
  }
  const order = [...eur.keys()].sort((a, b) => (eur[a] as number) - (eur[b] as number) || a - b);
  return { eur, late: late / domino.runs, median: order[Math.floor((order.length - 1) / 2)] ?? 0 };
}
