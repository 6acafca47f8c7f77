// SPDX-License-Identifier: Apache-2.0
// One number over time, of which nothing is known beforehand. Six simple views of it – distance from the level, from the
// usual value at this time of the day and of the week, raw and over the last readings, its restlessness and its rest – are
// each put in relation to the highest they reach in one of a thousand readings, and what comes near it or goes beyond
// counts. So it adapts to any unit and scatter with one set of parameters. Score 1 is an alarm. After an alarm only
// something stronger is another: a person needs to hear of one change once.
// The thought of rating a deviation against its own past is that of S. Ahmad, A. Lavin, S. Purdy, Z. Agha,
// "Unsupervised Real-time Anomaly Detection for Streaming Data", Neurocomputing 262 (2017); the views are plain statistics.
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
import { createTrack, type Track, type TrackState, VIEWS } from './series-track.ts';

const Parameters = z.strictObject({
  rest: z
    .int()
    .min(0)
    .max(100_000)
    .default(300)
    .describe('Readings after an alarm in which only more is another'),
  more: z.number().min(1).default(1.25).describe('How much more'),
  series: z.int().min(1).max(5000).default(100).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

/** Share of its highest from which a view counts, and how far beyond it counts at most. */
const FROM = 0.7;
const MOST = 3;
/** Mean over the views at which it is an alarm. */
const ALARM = 0.09;

export const series: DetectorKind<Parameters> = {
  name: 'series',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const saved = structuredClone(state) as unknown as readonly (readonly [string, TrackState])[] | undefined;
    const tracks = createKeyed<Track>(
      parameters.series,
      () => createTrack(),
      saved?.map(([name, each]) => [name, createTrack(each)] as const),
    );
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const track = tracks.get(nameOf(observation.key, feature));
        const ratios = track?.ratios(observation.time, value);
        if (track === undefined || ratios === undefined) return [];
        const counted = ratios.map(weight);
        const held = isHeld(track, total(counted), parameters);
        return VIEWS.map((view, at) => ({
          feature: `${feature} (${view})`,
          value,
          usual: () => `${shown(Number((ratios[at] as number).toFixed(2)))} of its usual highest`,
          part: held ? 0 : (counted[at] as number),
        }));
      });
    const scoreOf = (track: Track, time: number, value: number): number | undefined => {
      const ratios = track.ratios(time, value);
      if (ratios === undefined) return undefined;
      const score = total(ratios.map(weight));
      return isHeld(track, score, parameters) ? 0 : score;
    };
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation)) {
          const track = tracks.use(nameOf(observation.key, feature));
          const score = scoreOf(track, observation.time, value) ?? 0;
          track.learn(observation.time, value, score, parameters.rest);
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => tracks.entries().map(([name, track]) => [name, track.save()]) as unknown as Json,
    };
  },
};

function weight(ratio: number): number {
  return Math.max(0, Math.min(MOST, ratio) - FROM) / VIEWS.length / ALARM;
}

function total(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

function isHeld(track: Track, score: number, { more }: Parameters): boolean {
  return score <= more * track.recent();
}
