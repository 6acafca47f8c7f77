// SPDX-License-Identifier: Apache-2.0
// Published numbers about cascades. Values: stigrs/diim (tests), Haimes and Jiang 2001, Lian and Haimes 2006; Buldyrev et al.
// 2010 (equations 3 and 4 of its supplement); the networks of Shelby County (htalebiyan/Dec2py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileSystem } from '../../src/cascade/engine/compile.ts';
import {
  dependencyOfOrder,
  dynamicInoperability,
  inoperabilityIntegral,
  resilienceFrom,
  staticInoperability,
} from '../../src/cascade/sector/inoperability.ts';
import { type Edges, mutualGiantComponent } from '../../src/cascade/sector/percolation.ts';
import { blackStart } from '../../src/cascade/static/black-start.ts';
import type { Group, System } from '../../src/cascade/system.ts';
import { createRandom } from '../../src/core/random.ts';
import { describeCorpus } from './corpora.ts';

describeCorpus('diim/tests', 'inoperability models give the published values', (folder) => {
  const read = (file: string): string[][] =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
  const matrix = (file: string): number[][] => {
    const [head = [], ...rows] = read(file);
    const numbers = rows.map((row) => row.map(Number));
    if (!/case2\b/.test(file)) return numbers;
    return head.map((_, i) => head.map((__, j) => numbers.find(([r, c]) => r === i && c === j)?.[2] ?? 0));
  };
  const perturbation = (file: string, a: readonly string[]): number[] => {
    const { Perturbation: given } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      Perturbation: { pinfra: string[]; cvalue: number[] };
    };
    return a.map((name) => given.cvalue[given.pinfra.indexOf(name)] ?? 0);
  };
  const sectors = (file: string): string[] => read(file)[0] ?? [];

  test.each([
    [1, [0.571, 0.714], 3],
    [2, [0.571, 0.714], 3],
    [3, [0.7, 0.78, 1, 1], 2],
    [4, [0.04, 0.02, 0.14], 2],
    [7, [0.066, 0.112], 3],
  ])('static case %i', (number, published, digits) => {
    const file = `test_case${number}.csv`;
    const demand = perturbation(`test_case${number}.json`, sectors(file));
    const q = staticInoperability(matrix(file), demand);
    expect(q.map((value) => Number(value.toFixed(digits)))).toEqual(published);
  });

  test('dependencies of higher order (case 8)', () => {
    const a = matrix('test_case8.csv');
    const [second, third] = [dependencyOfOrder(a, 2), dependencyOfOrder(a, 3)];
    expect([second[2]?.[1], third[2]?.[1], third[0]?.[1], third[3]?.[3]]).toEqual([
      expect.closeTo(0.9, 12),
      expect.closeTo(0.288, 12),
      expect.closeTo(0.324, 12),
      0,
    ]);
  });

  test('a lasting shock ends at the static values (case 10)', () => {
    const a = matrix('test_case10_amat.csv');
    const demand = perturbation('test_case10.json', sectors('test_case10_amat.csv'));
    const rows = dynamicInoperability(a, resilience('test_case10_kmat.csv'), () => demand, [0, 0], 99);
    const end = rows[99] as number[];
    staticInoperability(a, demand).forEach((value, i) => {
      expect(Math.abs(value - (end[i] as number))).toBeLessThan(1e-6);
    });
    expect(end.map((value) => value.toFixed(7))).toEqual(['0.0660065', '0.1122112']);
  });

  test('the integral after a shock of 30 steps (case 12)', () => {
    const a = matrix('test_case12_amat.csv');
    const demand = perturbation('test_case12.json', sectors('test_case12_amat.csv'));
    const rows = dynamicInoperability(
      a,
      resilience('test_case12_kmat.csv'),
      (t) => (t < 30 ? demand : [0, 0]),
      [0, 0],
      99,
    );
    const [first = 0, second = 0] = inoperabilityIntegral(rows);
    expect(Math.abs(first - 1.98014435)).toBeLessThan(1e-6);
    expect(Math.abs(second - 3.366317449)).toBeLessThan(1e-6);
  });

  function resilience(file: string): number[] {
    return read(file).map(([, value]) => Number(value));
  }
});

test('a sector alone recovers to the stated share in the stated time', () => {
  const k = resilienceFrom(60, 0.01, 0.2);
  expect(Math.exp(-k * (1 - 0.2) * 60)).toBeCloseTo(0.01, 12);
});

