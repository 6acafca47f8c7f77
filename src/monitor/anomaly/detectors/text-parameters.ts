// SPDX-License-Identifier: Apache-2.0
// A model of the values of every parameter of a request: its length, the characters it is made of, its entropy, what kind
// of token it is and which runs of three characters it has, learnt for each parameter of each path on its own. After
// C. Kruegel, G. Vigna, "Anomaly Detection of Web-based Attacks", CCS 2003. Every facet counts in bits.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { type DetectorKind, nameOf, type Observation, type Part, ranked, shown, sumOf } from '../contract.ts';
import { createKeyed } from '../keyed.ts';
import { alphabetOf, entropyOf, noveltyOf, remember, TRIGRAM_WORDS, tokenOf } from './text-facets.ts';

const Parameters = z.strictObject({
  least: z.int().min(5).max(100_000).default(50).describe('Values of a parameter before it is judged'),
  length: z.int().min(16).max(65_536).default(2048).describe('Characters of a value that are looked at'),
  keys: z.int().min(1).max(20_000).default(1000).describe('Parameters remembered'),
});
type Parameters = z.infer<typeof Parameters>;

interface Spread {
  mean: number;
  square: number;
}
interface Model {
  count: number;
  readonly length: Spread;
  readonly entropy: Spread;
  /** Characters or classes of them, and in how many values they came. */
  readonly alphabet: [string, number][];
  readonly tokens: [string, number][];
  /** A Bloom filter of trigrams: one bit a hash. */
  readonly trigrams: number[];
}
type Saved = readonly (readonly [string, Model])[];

/** Bits for a value whose every trigram is new. */
const NOVEL = 12;
/** The name under which it is kept how many requests a path had. */
const REQUESTS = '';

export const textParameters: DetectorKind<Parameters> = {
  name: 'text-parameters',
  parameters: Parameters,
  create: (parameters, _seed, state) => {
    const models = createKeyed<Model>(
      parameters.keys,
      fresh,
      structuredClone(state) as unknown as Saved | undefined,
    );
    const cut = (value: string | number): string => String(value).slice(0, parameters.length);
    const parts = ({ key, features }: Observation): readonly Part[] => {
      const requests = models.get(nameOf(key, REQUESTS))?.count ?? 0;
      return Object.entries(features).flatMap(([feature, value]) => {
        const model = models.get(nameOf(key, feature));
        if (model === undefined && requests >= parameters.least)
          return [{ feature, value, usual: () => 'no such parameter', part: Math.log2(2 * (requests + 1)) }];
        return model === undefined || model.count < parameters.least
          ? []
          : judged(model, feature, cut(value));
      });
    };
    return {
      learnOne: ({ key, features }) => {
        models.use(nameOf(key, REQUESTS)).count++;
        for (const [feature, value] of Object.entries(features))
          learn(models.use(nameOf(key, feature)), cut(value));
      },
      scoreOne: (observation) => sumOf(parts(observation)),
      explain: (observation) => ranked(parts(observation)),
      save: () => structuredClone(models.entries()) as unknown as Json,
    };
  },
};

function fresh(): Model {
  return {
    count: 0,
    length: { mean: 0, square: 0 },
    entropy: { mean: 0, square: 0 },
    alphabet: [],
    tokens: [],
    trigrams: new Array<number>(TRIGRAM_WORDS).fill(0),
  };
}

function learn(model: Model, text: string): void {
  model.count++;
  spread(model.length, text.length, model.count);
  spread(model.entropy, entropyOf(text), model.count);
  for (const sign of alphabetOf(text)) tally(model.alphabet, sign);
  tally(model.tokens, tokenOf(text));
  remember(model.trigrams, text);
}

function spread(spread: Spread, value: number, count: number): void {
  const off = value - spread.mean;
  spread.mean += off / count;
  spread.square += (off * (value - spread.mean) - spread.square) / count;
}

function tally(counts: [string, number][], what: string): void {
  const known = counts.find(([each]) => each === what);
  if (known !== undefined) known[1]++;
  else counts.push([what, 1]);
}

function judged(model: Model, feature: string, text: string): readonly Part[] {
  const facet = (name: string, value: string | number, usual: () => string, part: number): Part => ({
    feature: `${feature} (${name})`,
    value,
    usual,
    part: Math.max(0, part),
  });
  const rarest = [...alphabetOf(text)]
    .map((sign) => [sign, bits(model.alphabet, sign, model.count)] as const)
    .reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  const token = tokenOf(text);
  const entropy = entropyOf(text);
  return [
    facet('length', text.length, () => range(model.length), chebyshev(model.length, text.length)),
    facet(
      'entropy',
      Number(entropy.toFixed(2)),
      () => range(model.entropy),
      chebyshev(model.entropy, entropy),
    ),
    facet('characters', rarest[0], () => names(model.alphabet), rarest[1]),
    facet('kind', token, () => names(model.tokens), bits(model.tokens, token, model.count)),
    facet(
      'sequence',
      text.slice(0, 80),
      () => 'other runs of characters',
      NOVEL * noveltyOf(model.trigrams, text),
    ),
  ];
}

/** −log2 of what the inequality of Chebyshev allows for a value so far above the mean (§4.1 of the paper). */
function chebyshev({ mean, square }: Spread, value: number): number {
  const off = value - mean;
  return off <= 0 ? 0 : -Math.log2(Math.min(1, Math.max(square, 0.25) / (off * off)));
}

function bits(counts: readonly [string, number][], what: string, total: number): number {
  const seen = counts.find(([each]) => each === what)?.[1] ?? 0;
  return -Math.log2((seen + 0.5) / (total + 1));
}

function range({ mean, square }: Spread): string {
  return `${shown(Number(mean.toFixed(1)))} ± ${shown(Number(Math.sqrt(square).toFixed(1)))}`;
}

function names(counts: readonly [string, number][]): string {
  return counts
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([each]) => each)
    .join(', ');
}
