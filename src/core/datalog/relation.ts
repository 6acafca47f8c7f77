// SPDX-License-Identifier: Apache-2.0
// A relation is columns of integers that only grow, with hash chains over the columns that joins ask for.
import { MAX_ARITY, type RelationCode } from './program.ts';

const FIRST_CAPACITY = 16;

/** Hash chain over some columns: `first[bucket]` is the newest row, `next[row]` an older one, -1 ends the chain. */
export interface ColumnIndex {
  readonly columns: readonly number[];
  /** One column: the bucket is the symbol itself and the chain is exact. Several: a hash, so rows must be compared. */
  readonly direct: boolean;
  first: Int32Array;
  next: Int32Array;
  mask: number;
}

export interface Relation {
  readonly code: RelationCode;
  readonly arity: number;
  size: number;
  readonly columns: Int32Array[];
  readonly indexes: ColumnIndex[];
  unique: ColumnIndex | undefined;
}

export function createRelation(code: RelationCode, capacity = FIRST_CAPACITY): Relation {
  if (code.arity < 1 || code.arity > MAX_ARITY)
    throw new RangeError(`Relation ${code.name} has ${code.arity} places, expected 1 to ${MAX_ARITY}`);
  const columns = Array.from({ length: code.arity }, () => new Int32Array(capacity));
  return { code, arity: code.arity, size: 0, columns, indexes: [], unique: undefined };
}

/** A relation over columns that are there already; rows are trusted to be distinct. */
export function relationOf(code: RelationCode, columns: Int32Array[]): Relation {
  return { code, arity: code.arity, size: columns[0]?.length ?? 0, columns, indexes: [], unique: undefined };
}

/** Multiplicative hash of up to four symbols (Knuth's 2^32/phi constant, mixed by xor-shift). */
export function hashOf(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + b, 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 13)) + c, 0xc2b2ae35);
  hash = Math.imul((hash ^ (hash >>> 16)) + d, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}

/** The row of the tuple, added when new; unused places are 0. The returned row is `>= size before` exactly when it is new. */
export function insertRow(relation: Relation, a: number, b: number, c: number, d: number): number {
  const unique = uniqueIndex(relation);
  const found = findIn(relation, unique, a, b, c, d);
  if (found >= 0) return found;
  const row = relation.size;
  if (row >= (relation.columns[0] as Int32Array).length) growColumns(relation);
  const { columns, arity } = relation;
  (columns[0] as Int32Array)[row] = a;
  if (arity > 1) (columns[1] as Int32Array)[row] = b;
  if (arity > 2) (columns[2] as Int32Array)[row] = c;
  if (arity > 3) (columns[3] as Int32Array)[row] = d;
  relation.size = row + 1;
  chainRow(relation, unique, row);
  for (const index of relation.indexes) chainRow(relation, index, row);
  return row;
}

/** The row of the tuple, or -1. */
export function findRow(relation: Relation, a: number, b: number, c: number, d: number): number {
  return findIn(relation, uniqueIndex(relation), a, b, c, d);
}

function findIn(relation: Relation, unique: ColumnIndex, a: number, b: number, c: number, d: number): number {
  const { arity, columns } = relation;
  const bucket = hashOf(a, b, c, d) & unique.mask;
  for (let row = unique.first[bucket] as number; row >= 0; row = unique.next[row] as number) {
    if ((columns[0] as Int32Array)[row] !== a) continue;
    if (arity > 1 && (columns[1] as Int32Array)[row] !== b) continue;
    if (arity > 2 && (columns[2] as Int32Array)[row] !== c) continue;
    if (arity > 3 && (columns[3] as Int32Array)[row] !== d) continue;
    return row;
  }
  return -1;
}

/** Built at the first question: a relation that is never looked up whole pays nothing. */
function uniqueIndex(relation: Relation): ColumnIndex {
  relation.unique ??= buildIndex(
    relation,
    Array.from({ length: relation.arity }, (_, column) => column),
    -1,
  );
  return relation.unique;
}

/** The chain over `columns`, built now when it is not there yet. `symbols` bounds the values of the columns. */
export function indexOn(relation: Relation, columns: readonly number[], symbols: number): ColumnIndex {
  const known = relation.indexes.find((index) => index.columns.join() === columns.join());
  if (known !== undefined) return known;
  const index = buildIndex(relation, columns, columns.length === 1 ? symbols : -1);
  relation.indexes.push(index);
  return index;
}

function buildIndex(relation: Relation, columns: readonly number[], symbols: number): ColumnIndex {
  const direct = symbols >= 0;
  const buckets = direct ? Math.max(1, symbols) : powerOfTwo(Math.max(FIRST_CAPACITY, relation.size));
  const capacity = (relation.columns[0] as Int32Array).length;
  const index: ColumnIndex = {
    columns,
    direct,
    first: new Int32Array(buckets).fill(-1),
    next: new Int32Array(Math.max(capacity, FIRST_CAPACITY)),
    mask: buckets - 1,
  };
  linkRows(relation, index, relation.size);
  return index;
}

function chainRow(relation: Relation, index: ColumnIndex, row: number): void {
  if (row >= index.next.length) index.next = grown(index.next);
  if (!index.direct && row > index.mask) {
    const buckets = (index.mask + 1) * 2;
    index.first = new Int32Array(buckets).fill(-1);
    index.mask = buckets - 1;
    linkRows(relation, index, row);
  }
  linkRow(relation, index, row);
}

function linkRow(relation: Relation, index: ColumnIndex, row: number): void {
  const value = (place: number): number => {
    const column = index.columns[place];
    return column === undefined ? 0 : ((relation.columns[column] as Int32Array)[row] as number);
  };
  const bucket = index.direct ? value(0) : hashOf(value(0), value(1), value(2), value(3)) & index.mask;
  index.next[row] = index.first[bucket] as number;
  index.first[bucket] = row;
}

/** Rows 0 to `count`, oldest first, so that every chain runs from new to old; the loop over one column is the hot one. */
function linkRows(relation: Relation, index: ColumnIndex, count: number): void {
  const { first, next } = index;
  if (!index.direct) {
    for (let row = 0; row < count; row++) linkRow(relation, index, row);
    return;
  }
  const column = relation.columns[index.columns[0] as number] as Int32Array;
  for (let row = 0; row < count; row++) {
    const symbol = column[row] as number;
    next[row] = first[symbol] as number;
    first[symbol] = row;
  }
}

function growColumns(relation: Relation): void {
  relation.columns.forEach((column, place) => {
    relation.columns[place] = grown(column);
  });
}

function grown(array: Int32Array): Int32Array {
  const bigger = new Int32Array(Math.max(FIRST_CAPACITY, array.length * 2));
  bigger.set(array);
  return bigger;
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}