describe('interdependent percolation', () => {
  const K = 4;

  test.each([
    [0.9, 150_000],
    [0.8, 150_000],
    [0.7, 150_000],
    [0.65, 200_000],
    [0.62, 1_000_000],
  ])('share left at p = %f (%i nodes) is as in theory', (p, nodes) => {
    const { a, b, order } = networks(nodes, 5);
    const share = mutualGiantComponent(nodes, a, b, aliveAt(order, p));
    expect(Math.abs(share / theory(p) - 1)).toBeLessThan(0.005);
  });

  test('the threshold is within 1 % of 2.4554', () => {
    const nodes = 50_000;
    const thresholds = [1, 2].map((seed) => {
      const { a, b, order } = networks(nodes, seed);
      let [low, high] = [0.55, 0.7];
      while (high - low > 0.002) {
        const middle = (low + high) / 2;
        if (mutualGiantComponent(nodes, a, b, aliveAt(order, middle)) > 0.05) high = middle;
        else low = middle;
      }
      return (K * (low + high)) / 2;
    });
    const mean = thresholds.reduce((sum, each) => sum + each, 0) / thresholds.length;
    expect(Math.abs(mean / 2.4554 - 1)).toBeLessThan(0.01);
  });

  /** The stable solution of P = p (1 − exp(−k P))². */
  function theory(p: number): number {
    let share = p;
    for (let round = 0; round < 10_000; round++) share = p * (1 - Math.exp(-K * share)) ** 2;
    return share;
  }

  function networks(nodes: number, seed: number): { a: Edges; b: Edges; order: Int32Array } {
    const random = createRandom(seed, 'percolation');
    const edges = (): Edges => {
      const ends = () => Int32Array.from({ length: (nodes * K) / 2 }, () => random.below(nodes));
      return { from: ends(), to: ends() };
    };
    const order = Int32Array.from({ length: nodes }, (_, node) => node);
    for (let at = nodes - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [order[at], order[other]] = [order[other] as number, order[at] as number];
    }
    return { a: edges(), b: edges(), order };
  }

  function aliveAt(order: Int32Array, p: number): Uint8Array {
    const alive = new Uint8Array(order.length);
    for (const node of order.subarray(0, Math.round(p * order.length))) alive[node] = 1;
    return alive;
  }
});

describeCorpus('shelby/data/Extended_Shelby_County', 'the networks of Shelby County', (folder) => {
  const rows = (file: string): string[][] =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));

  /** Each node needs, of every network it depends on, one of the nodes that are listed. */
  function county(softens: (from: string, to: string) => boolean): System {
    const networks = ['Power', 'Water', 'Gas', 'Telecommunication'];
    const ids = networks.flatMap((network) => rows(`${network}Nodes.csv`).map(([id]) => `${network}/${id}`));
    const groups = new Map<string, Group>();
    for (const [from, to, fromNet = '', toNet = ''] of rows('Interdep.csv')) {
      const full = (net: string): string => (net.startsWith('Tele') ? 'Telecommunication' : net);
      const of = `${full(toNet)}/${to}`;
      const id = `${of}<-${full(fromNet)}`;
      const isSoft = softens(full(fromNet), full(toNet));
      const suppliers = [
        ...(groups.get(id)?.suppliers ?? []),
        { asset: `${full(fromNet)}/${from}`, threshold: 0.5 },
      ];
      groups.set(id, {
        id,
        of,
        suppliers,
        need: 1,
        mode: isSoft ? 'degrade' : 'hard',
        ...(isSoft ? { fallback: { level: 0.5 } } : {}),
      });
    }
    return { assets: ids.map((id) => ({ id })), groups: [...groups.values()] };
  }

  test('under hard rules 58 of 167 nodes never start, in 23 loops; 23 black starts are the fewest', () => {
    const system = compileSystem(county(() => false));
    expect([system.assets, system.groups]).toEqual([167, 67]);
    const result = blackStart(system);
    expect(result.never.length).toBe(58);
    expect(result.loops.length).toBe(23);
    expect(result.loops.every((loop) => loop.length === 2)).toBe(true);
    const named = result.loops.map((loop) => loop.map((each) => system.names.ids[each]).join(' + '));
    expect(named).toContain('Power/0 + Telecommunication/16');
    expect(named).toContain('Power/1 + Telecommunication/8');
    expect([result.smallest.length, result.proof]).toEqual([23, 'disjoint']);
    expect(new Set(result.loops.flat()).size).toBe(46);
  });

  test('once power only degrades without telecommunication, all start', () => {
    const soft = county((from, to) => from === 'Telecommunication' && to === 'Power');
    expect(blackStart(compileSystem(soft)).never).toEqual([]);
  });
});
