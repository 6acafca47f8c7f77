// SPDX-License-Identifier: Apache-2.0
// Robust seasonal level per key: what a count, a sum or a ratio is at this time of the week, give or take.
// The median and its absolute deviation resist what is being looked for (Hampel 1974); the level of the last hours, an
// exponentially weighted mean (Roberts 1959), moves what is expected with the day.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { deviation, median } from '../../../core/stats/index.ts';
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

const WEEK = 7 * 86_400_000;
const DAY = 86_400_000;

const Parameters = z.strictObject({
  slot: z.number().min(60).max(86_400).default(3600).describe('Seconds of a slot of the week'),
  depth: z.int().min(3).max(50).default(8).describe('Values kept for each slot'),
  least: z.int().min(2).max(50).default(3).describe('Values a slot needs before it is asked'),
  counts: z
    .boolean()
    .default(true)
    .describe('Values are counts: they scatter at least as a Poisson count does'),
  floor: z.number().min(0).default(0.5).describe('The least scatter, in units of the value'),
  level: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Weight of the newest value in the level; 0: no level'),
  side: z.enum(['above', 'below', 'both']).default('both').describe('Which deviation counts'),
  keys: z.int().min(1).max(100_000).default(2000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Season {
  /** By number of the slot of the week: the last values in it; null where none was. */
  readonly slots: (number[] | null)[];
  readonly recent: number[];
  level: number;
}
type Saved = readonly (readonly [string, Season])[];

const RECENT = 50;
/** How far the level may move what is expected. */
const LEVEL_RANGE = [0.25, 4] as const;

export const seasonalRate: DetectorKind<Parameters> = {
  name: 'seasonal-rate',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const seasons = createKeyed<Season>(
      parameters.keys,
      () => ({ slots: [], recent: [], level: 1 }),
      structuredClone(state) as Saved | undefined,
    );
    const parts = (observation: Observation): readonly Part[] =>
      numbersOf(observation).flatMap(([feature, value]) => {
        const season = seasons.get(nameOf(observation.key, feature));
        const usual = season && expected(season, observation.time, parameters);
        if (usual === undefined) return [];
        const off = (value - usual.centre) / usual.scatter;
        const counted =
          parameters.side === 'above' ? off : parameters.side === 'below' ? -off : Math.abs(off);
        const text = (): string => `${shown(usual.centre)} ± ${shown(usual.scatter)}`;
        return [{ feature, value, usual: text, part: Math.max(0, counted) }];
      });
    return {
      learnOne: (observation) => {
        for (const [feature, value] of numbersOf(observation))
          learn(seasons.use(nameOf(observation.key, feature)), observation.time, value, parameters);
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(seasons.entries()) as unknown as Json,
    };
  },
};

function learn(season: Season, time: number, value: number, parameters: Parameters): void {
  const usual = seasonal(season, time, parameters);
  if (usual !== undefined && usual > 0) {
    const ratio = Math.max(LEVEL_RANGE[0], Math.min(LEVEL_RANGE[1], value / usual));
    season.level += parameters.level * (ratio - season.level);
  }
  const number = slotOf(time, parameters);
  while (season.slots.length <= number) season.slots.push(null);
  season.slots[number] ??= [];
  push(season.slots[number], value, parameters.depth);
  push(season.recent, value, RECENT);
}

function push(values: number[], value: number, depth: number): void {
  values.push(value);
  if (values.length > depth) values.shift();
}

function expected(
  season: Season,
  time: number,
  parameters: Parameters,
): { readonly centre: number; readonly scatter: number } | undefined {
  const values = valuesAt(season, time, parameters);
  if (values.length < parameters.least) return undefined;
  const middle = median(values);
  const centre = middle * season.level;
  const poisson = parameters.counts ? Math.sqrt(Math.max(centre, 0)) : 0;
  return {
    centre,
    scatter: Math.max(deviation(values, middle), poisson, parameters.floor, Math.abs(centre) * 0.01),
  };
}

function seasonal(season: Season, time: number, parameters: Parameters): number | undefined {
  const values = valuesAt(season, time, parameters);
  return values.length < parameters.least ? undefined : median(values);
}

/** Values of the same time of the week; while there are too few, of the same time of any day, then of any time. */
function valuesAt({ slots, recent }: Season, time: number, parameters: Parameters): readonly number[] {
  const own = slots[slotOf(time, parameters)] ?? [];
  if (own.length >= parameters.least) return own;
  const days = Array.from(
    { length: 7 },
    (_, day) => slots[slotOf(time + day * DAY, parameters)] ?? [],
  ).flat();
  return days.length >= parameters.least ? days : recent.length >= RECENT ? recent : [];
}

function slotOf(time: number, { slot }: Parameters): number {
  return Math.floor((((time % WEEK) + WEEK) % WEEK) / (slot * 1000));
}
