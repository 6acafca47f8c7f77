// SPDX-License-Identifier: Apache-2.0
// How far from its way? The way is a line of points given for the key or for all, or else the places where the key was
// before. Score 1 is the edge of the corridor. Sees a diversion; does not see a theft on the way.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { type DetectorKind, type Observation, type Part, ranked, shown, sumOf } from '../contract.ts';
import { createKeyed } from '../keyed.ts';
import { metres, metresToLine, type Point, positionOf } from './position.ts';

const point = z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]);
const Parameters = z.strictObject({
  width: z.number().gt(0).default(2000).describe('Metres from the way that are usual'),
  routes: z
    .record(z.string(), z.array(point).min(1).max(10_000))
    .default({})
    .describe('Points [lat, lon] of the way by key; `*` for every other key'),
  least: z.int().min(1).max(10_000).default(100).describe('Positions before learnt places are asked'),
  places: z.int().min(8).max(2000).default(256).describe('Places remembered for a key'),
  keys: z.int().min(1).max(100_000).default(2000).describe('Keys remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Places {
  seen: number;
  readonly at: [number, number][];
}

export const corridor: DetectorKind<Parameters> = {
  name: 'corridor',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const routes = new Map(Object.entries(parameters.routes));
    const keyed = createKeyed<Places>(
      parameters.keys,
      () => ({ seen: 0, at: [] }),
      structuredClone(state) as unknown as readonly (readonly [string, Places])[] | undefined,
    );
    const distance = (key: string, here: Point): number | undefined => {
      const route = routes.get(key) ?? routes.get('*');
      if (route !== undefined) return metresToLine(here, route);
      const places = keyed.get(key);
      if (places === undefined || places.seen < parameters.least) return undefined;
      return Math.min(...places.at.map((place) => metres(place, here)));
    };
    const parts = (observation: Observation): readonly Part[] => {
      const here = positionOf(observation);
      const off = here && distance(observation.key, here);
      if (off === undefined) return [];
      const usual = (): string => `within ${shown(parameters.width)} m`;
      return [{ feature: 'distance', value: Math.round(off), usual, part: off / parameters.width }];
    };
    return {
      learnOne: (observation) => {
        const here = positionOf(observation);
        if (here === undefined) return;
        const places = keyed.use(observation.key);
        places.seen++;
        // A place near a known one is the same; the oldest goes when there are too many.
        if (places.at.some((place) => metres(place, here) < parameters.width / 2)) return;
        places.at.push([...here]);
        if (places.at.length > parameters.places) places.at.shift();
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(keyed.entries()) as unknown as Json,
    };
  },
};
