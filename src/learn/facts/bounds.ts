// SPDX-License-Identifier: Apache-2.0
// Whether measures keep the bound that they promise.
import { createRandom } from '../../core/random.ts';
import { quantile, wilsonInterval } from '../../core/stats/index.ts';
import type { Model, ObservationSource } from '../../model/index.ts';
import type { ObservedFact, Spread } from './fact.ts';
import { createTally, note, type Tally } from './tally.ts';

type Bound = Extract<ObservationSource, { shows: 'bound' }>;

export interface BoundWatch {
  accept(value: number, time: number): void;
  spread(): Spread | undefined;
  facts(model: Model): readonly ObservedFact[];
}

/** Values that quantiles are taken of: each is kept with the same chance. */
const KEPT = 10_000;
/** Of fewer values nothing is said. */
const LEAST = 50;

export function watchBound(bound: Bound): BoundWatch {
  const random = createRandom(1, bound.id);
  const values: number[] = [];
  const [all, above]: [Tally, Tally] = [createTally(), createTally()];
  return {
    accept(value, time) {
      note(all, time);
      if (value > bound.most) note(above, time);
      if (values.length < KEPT) values.push(value);
      else {
        const place = random.below(all.count);
        if (place < KEPT) values[place] = value;
      }
    },
    spread: () =>
      all.count === 0
        ? undefined
        : {
            observation: bound.id,
            title: bound.title['en'] ?? bound.id,
            unit: bound.unit,
            most: bound.most,
            count: all.count,
            above: above.count,
            quantiles: {
              half: rounded(quantile(values, 0.5)),
              p95: rounded(quantile(values, 0.95)),
              p99: rounded(quantile(values, 0.99)),
            },
          },
    facts(model) {
      // Only when even the lower end of the interval is more than mistakes explain.
      const [low] = wilsonInterval(above.count, all.count);
      if (all.count < LEAST || low <= bound.tolerance) return [];
      return (model.assets ?? [])
        .filter(({ measures }) => measures?.some((each) => wordOf(each) === bound.measure))
        .map(({ id }) => broken(bound, id, all, above, low));
    },
  };
}

function broken(bound: Bound, on: string, all: Tally, above: Tally, low: number): ObservedFact {
  const share = ((100 * above.count) / all.count).toFixed(1);
  return {
    shows: 'measure',
    says: 'broken',
    on,
    measure: bound.measure,
    count: above.count,
    days: above.days.size,
    // The chance that the tolerance is kept after all lies outside of a 95 % interval.
    confidence: low > 2 * bound.tolerance ? 0.99 : 0.95,
    text: `${bound.measure} on ${on} does not hold: ${share} % of ${all.count} were above ${bound.most} ${bound.unit}`,
  };
}

function wordOf(word: string | { readonly id: string }): string {
  return typeof word === 'string' ? word : word.id;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
