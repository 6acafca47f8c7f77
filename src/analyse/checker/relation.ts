// SPDX-License-Identifier: Apache-2.0
// A set of tuples of numbers with a hash index for each set of places that somebody asks by.

export class Relation {
  readonly arity: number;
  /** Tuples one after another. */
  readonly values: number[] = [];
  count = 0;
  readonly #indexes = new Map<number, Index>();

  constructor(arity: number) {
    this.arity = arity;
  }

  add(tuple: readonly number[]): void {
    for (let place = 0; place < this.arity; place += 1) this.values.push(tuple[place] as number);
    this.count += 1;
    for (const index of this.#indexes.values()) index.add();
  }

  has(tuple: readonly number[]): boolean {
    return this.by((1 << this.arity) - 1).first(tuple) >= 0;
  }

  tuple(row: number): number[] {
    return this.values.slice(row * this.arity, (row + 1) * this.arity);
  }

  /** The index over the places whose bits are set in `mask`. */
  by(mask: number): Index {
    const known = this.#indexes.get(mask);
    if (known !== undefined) return known;
    const index = new Index(this, mask);
    this.#indexes.set(mask, index);
    return index;
  }
}

/** Rows chained by the hash of their values at some places; a row is believed only after its values were compared. */
export class Index {
  readonly #values: readonly number[];
  readonly #arity: number;
  readonly #places: readonly number[];
  readonly #next: number[] = [];
  #heads = new Int32Array(64).fill(-1);

  constructor(relation: Relation, mask: number) {
    this.#values = relation.values;
    this.#arity = relation.arity;
    this.#places = Array.from({ length: relation.arity }, (_, place) => place).filter((place) => (mask >> place) & 1);
    while (this.#next.length < relation.count) this.add();
  }

  /** Takes in the next row of the relation. */
  add(): void {
    const rows = this.#next.length;
    if (this.#places.length > 0 && rows === this.#heads.length) {
      this.#heads = new Int32Array(rows * 4).fill(-1);
      for (let row = 0; row < rows; row += 1) this.#chain(row);
    }
    this.#chain(rows);
  }

  /** First row that has the values of `tuple` at the places of the index, -1 when there is none. */
  first(tuple: readonly number[]): number {
    return this.#seek(this.#heads[this.#bucket(tuple, 0)] as number, tuple);
  }

  next(row: number, tuple: readonly number[]): number {
    return this.#seek(this.#next[row] as number, tuple);
  }

  #seek(start: number, tuple: readonly number[]): number {
    let row = start;
    while (row >= 0 && !this.#places.every((place) => this.#values[row * this.#arity + place] === tuple[place])) {
      row = this.#next[row] as number;
    }
    return row;
  }

  #chain(row: number): void {
    const bucket = this.#bucket(this.#values, row * this.#arity);
    this.#next[row] = this.#heads[bucket] as number;
    this.#heads[bucket] = row;
  }

  #bucket(values: readonly number[], offset: number): number {
    let hash = 0;
    for (const place of this.#places) {
      hash = Math.imul(hash ^ (values[offset + place] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.#heads.length - 1);
  }
}
