// SPDX-License-Identifier: Apache-2.0
// How many bits it takes to tell a rule set, and the examples that it gets wrong (W. W. Cohen, Fast Effective Rule
// Induction, ICML 1995, after J. R. Quinlan, MDL and Categorical Theories, ICML 1995).
import { covers, type Rule, type Table } from './table.ts';

/** Rules are told with redundancy: half of the bits. */
const REDUNDANCY = 0.5;

/** Bits to name `some` of `all` when each is one with the probability `share`. */
function subsetBits(all: number, some: number, share: number): number {
  const part = (count: number, of: number): number => (count === 0 ? 0 : -count * Math.log2(of));
  return part(some, share) + part(all - some, 1 - share);
}

/** Conditions that could be written over a table. */
export function possibleConditions({ columns }: Table): number {
  let count = 0;
  for (const { cells, categories } of columns)
    count += categories?.length ?? 2 * new Set(cells.filter((cell) => !Number.isNaN(cell))).size;
  return Math.max(count, 2);
}

export function ruleBits({ length }: Rule, possible: number): number {
  if (length === 0) return 0;
  const howMany = Math.log2(length) + (length > 1 ? 2 * Math.log2(Math.log2(length) + 1) : 0);
  return REDUNDANCY * (howMany + subsetBits(possible, length, length / possible));
}

/** Bits of a rule set and of its exceptions on the rows. */
export function descriptionLength(
  table: Table,
  rows: Int32Array,
  rules: readonly Rule[],
  possible: number,
): number {
  let [covered, wrong, missed] = [0, 0, 0];
  for (const row of rows) {
    const label = table.labels[row];
    if (rules.some((rule) => covers(table, rule, row))) {
      covered++;
      if (label === 0) wrong++;
    } else if (label === 1) missed++;
  }
  const bits = rules.reduce((sum, rule) => sum + ruleBits(rule, possible), 0);
  return bits + exceptionBits(covered, rows.length - covered, wrong, missed);
}

function exceptionBits(covered: number, uncovered: number, wrong: number, missed: number): number {
  const errors = Math.log2(covered + uncovered + 1);
  const named = (all: number, some: number): number =>
    all === 0 || some === 0 || some === all ? 0 : subsetBits(all, some, some / all);
  return errors + named(covered, wrong) + named(uncovered, missed);
}
