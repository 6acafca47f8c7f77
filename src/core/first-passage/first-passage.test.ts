// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usesOf } from '../and-or.ts';
import { entityHash, runHash, uniform } from '../keyed-draw.ts';
import { type PassageGraph, passageBounds, samplePassages } from './index.ts';

interface Edge {
  readonly head: number;
  readonly premises: readonly number[];
  readonly mean: number;
}

/** Node 0 is the start. */
function graphOf(nodes: number, edges: readonly Edge[], goals: readonly number[]): PassageGraph {
  const premiseStart = new Int32Array(edges.length + 1);
  edges.forEach((edge, at) => {
    premiseStart[at + 1] = (premiseStart[at] as number) + edge.premises.length;
  });
  const premises = Int32Array.from(edges.flatMap((edge) => edge.premises));
  return {
    nodes,
    heads: Int32Array.from(edges, (edge) => edge.head),
    premiseStart,
    premises,
    ...usesOf(nodes, premiseStart, premises),
    mean: Float64Array.from(edges, (edge) => edge.mean),
    key: Int32Array.from(edges, (_, at) => entityHash(`edge ${at}`)),
    starts: Int32Array.of(0),
    goals: Int32Array.from(goals),
  };
}

const series = (means: readonly number[]): PassageGraph =>
  graphOf(
    means.length + 1,
    means.map((mean, at) => ({ head: at + 1, premises: [at], mean })),
    [means.length],
  );

const parallel = (means: readonly number[]): PassageGraph =>
  graphOf(
    2,
    means.map((mean) => ({ head: 1, premises: [0], mean })),
    [1],
  );

/** The goal needs any k of n parts, each with the same mean. */
function kOfN(k: number, n: number, mean: number): PassageGraph {
  const parts = Array.from({ length: n }, (_, at) => ({ head: at + 1, premises: [0], mean }));
  const chosen = subsets(k, n).map((premises) => ({ head: n + 1, premises, mean: 0 }));
  return graphOf(n + 2, [...parts, ...chosen], [n + 1]);
}

function subsets(k: number, n: number, from = 1): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: n - from + 1 }, (_, at) => from + at).flatMap((first) =>
    subsets(k - 1, n, first + 1).map((rest) => [first, ...rest]),
  );
}

const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
const harmonic = (k: number, n: number): number => sum(Array.from({ length: k }, (_, at) => 1 / (n - at)));

/** Mean, and variance for the width of what is believed; all closed forms. */
const CLOSED: readonly (readonly [what: string, graph: PassageGraph, mean: number, variance: number])[] = [
  ['one step', series([3]), 3, 9],
  ['three in a row', series([1, 2, 5]), 8, 30],
  ['twenty in a row', series(Array.from({ length: 20 }, () => 0.5)), 10, 5],
  ['the fastest of two', parallel([2, 6]), 1.5, 2.25],
  ['the fastest of ten', parallel(Array.from({ length: 10 }, () => 10)), 1, 1],
  ['all of three', kOfN(3, 3, 2), 2 * harmonic(3, 3), 4 * sum([1 / 9, 1 / 4, 1])],
  ['two of four', kOfN(2, 4, 3), 3 * harmonic(2, 4), 9 * sum([1 / 16, 1 / 9])],
  ['four of six', kOfN(4, 6, 1), harmonic(4, 6), sum([1 / 36, 1 / 25, 1 / 16, 1 / 9])],
];

const RUNS = 4_000;

