// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, hash32, restoreRandom } from '../random.ts';
import {
  binomialTail,
  createCountMin,
  createDistinctCounter,
  createQuantileSketch,
  deviation,
  median,
  quantile,
} from './index.ts';

describe('createRandom', () => {
  it('gives the same numbers for the same seed and key, and others for others', () => {
    const numbers = (seed: number, key: string) => {
      const random = createRandom(seed, key);
      return Array.from({ length: 50 }, () => random.next());
    };
    expect(numbers(1, 'a')).toEqual(numbers(1, 'a'));
    expect(numbers(1, 'a')).not.toEqual(numbers(1, 'b'));
    expect(numbers(1, 'a')).not.toEqual(numbers(2, 'a'));
  });
  it('goes on from its state', () => {
    const one = createRandom(3);
    one.next();
    const two = restoreRandom(JSON.parse(JSON.stringify(one.state())));
    expect(Array.from({ length: 20 }, one.next)).toEqual(Array.from({ length: 20 }, two.next));
  });
  it('is uniform, and normal, as far as simple tests see', () => {
    const random = createRandom(5);
    const bins = new Array<number>(20).fill(0);
    for (let at = 0; at < 100_000; at++) bins[random.below(20)]!++;
    const chi = bins.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chi).toBeLessThan(50); // 19 degrees of freedom: beyond 50 once in 8,000 seeds
    const values = Array.from({ length: 50_000 }, () => random.normal());
    expect(Math.abs(median(values))).toBeLessThan(0.02);
    expect(deviation(values)).toBeCloseTo(1, 1);
  });
  it('hashes texts apart', () => {
    const hashes = Array.from({ length: 20_000 }, (_, at) => hash32(`text ${at}`, 1));
    expect(new Set(hashes).size).toBeGreaterThan(19_990);
  });
});

describe('quantile', () => {
  it.each([
    [[3], 0.5, 3],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[4, 1, 3, 2], 0, 1],
    [[4, 1, 3, 2], 1, 4],
    [[0, 10], 0.25, 2.5],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected);
  });
  it('of nothing is not a number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('createQuantileSketch', () => {
  it('is right to two per cent for any values within its reach', () => {
    const value = fc.double({ min: 1e-2, max: 1e2, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.9, 0.99),
        (values, share) => {
          const sketch = createQuantileSketch(share, 1e6);
          for (const each of values) sketch.add(each);
          const sorted = values.toSorted((a, b) => b - a);
          const exact = sorted[
            Math.min(sorted.length - 1, Math.floor((1 - share) * sorted.length + 1e-9))
          ] as number;
          const near = sorted.some((each) => Math.abs(sketch.value() / each - 1) < 0.02);
          const rank = sorted.filter((each) => each > sketch.value() * 1.02).length / sorted.length;
          expect(near).toBe(true);
          expect(rank).toBeLessThanOrEqual(1 - share + 1e-9);
          expect(sketch.value()).toBeGreaterThanOrEqual(exact * 0.97);
        },
      ),
    );
  });
  it('forgets: the quantile follows what is new', () => {
    const sketch = createQuantileSketch(0.9, 1000);
    for (let at = 0; at < 5000; at++) sketch.add(100);
    for (let at = 0; at < 20_000; at++) sketch.add(1);
    expect(sketch.value()).toBeCloseTo(1, 1);
  });
  it('is 0 of nothing and of zeros', () => {
    const sketch = createQuantileSketch(0.9, 100);
    expect(sketch.value()).toBe(0);
    sketch.add(0);
    expect(sketch.value()).toBe(0);
  });
});

describe('createCountMin', () => {
  it('never counts too low, and rarely too high', () => {
    const random = createRandom(2);
    const sketch = createCountMin(4096, 1);
    const exact = new Map<string, number>();
    for (let at = 0; at < 20_000; at++) {
      const text = `v${Math.floor(2000 * random.next() ** 3)}`;
      sketch.add(text);
      exact.set(text, (exact.get(text) ?? 0) + 1);
    }
    const off = [...exact].map(([text, count]) => sketch.count(text) - count);
    expect(Math.min(...off)).toBe(0);
    expect(off.filter((each) => each > 0).length / off.length).toBeLessThan(0.05);
    expect(sketch.total()).toBe(20_000);
  });
});

describe('createDistinctCounter', () => {
  it.each([0, 1, 10, 100, 1000, 50_000])('counts %d different texts to a fifth', (many) => {
    const counter = createDistinctCounter(1);
    for (let at = 0; at < 2 * many; at++) counter.add(`text ${at % many}`);
    expect(Math.abs(counter.count() - many)).toBeLessThanOrEqual(0.2 * many);
  });
});

describe('binomialTail', () => {
  it.each([
    [0, 10, 0.5, 1],
    [10, 10, 0.5, 0.0009765625],
    [6, 10, 0.5, 0.376953125],
    [1, 100, 0.01, 0.6339676587],
    [11, 10, 0.5, 0],
  ])('of %d in %d at %d is %d', (hits, trials, share, expected) => {
    expect(binomialTail(hits, trials, share)).toBeCloseTo(expected, 9);
  });
});
