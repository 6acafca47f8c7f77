// SPDX-License-Identifier: Apache-2.0
// A rule grows condition by condition, each the one of most information gain (J. R. Quinlan, Learning Logical Definitions
// from Relations, Machine Learning 5, 1990), until it covers no counter-example or nothing is gained.
import { type Column, type Condition, coveredBy, positives, type Rule, type Table } from './table.ts';

export interface GrowLimits {
  /** Conditions a rule may have. */
  readonly conditions: number;
  /** Examples that each condition must leave. */
  readonly least: number;
}

/** @param from Conditions that the rule begins with. */
export function growRule(table: Table, rows: Int32Array, limits: GrowLimits, from: Rule = []): Rule {
  const rule: Condition[] = [...from];
  let covered = coveredBy(table, rule, rows);
  while (rule.length < limits.conditions) {
    const right = positives(table, covered);
    if (right === 0 || right === covered.length) break;
    const best = bestCondition(table, covered, right, limits.least);
    if (best === undefined) break;
    rule.push(best.condition);
    covered = coveredBy(table, [best.condition], covered);
  }
  return rule;
}

interface Scored {
  readonly condition: Condition;
  readonly gain: number;
}

/** Of equal gain, the earlier column: tables put what is simpler to read first. */
function bestCondition(table: Table, rows: Int32Array, right: number, least: number): Scored | undefined {
  const before = Math.log2(right / rows.length);
  const gainOf = (kept: number, all: number): number =>
    kept < least || all === rows.length ? 0 : kept * (Math.log2(kept / all) - before);
  let best: Scored | undefined;
  const offer = (condition: Condition, gain: number): void => {
    if (gain > 1e-9 && gain > (best?.gain ?? 0) * (1 + 1e-9)) best = { condition, gain };
  };
  table.columns.forEach((column, number) => {
    if (column.categories !== undefined) tryCategories(table, column, number, rows, gainOf, offer);
    else tryThresholds(table, column, number, rows, gainOf, offer);
  });
  return best;
}

type Gain = (kept: number, all: number) => number;
type Offer = (condition: Condition, gain: number) => void;

function tryCategories(
  { labels }: Table,
  { cells, categories = [] }: Column,
  column: number,
  rows: Int32Array,
  gainOf: Gain,
  offer: Offer,
): void {
  const [all, right] = [new Uint32Array(categories.length), new Uint32Array(categories.length)];
  for (const row of rows) {
    const value = cells[row] as number;
    if (Number.isNaN(value)) continue;
    all[value] = (all[value] as number) + 1;
    right[value] = (right[value] as number) + (labels[row] as number);
  }
  for (let value = 0; value < categories.length; value++)
    if ((right[value] as number) > 0)
      offer({ column, op: 'eq', value }, gainOf(right[value] as number, all[value] as number));
}

function tryThresholds(
  { labels }: Table,
  { cells }: Column,
  column: number,
  rows: Int32Array,
  gainOf: Gain,
  offer: Offer,
): void {
  const known = rows.filter((row) => !Number.isNaN(cells[row] as number));
  known.sort((a, b) => (cells[a] as number) - (cells[b] as number));
  const total = known.reduce((sum, row) => sum + (labels[row] as number), 0);
  let right = 0;
  for (let at = 0; at < known.length; at++) {
    right += labels[known[at] as number] as number;
    const value = cells[known[at] as number] as number;
    const next = cells[known[at + 1] as number];
    if (next === undefined || next === value) continue;
    offer({ column, op: 'le', value }, gainOf(right, at + 1));
    offer({ column, op: 'ge', value: next }, gainOf(total - right, known.length - at - 1));
  }
}