describe('samplePassages', () => {
  test.each(CLOSED)('%s has its mean within four standard errors', (_, graph, mean, variance) => {
    const times = samplePassages(graph, { seed: 7, first: 0, count: RUNS });
    expect(Math.abs(sum(Array.from(times)) / RUNS - mean)).toBeLessThan(4 * Math.sqrt(variance / RUNS));
  });

  test('a 95 % interval of the mean holds it in about 95 of 100 seeds', () => {
    const graph = kOfN(2, 3, 5);
    const mean = 5 * harmonic(2, 3);
    const held = Array.from({ length: 400 }, (_, seed) => {
      const times = Array.from(samplePassages(graph, { seed, first: 0, count: 300 }));
      const found = sum(times) / 300;
      const spread = Math.sqrt(sum(times.map((time) => (time - found) ** 2)) / 299);
      return Math.abs(found - mean) < (1.96 * spread) / Math.sqrt(300);
    }).filter(Boolean).length;
    // Binomial(400, 0.95): 380 ± 4 standard deviations of 4.4.
    expect(held).toBeGreaterThan(362);
    expect(held).toBeLessThan(398);
  });

  test('runs that are split are the runs that are not', () => {
    const graph = kOfN(2, 4, 3);
    const whole = samplePassages(graph, { seed: 1, first: 0, count: 40 });
    const parts = [
      samplePassages(graph, { seed: 1, first: 0, count: 15 }),
      samplePassages(graph, { seed: 1, first: 15, count: 25 }),
    ];
    expect(parts.flatMap((part) => Array.from(part))).toEqual(Array.from(whole));
  });

  test('a disabled edge never makes a goal earlier, and what does not use it keeps its time', () => {
    const graph = graphOf(
      3,
      [
        { head: 1, premises: [0], mean: 2 },
        { head: 1, premises: [0], mean: 2 },
        { head: 2, premises: [0], mean: 4 },
      ],
      [1, 2],
    );
    const before = samplePassages(graph, { seed: 3, first: 0, count: 200 });
    const after = samplePassages(graph, { seed: 3, first: 0, count: 200 }, Uint8Array.of(1, 0, 0));
    before.forEach((time, at) => {
      if (at % 2 === 1) expect(after[at]).toBe(time);
      else expect(after[at]).toBeGreaterThanOrEqual(time);
    });
    expect(after).not.toEqual(before);
  });

  test('a goal without a way is never reached', () => {
    const times = samplePassages(series([1, 2]), { seed: 1, first: 0, count: 3 }, Uint8Array.of(0, 1));
    expect(Array.from(times)).toEqual([Infinity, Infinity, Infinity]);
  });
});

const NODES = 8;
const node = fc.integer({ min: 0, max: NODES - 1 });
const edges = fc.array(
  fc.record({ head: node, premises: fc.array(node, { maxLength: 3 }), mean: fc.constantFrom(0, 0.5, 1, 4) }),
  { maxLength: 20 },
);

/** Bellman's equations by repetition. */
function naiveTimes(list: readonly Edge[], run: number): readonly number[] {
  const times = Array.from({ length: NODES }, (_, at) => (at === 0 ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round <= NODES; round++) {
    list.forEach(({ head, premises, mean }, at) => {
      const took = mean === 0 ? 0 : -mean * Math.log(uniform(run, entityHash(`edge ${at}`), 1));
      const ready = premises.reduce((last, premise) => Math.max(last, times[premise] as number), 0);
      times[head] = Math.min(times[head] as number, ready + took);
    });
  }
  return times;
}

describe('first passage', () => {
  test('equals Bellman’s equations on random graphs', () => {
    fc.assert(
      fc.property(edges, fc.integer({ min: 0, max: 99 }), (list, seed) => {
        const graph = graphOf(
          NODES,
          list,
          Array.from({ length: NODES }, (_, at) => at),
        );
        const found = samplePassages(graph, { seed, first: 0, count: 1 });
        expect(Array.from(found)).toEqual(naiveTimes(list, runHash(seed, 0)));
      }),
      { numRuns: 300 },
    );
  });

  test('bounds hold the sampled mean and probability on random graphs', () => {
    fc.assert(
      fc.property(edges, node, (list, goal) => {
        const graph = graphOf(NODES, list, [goal]);
        const bounds = passageBounds(graph, goal, 2);
        const times = Array.from(samplePassages(graph, { seed: 5, first: 0, count: 600 }));
        if (bounds === undefined) {
          expect(times.every((time) => time === Infinity)).toBe(true);
          return;
        }
        const mean = sum(times) / times.length;
        const spread = Math.sqrt(sum(times.map((time) => (time - mean) ** 2)) / times.length);
        const slack = 5 * (spread / Math.sqrt(times.length));
        expect(bounds.mean.low).toBeLessThanOrEqual(mean + slack + 1e-9);
        expect(bounds.mean.high).toBeGreaterThanOrEqual(mean - slack - 1e-9);
        const within = times.filter((time) => time <= 2).length / times.length;
        const error = 5 * Math.sqrt(0.25 / times.length);
        expect(bounds.within.low).toBeLessThanOrEqual(within + error);
        expect(bounds.within.high).toBeGreaterThanOrEqual(within - error);
      }),
      { numRuns: 200 },
    );
  });

  test('bounds are exact for a series', () => {
    const bounds = passageBounds(series([1, 2, 5]), 3, 4);
    expect(bounds?.mean.low).toBeCloseTo(8, 12);
    expect(bounds?.mean.high).toBeCloseTo(8, 12);
    expect(bounds?.within.low).toBeCloseTo(bounds?.within.high as number, 12);
  });

  test('the fast side is exact for parallel ways', () => {
    const bounds = passageBounds(parallel([2, 6]), 1, 3);
    expect(bounds?.mean.low).toBeCloseTo(1.5, 12);
    expect(bounds?.within.high).toBeCloseTo(1 - Math.exp(-2), 9);
  });
});
