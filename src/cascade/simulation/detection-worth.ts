// SPDX-License-Identifier: Apache-2.0
// What it is worth that people report sooner: the same attacks under two clocks of detection.
import { quantile } from '../../core/stats/index.ts';
import type { Measured } from '../attack/clock.ts';
import { pairedDifference } from '../impact/statistics.ts';
import type { DetectionWorth } from './report.ts';
import { type Frame, outcomeOf } from './side.ts';

/** Hours until the first report at evenly spaced probabilities; null: nobody reports. */
interface Clocks {
  readonly before: readonly (number | null)[];
  readonly after: readonly (number | null)[];
}

export interface WorthRequest {
  /** The same attack, noticed after so long. */
  readonly frameWith: (detection: Measured) => Frame;
  readonly clocks: Clocks & { readonly resamples: readonly Clocks[] };
  readonly runs: number;
  readonly onPhase?: (done: number) => void;
}

/** Runs of each resample: all of them meet the same attacks, so that few are enough to compare them. */
const RESAMPLE_RUNS = 300;

/**
 * Mean of the loss that is avoided, by run. Its interval joins two: of the runs (normal approximation), and of the people, whose
 * clocks were drawn again with replacement (percentiles, Efron 1979); arms are added by their squares.
 */
export function detectionWorth({ frameWith, clocks, runs, onPhase }: WorthRequest): DetectionWorth {
  const avoidedBy = ({ before, after }: Clocks, many: number) => {
    const [slow, fast] = [before, after].map((hours) => outcomeOf(frameWith(tableOf(hours)), [], many).eur);
    return { ...pairedDifference(slow as Float64Array, fast as Float64Array), slow, fast };
  };
  const all = avoidedBy(clocks, runs);
  const few = Math.min(runs, RESAMPLE_RUNS);
  const centre = avoidedBy(clocks, few).mean;
  const drawn = clocks.resamples.map((each, at) => {
    onPhase?.(at / clocks.resamples.length);
    return avoidedBy(each, few).mean;
  });
  drawn.sort((a, b) => a - b);
  const [least, most] =
    drawn.length === 0 ? [centre, centre] : [quantile(drawn, 0.025), quantile(drawn, 0.975)];
  return {
    before: meanOf(all.slow as Float64Array),
    after: meanOf(all.fast as Float64Array),
    avoided: {
      mean: all.mean,
      low: all.mean - Math.hypot(all.mean - all.low, Math.max(0, centre - least)),
      high: all.mean + Math.hypot(all.high - all.mean, Math.max(0, most - centre)),
    },
  };
}

function tableOf(hours: readonly (number | null)[]): Measured {
  return { kind: 'table', hours: hours.map((each) => each ?? Infinity) };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}
