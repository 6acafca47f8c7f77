// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { close } from '../closure/close.ts';
import type { Hypergraph } from '../closure/hypergraph.ts';
import { cheapestDerivations } from './cheapest.ts';
import { extractProof } from './proof.ts';

interface Edge {
  readonly head: number;
  readonly premises: readonly number[];
  readonly weight: number;
  readonly violated: number;
}

/** Each edge is a rule of its own, so that each has its own weight. */
function graphOf(nodes: number, edges: readonly Edge[]): Hypergraph {
  const premiseStart = Int32Array.from([
    0,
    ...edges.map((_, at) => edges.slice(0, at + 1).reduce((sum, edge) => sum + edge.premises.length, 0)),
  ]);
  const users = Array.from({ length: nodes }, (_, node) =>
    edges.flatMap((edge, at) => edge.premises.filter((premise) => premise === node).map(() => at)),
  );
  return {
    ground: {
      relations: [],
      rules: edges.map(() => ({ head: { relation: 0, args: [] }, body: [], negated: [], variables: 0 })),
      instances: [],
      rounds: 0,
    },
    offsets: Int32Array.of(0, nodes),
    nodes,
    ruleStart: Int32Array.from({ length: edges.length + 1 }, (_, at) => at),
    heads: Int32Array.from(edges, (edge) => edge.head),
    premiseStart,
    premises: Int32Array.from(edges.flatMap((edge) => edge.premises)),
    useStart: Int32Array.from([0, ...users.map((_, at) => users.slice(0, at + 1).flat().length)]),
    uses: Int32Array.from(users.flat()),
    violated: Uint8Array.from(edges, (edge) => edge.violated),
  };
}

/** Bellman's equations by repetition: slow and plainly right. */
function naiveCosts(nodes: number, edges: readonly Edge[], seeds: readonly number[]): readonly number[] {
  const cost = Array.from({ length: nodes }, (_, node) =>
    seeds.includes(node) ? 0 : Number.POSITIVE_INFINITY,
  );
  for (let round = 0; round <= nodes; round++) {
    for (const edge of edges) {
      if (edge.violated > 0) continue;
      const total = edge.premises.reduce((sum, premise) => sum + (cost[premise] as number), edge.weight);
      if (total < (cost[edge.head] as number)) cost[edge.head] = total;
    }
  }
  return cost;
}

const NODES = 9;
const node = fc.integer({ min: 0, max: NODES - 1 });
const edge = fc.record({
  head: node,
  premises: fc.array(node, { maxLength: 3 }),
  weight: fc.integer({ min: 1, max: 9 }),
  violated: fc.constantFrom(0, 0, 0, 1),
});

describe('cheapestDerivations', () => {
  test('finds the cost that repetition finds, and derives what the closure derives', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 24 }), fc.array(node, { maxLength: 2 }), (edges, seeds) => {
        const graph = graphOf(NODES, edges);
        const { cost } = cheapestDerivations(
          graph,
          seeds,
          Float64Array.from(edges, (one) => one.weight),
        );
        expect(Array.from(cost)).toEqual(naiveCosts(NODES, edges, seeds));
        expect(Array.from(close(graph, seeds).member)).toEqual(
          Array.from(cost, (one) => (one < Number.POSITIVE_INFINITY ? 1 : 0)),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('gives proofs with premises before conclusions, each step used once', () => {
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 24 }),
        fc.array(node, { maxLength: 2 }),
        node,
        (edges, seeds, goal) => {
          const graph = graphOf(NODES, edges);
          const { cost, support } = cheapestDerivations(
            graph,
            seeds,
            Float64Array.from(edges, (one) => one.weight),
          );
          fc.pre((cost[goal] as number) < Number.POSITIVE_INFINITY);
          const proof = extractProof(graph, support, goal).map((at) => edges[at] as Edge);
          const known = new Set(seeds);
          for (const step of proof) {
            expect(step.premises.every((premise) => known.has(premise))).toBe(true);
            known.add(step.head);
          }
          expect(known.has(goal)).toBe(true);
          expect(new Set(proof.map((step) => step.head)).size).toBe(proof.length);
          const used = new Set(proof.flatMap((step) => step.premises));
          expect(proof.every((step) => step.head === goal || used.has(step.head))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('close', () => {
  test('leaves out what only disabled instances derive', () => {
    const graph = graphOf(3, [
      { head: 1, premises: [0], weight: 1, violated: 0 },
      { head: 2, premises: [1], weight: 1, violated: 0 },
    ]);
    expect(Array.from(close(graph, [0]).order)).toEqual([0, 1, 2]);
    expect(Array.from(close(graph, [0], [1]).order)).toEqual([0, 1]);
  });

  test('takes time linear in the size of the graph', () => {
    const chain = (length: number): Hypergraph => {
      const flat = Int32Array.from({ length }, (_, at) => at);
      return {
        ...graphOf(1, []),
        nodes: length + 1,
        heads: flat.map((at) => at + 1),
        premiseStart: Int32Array.from({ length: length + 1 }, (_, at) => at),
        premises: flat,
        useStart: Int32Array.from({ length: length + 2 }, (_, at) => Math.min(at, length)),
        uses: flat,
        violated: new Uint8Array(length),
      };
    };
    const time = (length: number): number => {
      const graph = chain(length);
      const start = performance.now();
      for (let run = 0; run < 5; run++) expect(close(graph, [0]).order.length).toBe(length + 1);
      return performance.now() - start;
    };
    time(100_000);
    // 8 times the size; a quadratic worklist would take 64 times as long.
    expect(time(1_600_000) / time(200_000)).toBeLessThan(32);
  });
});
