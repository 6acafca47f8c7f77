// SPDX-License-Identifier: Apache-2.0
// From scores to p-values, so that a wanted rate of false alarms is kept whatever the scores look like: online conformal
// anomaly detection (R. Laxhammar, G. Falkman 2010; V. Vovk, A. Gammerman, G. Shafer, "Algorithmic Learning in a Random
// World", 2005, §2.3). The p-value of a score is the share of the last scores that are at least as high; on data as before
// it is uniform, so p ≤ α happens with probability α. Scores that hang together in time break that, so the level that p is
// held against follows the alarms that come (I. Gibbs, E. Candès, "Adaptive Conformal Inference", NeurIPS 2021).
import type { Json } from '../../core/canonical-json.ts';
import { createRandom, type RandomState, restoreRandom } from '../../core/random.ts';
import { binomialTail } from '../../core/stats/index.ts';

export interface ConformalOptions {
  /** Wanted share of false alarms among normal observations; from 0.0001 to 0.5. */
  readonly alpha: number;
  /** Scores to compare with; 10/α of them unless said, between 200 and 20,000. */
  readonly window?: number;
  readonly seed: number;
  /**
   * What equal scores count for. `random`, the preset: ties are broken at random, and the rate is α even when many scores are
   * equal. `never`: an ordinary score is never an alarm, and the rate is at most α.
   */
  readonly ties?: 'random' | 'never';
}

export interface Judgement {
  /** In (0, 1]; 1 while there are fewer than 1/α scores to compare with. */
  readonly p: number;
  readonly alarm: boolean;
  /** The scores have changed for good: from here on only the newest of them are compared with. */
  readonly recalibrated: boolean;
}

export interface Conformal {
  /** Judges the score, then takes it into what is compared with. */
  next(score: number): Judgement;
  save(): Json;
}

interface State {
  /** The last scores, oldest first, and the outcome of the last judgements. */
  scores: number[];
  alarms: boolean[];
  random: RandomState;
  /** Logarithm of what the level is multiplied by. */
  bend: number;
}

/** Chance of so many alarms below which it is a change of what is normal and not bad luck. */
const DRIFT = 1e-6;
/** How much one alarm lowers the level, as a logarithm; 1/α judgements without one raise it by as much. */
const STEP = 0.05;
/** Bounds of the level, as multiples of α. */
const BEND = [Math.log(0.1), Math.log(4)] as const;
/** Alarms that are expected while the outcomes that drift is judged by come in. */
const EXPECTED = 5;

/**
 * Rule of recalibration: if among the last 5/α judgements there were more alarms than a rate of α explains, with a chance
 * below 10⁻⁶ (binomial), all scores before them are forgotten. So an attack keeps alarming while it is news, and what
 * stays becomes the new normal. Everything is taken into the comparison, alarms too: leaving them out would raise the rate.
 */
export function createConformal(options: ConformalOptions, saved?: Json): Conformal {
  const alpha = Math.min(0.5, Math.max(1e-4, options.alpha));
  const window = options.window ?? Math.min(20_000, Math.max(200, Math.ceil(10 / alpha)));
  const look = Math.ceil(EXPECTED / alpha);
  const state = (structuredClone(saved) as unknown as State | undefined) ?? {
    scores: [],
    alarms: [],
    random: createRandom(options.seed, 'conformal').state(),
    bend: 0,
  };
  const random = restoreRandom(state.random);
  let scores = createWindow(window, state.scores);
  let { alarms, bend } = state;
  let raised = alarms.filter(Boolean).length;
  const note = (alarm: boolean): void => {
    alarms.push(alarm);
    if (alarm) raised++;
    if (alarms.length > look && alarms.shift()) raised--;
    bend = Math.max(BEND[0], Math.min(BEND[1], bend + STEP * (alpha - (alarm ? 1 : 0))));
  };
  return {
    next: (exact) => {
      const score = rounded(exact);
      const size = scores.size();
      const enough = size >= 1 / alpha - 1;
      const { above, equal } = scores.rank(score);
      const tied = options.ties === 'never' ? 1 : random.next();
      const p = enough ? (above + tied * (equal + 1)) / (size + 1) : 1;
      const alarm = enough && p <= alpha * Math.exp(bend);
      scores.add(score);
      if (enough) note(alarm);
      const recalibrated = alarm && raised > EXPECTED && binomialTail(raised, alarms.length, alpha) < DRIFT;
      if (recalibrated) {
        scores = createWindow(window, scores.save().slice(-alarms.length));
        [alarms, raised, bend] = [[], 0, 0];
      }
      return { p, alarm, recalibrated };
    },
    save: () =>
      structuredClone({ scores: scores.save(), alarms, random: random.state(), bend }) as unknown as Json,
  };
}

/** Three digits: smaller differences say nothing, and a slow trend in them would be taken for one of the scores. */
function rounded(score: number): number {
  return Number(score.toPrecision(3));
}

interface Window {
  size(): number;
  rank(score: number): { readonly above: number; readonly equal: number };
  add(score: number): void;
  save(): number[];
}

/** The last scores in order of time and in order of size. */
function createWindow(limit: number, saved: readonly number[]): Window {
  const ring = saved.slice(-limit);
  let oldest = 0;
  const sorted = new Float64Array(limit + 1);
  let size = ring.length;
  sorted.set(ring.toSorted((a, b) => a - b));
  // First place at which the score, or something higher than it, stands.
  const placeOf = (isBefore: (each: number) => boolean): number => {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(sorted[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const first = (score: number): number => placeOf((each) => each < score);
  return {
    size: () => size,
    rank: (score) => {
      const after = placeOf((each) => each <= score);
      return { above: size - after, equal: after - first(score) };
    },
    add: (score) => {
      if (size === limit) {
        const gone = first(ring[oldest] as number);
        sorted.copyWithin(gone, gone + 1, size--);
        ring[oldest] = score;
        oldest = (oldest + 1) % limit;
      } else ring.push(score);
      const place = first(score);
      sorted.copyWithin(place + 1, place, size++);
      sorted[place] = score;
    },
    save: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
  };
}
