// SPDX-License-Identifier: Apache-2.0
// Tells attacks in values of parameters from usual ones: logistic regression over runs of characters, learnt with steps that
// shrink for what was seen often (J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods, JMLR 12, 2011).
import { z } from 'zod';
import type { Parsed } from '../../core/problem.ts';
import { createRandom } from '../../core/random.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';
import { BUCKETS, bucketsOf, normalText } from './features.ts';

export interface LabelledText {
  readonly text: string;
  /** Whether it is an attack. */
  readonly isAttack: boolean;
}

const Shape = z.strictObject({
  schema: z.literal('ensuresec/parameter-model/1'),
  examples: z.int().min(0),
  attacks: z.int().min(0),
  bias: z.number(),
  weights: z.string().max(600_000).describe('32-bit numbers, little endian, base64'),
});
type SavedParameterModel = z.infer<typeof Shape>;

export interface ParameterModel {
  /** The log-odds that the value is an attack; above 0 it rather is one. */
  score(text: string): number;
  /** Runs of characters that speak most for an attack, with what each adds to the score. */
  explain(text: string, most: number): readonly { readonly run: string; readonly part: number }[];
  save(): SavedParameterModel;
}

const EPOCHS = 12;
const STEP = 0.5;
/** Pulls weights to zero that few examples speak for. */
const SHRINK = 1e-5;

/** @throws RangeError without an attack or without a usual value. */
export function trainParameters(examples: readonly LabelledText[], seed: number): ParameterModel {
  const attacks = examples.filter(({ isAttack }) => isAttack).length;
  if (attacks === 0 || attacks === examples.length)
    throw new RangeError('Both attacks and usual values are needed to tell them apart');
  const random = createRandom(seed, 'parameters');
  const weights = new Float32Array(BUCKETS);
  const squares = new Float32Array(BUCKETS).fill(1e-8);
  // Both kinds weigh the same, however many there are of each.
  const [heavy, light] = [
    examples.length / (2 * attacks),
    examples.length / (2 * (examples.length - attacks)),
  ];
  const data = examples.map(({ text, isAttack }) => ({ buckets: bucketsOf(text), isAttack }));
  let [bias, biasSquare] = [0, 1e-8];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(data, random.below);
    for (const { buckets, isAttack } of data) {
      const value = 1 / Math.sqrt(Math.max(buckets.length, 1));
      const share = 1 / (1 + Math.exp(-sum(weights, buckets, value) - bias));
      const error = (share - (isAttack ? 1 : 0)) * (isAttack ? heavy : light);
      biasSquare += error * error;
      bias -= (STEP * error) / Math.sqrt(biasSquare);
      for (const bucket of buckets) {
        const gradient = error * value + SHRINK * (weights[bucket] as number);
        squares[bucket] = (squares[bucket] as number) + gradient * gradient;
        weights[bucket] =
          (weights[bucket] as number) - (STEP * gradient) / Math.sqrt(squares[bucket] as number);
      }
    }
  }
  return modelOf(weights, bias, examples.length, attacks);
}

/** A file that `save` wrote. */
export function readParameterModel(bytes: Uint8Array, file: string): Parsed<ParameterModel> {
  const { value: documents, problems } = readDocuments(bytes, file);
  const [document] = documents ?? [];
  if (document === undefined) return { problems };
  const shape = Shape.safeParse(document.value);
  if (!shape.success)
    return { problems: [...problems, ...shapeProblems(shape.error.issues, Shape, document, 'LEARN')] };
  const value = restoreParameters(shape.data);
  if (value !== undefined) return { value, problems };
  const message = `The weights of the model are not ${BUCKETS} numbers: learn it anew`;
  return {
    problems: [
      ...problems,
      { code: 'LEARN_BAD_VALUE', severity: 'error', message, at: { file, line: 1, column: 1 } },
    ],
  };
}

function restoreParameters({
  weights,
  bias,
  examples,
  attacks,
}: SavedParameterModel): ParameterModel | undefined {
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== BUCKETS * 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = Float32Array.from({ length: BUCKETS }, (_, at) => view.getFloat32(at * 4, true));
  return numbers.every(Number.isFinite) ? modelOf(numbers, bias, examples, attacks) : undefined;
}

function modelOf(weights: Float32Array, bias: number, examples: number, attacks: number): ParameterModel {
  return {
    score: (text) => {
      const buckets = bucketsOf(text);
      return sum(weights, buckets, 1 / Math.sqrt(Math.max(buckets.length, 1))) + bias;
    },
    explain: (text, most) => explain(weights, text, most),
    save: () => {
      const bytes = Buffer.alloc(BUCKETS * 4);
      for (const [at, weight] of weights.entries()) bytes.writeFloatLE(weight, at * 4);
      return {
        schema: 'ensuresec/parameter-model/1',
        examples,
        attacks,
        bias,
        weights: bytes.toString('base64'),
      };
    },
  };
}

function sum(weights: Float32Array, buckets: Int32Array, value: number): number {
  let total = 0;
  for (let at = 0; at < buckets.length; at++) total += weights[buckets[at] as number] as number;
  return total * value;
}

/** Runs of three and four, as shorter ones say nothing to a reader; overlapping ones once. */
function explain(weights: Float32Array, text: string, most: number): ReturnType<ParameterModel['explain']> {
  const normal = normalText(text).slice(1, -1);
  const value = 1 / Math.sqrt(Math.max(bucketsOf(text).length, 1));
  const runs = new Map<string, number>();
  for (let start = 0; start + 3 <= normal.length; start++) {
    const run = normal.slice(start, start + 4);
    const part = [...bucketsOf(run)].reduce(
      (total, bucket) => total + (weights[bucket] as number) * value,
      0,
    );
    if (part > 0) runs.set(run, part);
  }
  return [...runs]
    .map(([run, part]) => ({ run, part }))
    .sort((a, b) => b.part - a.part)
    .slice(0, most);
}

function shuffle<T>(items: T[], below: (limit: number) => number): void {
  for (let at = items.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
}
