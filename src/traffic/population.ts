// SPDX-License-Identifier: Apache-2.0
import { createRandom, type Random } from '../core/random.ts';
import type { Traffic } from './schema.ts';
import { evaluate, type Scope } from './value.ts';

type Description = Traffic['populations'][string];

export interface Population {
  readonly key: string;
  readonly size: number;
  /** Variables of one member: its id under the name, its attributes under `name.attribute`. */
  member(index: number, name: string): Scope;
  /** The number of a member, by chance. */
  pick(random: Random): number;
}

/** Members are made when they are asked for, each from a stream of its own, so that a big population costs nothing. */
export function createPopulation(name: string, description: Description, seed: number): Population {
  const { key, prefix, size, skew = 0, attributes = {} } = description;
  return {
    key,
    size,
    member(index, as) {
      const random = createRandom(seed, `${name} ${index}`);
      const scope: Scope = { index };
      for (const [attribute, value] of Object.entries(attributes))
        scope[attribute] = evaluate(value, scope, random);
      const named = Object.entries(scope).map(([attribute, value]) => [`${as}.${attribute}`, value] as const);
      return { [as]: `${prefix}${index + 1}`, ...Object.fromEntries(named) };
    },
    // A power of the uniform draw: the first members come the more often, the larger the skew.
    pick: (random) => Math.min(size - 1, Math.floor(size * random.next() ** (1 + skew))),
  };
}
