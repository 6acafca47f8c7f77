// SPDX-License-Identifier: Apache-2.0
// A window that grows while its mean is steady and drops its old part when the two parts differ by more than chance
// allows. A. Bifet, R. Gavaldà, "Learning from Time-Changing Data with Adaptive Windowing", SDM 2007. The window is kept
// as buckets of 1, 2, 4 … values, so n values cost log n of memory. Score: the difference of the two most different parts,
// in units of the bound; from 1 on it is a change with confidence 1 − delta.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import {
  type DetectorKind,
  nameOf,
  numbersOf,
  type Observation,
  type Part,
  ranked,
  shown,
  sumOf,
} from '../contract.ts';
import { createKeyed } from '../keyed.ts';

const Parameters = z.strictObject({
  delta: z.number().gt(0).lt(1).default(0.002).describe('Chance of a false change'),
  least: z.int().min(8).max(100_000).default(32).describe('Values before the first score'),
  clock: z.int().min(1).max(1000).default(8).describe('Values between two looks for a change'),
  keys: z.int().min(1).max(100_000).default(5000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

/** Buckets of one size; M of the paper. */
const BUCKETS = 5;
/** Values that a part needs to be compared. */
const PART = 5;
/** Values of a window at most: beyond, the oldest bucket goes. */
const MAX_VALUES = 1 << 20;

/** Sum, sum of squared distances from the mean, and how many; oldest first. */
type Bucket = [sum: number, spread: number, count: number];
interface Window {
  buckets: Bucket[];
  ticks: number;
}

export const adwin: DetectorKind<Parameters> = {
  name: 'adwin',
  parameters: Parameters,
  create: (parameters, _seed, saved) => {
    const keyed = createKeyed<Window>(
      parameters.keys,
      () => ({ buckets: [], ticks: 0 }),
      structuredClone(saved) as unknown as readonly (readonly [string, Window])[] | undefined,
    );
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const window = keyed.get(nameOf(observation.key, feature));
        if (window === undefined || totalOf(window.buckets)[2] < parameters.least) return [];
        const cut = widest([...window.buckets, [value, 0, 1]], parameters.delta);
        return [
          {
            feature,
            value,
            usual: () => `a mean of ${shown(cut.before)}, not ${shown(cut.after)}`,
            part: cut.ratio,
          },
        ];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation))
          learn(keyed.use(nameOf(observation.key, feature)), value, parameters);
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(keyed.entries()) as unknown as Json,
    };
  },
};

function learn(window: Window, value: number, { clock, delta, least }: Parameters): void {
  window.buckets.push([value, 0, 1]);
  compress(window.buckets);
  window.ticks = (window.ticks + 1) % clock;
  if (totalOf(window.buckets)[2] > MAX_VALUES) window.buckets.shift();
  if (window.ticks !== 0) return;
  while (totalOf(window.buckets)[2] >= least && widest(window.buckets, delta).ratio >= 1)
    window.buckets.shift();
}

/** Joins the two oldest buckets of a size when there is one too many of it. */
function compress(buckets: Bucket[]): void {
  let end = buckets.length;
  for (let size = 1; end > 0; size *= 2) {
    let start = end;
    while (start > 0 && (buckets[start - 1] as Bucket)[2] === size) start--;
    if (end - start <= BUCKETS) return;
    buckets.splice(start, 2, joined(buckets[start] as Bucket, buckets[start + 1] as Bucket));
    end = start + 1;
  }
}

function joined([sumA, spreadA, a]: Bucket, [sumB, spreadB, b]: Bucket): Bucket {
  const between = ((sumA / a - sumB / b) ** 2 * a * b) / (a + b);
  return [sumA + sumB, spreadA + spreadB + between, a + b];
}

function totalOf(buckets: readonly Bucket[]): Bucket {
  let total: Bucket = [0, 0, 0];
  for (const bucket of buckets) total = total[2] === 0 ? bucket : joined(total, bucket);
  return total;
}

/** The cut with the largest |difference of means| / bound, the bound of §3.2 with variance, formula (3.1). */
function widest(
  buckets: readonly Bucket[],
  delta: number,
): { readonly ratio: number; readonly before: number; readonly after: number } {
  const [sum, spread, count] = totalOf(buckets);
  const variance = spread / count;
  const doubt = Math.log((2 * Math.log(Math.max(count, 3))) / delta);
  let best = { ratio: 0, before: sum / count, after: sum / count };
  let oldSum = 0;
  let old = 0;
  for (const [partSum, , part] of buckets) {
    oldSum += partSum;
    old += part;
    const fresh = count - old;
    if (old < PART || fresh < PART) continue;
    const share = 1 / old + 1 / fresh;
    const bound = Math.sqrt(2 * share * variance * doubt) + (2 / 3) * share * doubt * Math.sqrt(variance);
    const before = oldSum / old;
    const after = (sum - oldSum) / fresh;
    const ratio = bound > 0 ? Math.abs(before - after) / bound : 0;
    if (ratio > best.ratio) best = { ratio, before, after };
  }
  return best;
}
