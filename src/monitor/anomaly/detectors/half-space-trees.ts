// SPDX-License-Identifier: Apache-2.0
// Random trees that cut the space of features in halves and count how much of the last window fell where. A point in
// cells that are nearly empty is strange. S. C. Tan, K. M. Ting, T. F. Liu, "Fast Anomaly Detection for Streaming
// Data", IJCAI 2011. One pass, constant time and memory; the window makes it follow slow change.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { createRandom, type Random } from '../../../core/random.ts';
import { median } from '../../../core/stats/index.ts';
import {
  columnOf,
  type Detector,
  type DetectorKind,
  numbersOf,
  type Observation,
  type Row,
} from '../contract.ts';
import { occlude } from '../occlusion.ts';

const Parameters = z.strictObject({
  trees: z.int().min(1).max(100).default(25),
  depth: z.int().min(2).max(12).default(8),
  window: z.int().min(20).max(10_000).default(250).describe('Observations of one window'),
});
type Parameters = z.infer<typeof Parameters>;

/** "Each node below 10 % of the window size ends the walk" (§4.2 of the paper). */
const SIZE_LIMIT = 0.1;
const MAX_FEATURES = 64;

interface State {
  /** Features the trees were grown for, with the work range of each and its usual value; none before the first window. */
  features: [string, number, number, number][];
  /** Per tree and inner node, in heap order: index of the feature, and where it is cut. */
  axes: number[][];
  cuts: number[][];
  reference: number[][];
  latest: number[][];
  /** The window as it comes, kept to grow trees when features change. */
  window: Row[];
  grown: number;
}

export const halfSpaceTrees: DetectorKind<Parameters> = {
  name: 'half-space-trees',
  parameters: Parameters,
  create: (parameters, seed, saved) => {
    const state: State = saved === undefined ? fresh() : (structuredClone(saved) as unknown as State);
    const nodes = 2 ** (parameters.depth + 1) - 1;
    const score = (observation: Observation): number | undefined => {
      if (state.features.length === 0) return undefined;
      const point = pointOf(state, observation.features);
      let bits = 0;
      for (let tree = 0; tree < parameters.trees; tree++) bits += bitsAt(state, tree, point, parameters);
      return bits / parameters.trees;
    };
    const turn = (): void => {
      const names = frequentIn(state.window);
      const known = state.features.map(([name]) => name);
      if (names.join('\n') !== known.join('\n')) grow(state, names, parameters, seed);
      state.reference = state.latest;
      state.latest = state.reference.map(() => new Array<number>(nodes).fill(0));
      state.window = [];
    };
    return {
      learnOne: (observation) => {
        state.window.push(numbersOf(observation).slice(0, MAX_FEATURES));
        if (state.features.length > 0) count(state, observation.features, parameters);
        if (state.window.length >= parameters.window) turn();
      },
      scoreOne: score,
      explain: (observation) =>
        occlude(observation, new Map(state.features.map(([name, , , usual]) => [name, usual])), score),
      save: () => structuredClone(state) as unknown as Json,
    } satisfies Detector;
  },
};

function fresh(): State {
  return { features: [], axes: [], cuts: [], reference: [], latest: [], window: [], grown: 0 };
}

/** Features of at least half of the window, by name: a tree is grown again only when they change. */
function frequentIn(window: readonly Row[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const each of window) for (const [name] of each) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].flatMap(([name, times]) => (times * 2 >= window.length ? [name] : [])).sort();
}

/** New trees for these features, with the mass of the window in them. */
function grow(state: State, names: readonly string[], parameters: Parameters, seed: number): void {
  const random = createRandom(seed, `trees ${++state.grown}`);
  state.features = names.map((name) => {
    const values = columnOf(state.window, name);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    // The work range of §4.1: around a random point of the range, wide enough to hold all of it.
    const pivot = low + (high - low) * random.next();
    const half = 2 * Math.max(high - pivot, pivot - low, Math.abs(high) * 1e-9, 1e-9);
    return [name, pivot - half, pivot + half, median(values)];
  });
  const trees = Array.from({ length: names.length === 0 ? 0 : parameters.trees }, () =>
    halved(state, parameters, random),
  );
  state.axes = trees.map(([axes]) => axes);
  state.cuts = trees.map(([, cuts]) => cuts);
  const nodes = 2 ** (parameters.depth + 1) - 1;
  state.latest = state.cuts.map(() => new Array<number>(nodes).fill(0));
  state.reference = state.latest;
  for (const each of state.window) count(state, Object.fromEntries(each), parameters);
}

/** A tree: at each inner node a random feature, cut in the middle of what the nodes above left of its range. */
function halved(
  { features }: State,
  { depth }: Parameters,
  random: Random,
): readonly [axes: number[], cuts: number[]] {
  const ranges = [features.map(([, low, high]) => [low, high] as const)];
  const [axes, cuts]: [number[], number[]] = [[], []];
  for (let node = 0; node < 2 ** depth - 1; node++) {
    const range = ranges[node] as (readonly [number, number])[];
    const axis = random.below(features.length);
    const [low, high] = range[axis] as readonly [number, number];
    const middle = (low + high) / 2;
    ranges[2 * node + 1] = range.with(axis, [low, middle]);
    ranges[2 * node + 2] = range.with(axis, [middle, high]);
    axes.push(axis);
    cuts.push(middle);
  }
  return [axes, cuts];
}

/** The features of the trees in their order; NaN for one that is absent. */
function pointOf({ features: known }: State, features: Observation['features']): Float64Array {
  const point = new Float64Array(known.length);
  for (let at = 0; at < known.length; at++) {
    const value = features[(known[at] as State['features'][number])[0]];
    point[at] = typeof value === 'number' ? value : Number.NaN;
  }
  return point;
}

function count(state: State, features: Observation['features'], { depth }: Parameters): void {
  const point = pointOf(state, features);
  for (let tree = 0; tree < state.cuts.length; tree++) {
    const masses = state.latest[tree] as number[];
    let node = 0;
    for (let level = 0; ; level++) {
      masses[node] = (masses[node] as number) + 1;
      if (level === depth) break;
      node = childOf(state, tree, node, point);
    }
  }
}

/** A feature that is absent goes where most of the window went. */
function childOf(state: State, tree: number, node: number, point: Float64Array): number {
  const value = point[(state.axes[tree] as number[])[node] as number] as number;
  const cut = (state.cuts[tree] as number[])[node] as number;
  const left = 2 * node + 1;
  if (value < cut) return left;
  if (value >= cut) return left + 1;
  const masses = state.reference[tree] as number[];
  return (masses[left] ?? 0) >= (masses[left + 1] ?? 0) ? left : left + 1;
}

/**
 * How much thinner it is where the point falls than in the thickest cell there can be, in bits. The paper adds up mass ×
 * 2^depth (§4.2); logarithms keep one crowded cell from drowning what all other trees say.
 */
function bitsAt(state: State, tree: number, point: Float64Array, { depth, window }: Parameters): number {
  const masses = state.reference[tree] as number[];
  let node = 0;
  let level = 0;
  while (level < depth && (masses[node] as number) > SIZE_LIMIT * window) {
    node = childOf(state, tree, node, point);
    level++;
  }
  return Math.max(0, depth - level + Math.log2(window / ((masses[node] as number) + 0.5)));
}
