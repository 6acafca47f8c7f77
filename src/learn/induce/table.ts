// SPDX-License-Identifier: Apache-2.0
// Examples as columns: what rules are learnt from. A cell without a value meets no condition.

export interface Column {
  readonly name: string;
  /** Categories are compared for equality only; their cells are numbers of `categories`. */
  readonly categories?: readonly string[];
  /** One cell an example; NaN: no value. */
  readonly cells: Float64Array;
}

export interface Table {
  readonly columns: readonly Column[];
  /** 1: an example of what shall be recognised; 0: another. */
  readonly labels: Uint8Array;
}

export interface Condition {
  /** Number of the column. */
  readonly column: number;
  readonly op: 'eq' | 'le' | 'ge';
  readonly value: number;
}

/** Conditions that must all hold. */
export type Rule = readonly Condition[];

export function meets({ columns }: Table, { column, op, value }: Condition, row: number): boolean {
  const cell = (columns[column] as Column).cells[row] as number;
  if (op === 'eq') return cell === value;
  return op === 'le' ? cell <= value : cell >= value;
}

export function covers(table: Table, rule: Rule, row: number): boolean {
  for (const condition of rule) if (!meets(table, condition, row)) return false;
  return true;
}

/** Rows that the rule covers, in their order. */
export function coveredBy(table: Table, rule: Rule, rows: Int32Array): Int32Array {
  return rows.filter((row) => covers(table, rule, row));
}

/** How many of the rows are examples of what shall be recognised. */
export function positives({ labels }: Table, rows: Int32Array): number {
  let count = 0;
  for (let at = 0; at < rows.length; at++) count += labels[rows[at] as number] as number;
  return count;
}
