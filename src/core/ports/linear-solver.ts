// SPDX-License-Identifier: Apache-2.0

/** Columns of a program that minimises a linear objective. */
export interface Columns {
  readonly cost: Float64Array;
  /** Largest value of each column; the least is 0. */
  readonly upper: Float64Array;
  /** 1 where only whole numbers are allowed. */
  readonly whole: Uint8Array;
}

/** `lower ≤ Σ value × column ≤ upper`; either side may be infinite. */
export interface Row {
  readonly lower: number;
  readonly upper: number;
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

export interface SolveOptions {
  /** Ignore that columns are whole. */
  readonly relaxed: boolean;
  /** Wall seconds after which the best found so far is the answer. */
  readonly seconds: number;
  /** Seconds past these after which nobody waits any more: the answer is then none, and so are later ones of this program. */
  readonly graceSeconds?: number;
}

export interface Solved {
  /** `limit`: time ran out, or the solver gave up; what it found so far still counts. */
  readonly status: 'optimal' | 'limit' | 'infeasible';
  /** One value a column; absent when nothing feasible was found. */
  readonly values?: Float64Array;
  readonly objective: number;
  /** No solution is below it; -Infinity when nothing is known. */
  readonly bound: number;
}

/** One program that grows by rows between solutions. */
export interface Program {
  /** Adds rows, then solves. */
  solve(rows: readonly Row[], options: SolveOptions): Promise<Solved>;
  close(): void;
}

/** Solves linear and mixed-integer programs, outside this thread. */
export interface LinearSolver {
  open(columns: Columns): Program;
}
