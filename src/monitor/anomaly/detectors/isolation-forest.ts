// SPDX-License-Identifier: Apache-2.0
// Trees that split a sample at random until points are alone: what is alone after few splits is strange. F. T. Liu,
// K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008. Grown anew from the last window every `every` observations.
import { z } from 'zod';
import type { Json } from '../../../core/canonical-json.ts';
import { createRandom, type Random } from '../../../core/random.ts';
import { median } from '../../../core/stats/index.ts';
import { columnOf, type DetectorKind, numbersOf, type Observation, type Row } from '../contract.ts';
import { occlude } from '../occlusion.ts';

const Parameters = z.strictObject({
  trees: z.int().min(1).max(200).default(40),
  sample: z.int().min(8).max(1024).default(128).describe('Points a tree is grown from'),
  window: z.int().min(20).max(10_000).default(512).describe('Last observations the samples come from'),
  warmup: z.int().min(8).max(10_000).default(128).describe('Observations before the first forest'),
  every: z.int().min(1).max(10_000).default(512).describe('Observations between two forests'),
});
type Parameters = z.infer<typeof Parameters>;

/** Nodes in the order they were made, the root first. A leaf has the axis -1, and as its cut the depth that its points would still need. */
interface Tree {
  readonly axes: number[];
  readonly cuts: number[];
  /** The child for lower values; that for higher ones. */
  readonly low: number[];
  readonly high: number[];
}
interface State {
  names: string[];
  usual: number[];
  forest: Tree[];
  window: Row[];
  seen: number;
}

const MAX_FEATURES = 64;
/**
 * How far beyond the points a cut may be, as a share of their range. The paper cuts within it, and so takes what is far
 * outside for the outermost point that it knows; here it is alone after a cut or two.
 */
const MARGIN = 0.25;
const EULER = 0.5772156649;

export const isolationForest: DetectorKind<Parameters> = {
  name: 'isolation-forest',
  parameters: Parameters,
  create: (parameters, seed, saved) => {
    const state: State =
      saved === undefined
        ? { names: [], usual: [], forest: [], window: [], seen: 0 }
        : (structuredClone(saved) as unknown as State);
    const score = (observation: Observation): number | undefined => scoreIn(state, observation, parameters);
    return {
      learnOne: (observation) => {
        state.window.push(numbersOf(observation).slice(0, MAX_FEATURES));
        if (state.window.length > parameters.window) state.window.shift();
        state.seen++;
        const due = state.seen - parameters.warmup;
        if (due >= 0 && due % parameters.every === 0)
          plant(state, parameters, createRandom(seed, `${state.seen}`));
      },
      scoreOne: score,
      explain: (observation) =>
        occlude(
          observation,
          new Map(state.names.map((name, at) => [name, state.usual[at] as number])),
          score,
        ),
      save: () => structuredClone(state) as unknown as Json,
    };
  },
};

/** 2^(−mean depth / expected depth), formula (2) of the paper: near 1 is strange, below 0.5 is not. */
function scoreIn(state: State, { features }: Observation, { sample }: Parameters): number | undefined {
  if (state.forest.length === 0 || state.names.length === 0) return undefined;
  const point = state.names.map((name, at) => numeric(features[name]) ?? (state.usual[at] as number));
  let depth = 0;
  for (const tree of state.forest) depth += depthOf(tree, point);
  return 2 ** (-depth / state.forest.length / expectedDepth(Math.min(sample, state.window.length)));
}

function numeric(value: number | string | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function depthOf({ axes, cuts, low, high }: Tree, point: readonly number[]): number {
  let node = 0;
  for (let depth = 0; ; depth++) {
    const axis = axes[node] as number;
    const cut = cuts[node] as number;
    if (axis < 0) return depth + cut;
    node = ((point[axis] as number) < cut ? low[node] : high[node]) as number;
  }
}

/** Mean depth of an unsuccessful search in a binary tree of n points, formula (1). */
function expectedDepth(points: number): number {
  if (points <= 1) return 0;
  return points === 2 ? 1 : 2 * (Math.log(points - 1) + EULER) - (2 * (points - 1)) / points;
}

function plant(state: State, parameters: Parameters, random: Random): void {
  const { window } = state;
  state.names = [...new Set(window.flatMap((each) => each.map(([name]) => name)))]
    .sort()
    .slice(0, MAX_FEATURES);
  state.usual = state.names.map((name) => median(columnOf(window, name)));
  const points = window.map((each) =>
    state.names.map((name, at) => columnOf([each], name)[0] ?? (state.usual[at] as number)),
  );
  const size = Math.min(parameters.sample, points.length);
  const deepest = Math.ceil(Math.log2(size));
  state.forest = Array.from({ length: parameters.trees }, () => {
    const tree: Tree = { axes: [], cuts: [], low: [], high: [] };
    split(tree, drawn(points, size, random), deepest, random);
    return tree;
  });
}

/** A sample without putting back: the first steps of the Fisher–Yates shuffle. */
function drawn<T>(points: readonly T[], size: number, random: Random): readonly T[] {
  const pool = [...points];
  return Array.from({ length: size }, (_, at) => {
    const other = at + random.below(pool.length - at);
    [pool[at], pool[other]] = [pool[other] as T, pool[at] as T];
    return pool[at] as T;
  });
}

/** Adds the node of these points and all below it; returns its number. */
function split(tree: Tree, points: readonly (readonly number[])[], levels: number, random: Random): number {
  const node = tree.axes.length;
  const [axis, cut] = (levels > 0 ? cutOf(points, random) : undefined) ?? [-1, expectedDepth(points.length)];
  tree.axes.push(axis);
  tree.cuts.push(cut);
  tree.low.push(-1);
  tree.high.push(-1);
  if (axis < 0) return node;
  const below: (readonly number[])[] = [];
  const above: (readonly number[])[] = [];
  for (const point of points) ((point[axis] as number) < cut ? below : above).push(point);
  tree.low[node] = split(tree, below, levels - 1, random);
  tree.high[node] = split(tree, above, levels - 1, random);
  return node;
}

/** A random cut through a random feature in which the points differ; undefined when none was found. */
function cutOf(
  points: readonly (readonly number[])[],
  random: Random,
): readonly [number, number] | undefined {
  const width = points.length > 1 ? (points[0]?.length ?? 0) : 0;
  for (let tries = 0; tries < width; tries++) {
    const axis = random.below(width);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      const value = point[axis] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const margin = MARGIN * (high - low);
    if (low < high) return [axis, low - margin + (high - low + 2 * margin) * (random.next() || 0.5)];
  }
  return undefined;
}
