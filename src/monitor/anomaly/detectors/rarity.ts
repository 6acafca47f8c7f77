// SPDX-License-Identifier: Apache-2.0
// How rare a value is for its key, in bits: −log2 of its share, counted in a count-min sketch so that any number of
// values fits (Cormode and Muthukrishnan 2005). Sees the first use of a device, a country, a program. A value never seen
// counts half: the estimator of Krichevsky and Trofimov (1981).
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { type CountMinState, createCountMin } from '../../../core/stats/index.ts';
import { type DetectorKind, nameOf, type Observation, type Part, ranked, shown, sumOf } from '../contract.ts';
import { createKeyed } from '../keyed.ts';

const Parameters = z.strictObject({
  width: z.int().min(64).max(1_048_576).default(16_384).describe('Cells of a row of the sketch'),
  least: z.int().min(1).max(10_000).default(10).describe('Values of a key and feature before it is asked'),
  keys: z.int().min(1).max(100_000).default(20_000).describe('Pairs of key and feature remembered'),
});
type Parameters = z.infer<typeof Parameters>;
interface Total {
  count: number;
}
interface Saved {
  readonly totals: readonly (readonly [string, Total])[];
  readonly sketch: CountMinState;
}

export const rarity: DetectorKind<Parameters> = {
  name: 'rarity',
  parameters: Parameters,
  create: (parameters, seed, state) => {
    const saved = structuredClone(state) as unknown as Saved | undefined;
    const totals = createKeyed<Total>(parameters.keys, () => ({ count: 0 }), saved?.totals);
    const sketch = createCountMin(parameters.width, seed, saved?.sketch);
    const cell = (key: string, feature: string, value: string | number): string =>
      JSON.stringify([key, feature, value]);
    const parts = ({ key, features }: Observation): Part[] =>
      Object.entries(features).flatMap(([feature, value]) => {
        const total = totals.get(nameOf(key, feature))?.count ?? 0;
        if (total < parameters.least) return [];
        const count = Math.min(total, sketch.count(cell(key, feature, value)));
        const usual = (): string => `seen ${shown(count)} of ${shown(total)} times`;
        return [{ feature, value, usual, part: Math.max(0, -Math.log2((count + 0.5) / (total + 1))) }];
      });
    return {
      learnOne: ({ key, features }) => {
        for (const [feature, value] of Object.entries(features)) {
          totals.use(nameOf(key, feature)).count++;
          sketch.add(cell(key, feature, value));
        }
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone({ totals: totals.entries(), sketch: sketch.save() }) as unknown as Json,
    };
  },
};
