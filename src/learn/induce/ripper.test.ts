// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { induceRules } from './ripper.ts';
import { covers, type Table } from './table.ts';

interface Planted {
  readonly table: Table;
  readonly truth: Uint8Array;
}

/** Six numbers and four words an example; two rules are the truth, a tenth of the labels lies. */
function planted(seed: number, size: number, noise: number): Planted {
  const random = createRandom(seed);
  const numbers = Array.from({ length: 6 }, () =>
    Float64Array.from({ length: size }, () => random.below(100)),
  );
  const words = Array.from({ length: 4 }, () => Float64Array.from({ length: size }, () => random.below(4)));
  const at = (columns: readonly Float64Array[], column: number, row: number): number =>
    columns[column]?.[row] as number;
  const truth = Uint8Array.from({ length: size }, (_, row) =>
    (at(numbers, 1, row) >= 70 && at(words, 0, row) === 2) ||
    (at(numbers, 3, row) <= 12 && at(words, 2, row) === 1)
      ? 1
      : 0,
  );
  const labels = truth.map((label) => (random.next() < noise ? 1 - label : label));
  const columns = [
    ...numbers.map((cells, at) => ({ name: `n${at}`, cells })),
    ...words.map((cells, at) => ({ name: `w${at}`, cells, categories: ['a', 'b', 'c', 'd'] })),
  ];
  return { table: { columns, labels }, truth };
}

function judge(rules: ReturnType<typeof induceRules>, { table, truth }: Planted) {
  let [right, found, all] = [0, 0, 0];
  truth.forEach((label, row) => {
    const said = rules.some((rule) => covers(table, rule, row));
    all += label;
    if (!said) return;
    found++;
    right += label;
  });
  return { precision: right / found, recall: right / all };
}

describe('induceRules', () => {
  test.each([1, 2, 3, 4, 5])('recovers planted rules under a tenth of wrong labels (seed %i)', (seed) => {
    const rules = induceRules(planted(seed, 4000, 0.1).table, { seed });
    const { precision, recall } = judge(rules, planted(seed + 100, 4000, 0));
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(rules.length).toBeLessThanOrEqual(6);
  });

  test('finds nothing where there is nothing but chance', () => {
    const random = createRandom(9, 'labels');
    const { table } = planted(9, 2000, 0);
    const labels = table.labels.map(() => (random.next() < 0.2 ? 1 : 0));
    expect(induceRules({ ...table, labels }, { seed: 1 })).toEqual([]);
  });

  test('learns from four examples among a thousand', () => {
    const cells = Float64Array.from({ length: 1000 }, (_, row) => (row < 4 ? 90 + row : row % 80));
    const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row < 4 ? 1 : 0));
    const rules = induceRules({ columns: [{ name: 'n', cells }], labels }, { seed: 1 });
    expect(rules).toEqual([[{ column: 0, op: 'ge', value: 90 }]]);
  });

  test('gives the same rules for the same seed, and none without an example', () => {
    const { table } = planted(3, 1500, 0.1);
    expect(induceRules(table, { seed: 5 })).toEqual(induceRules(table, { seed: 5 }));
    expect(induceRules({ ...table, labels: table.labels.map(() => 0) }, { seed: 5 })).toEqual([]);
  });

  test('takes no cell without a value as met', () => {
    const cells = Float64Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? Number.NaN : row));
    const labels = Uint8Array.from({ length: 40 }, (_, row) => (row % 2 === 1 && row >= 20 ? 1 : 0));
    const [rule = []] = induceRules({ columns: [{ name: 'n', cells }], labels }, { seed: 1 });
    expect(rule).toEqual([{ column: 0, op: 'ge', value: 21 }]);
  });
});
