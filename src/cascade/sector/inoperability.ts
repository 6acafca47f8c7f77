// SPDX-License-Identifier: Apache-2.0
// Inoperability input-output models: sectors, not assets. `a[i][j]` is the share of the inoperability of j that is passed to i.

type Matrix = readonly (readonly number[])[];

/**
 * Static inoperability q = A* q + c*, each in [0, 1] (Haimes and Jiang 2001; Santos and Haimes 2004). The least fixpoint
 * of the clipped equation, also when the spectral radius of A* is 1 or more.
 */
export function staticInoperability(a: Matrix, demand: readonly number[]): number[] {
  let q = demand.map(clip);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = q.map((_, i) => clip(dot(a[i] ?? [], q) + (demand[i] ?? 0)));
    const change = next.reduce((most, value, i) => Math.max(most, Math.abs(value - (q[i] as number))), 0);
    q = next;
    if (change < 1e-14) break;
  }
  return q;
}

const MAX_ROUNDS = 100_000;

/**
 * Inoperability over time, q(t+1) = q(t) + K (A* q(t) + c*(t) − q(t)) (Lian and Haimes 2006), from `start` at t = 0.
 * Row t of the answer is q(t); there are `steps` + 1 rows.
 */
export function dynamicInoperability(
  a: Matrix,
  resilience: readonly number[],
  demandAt: (step: number) => readonly number[],
  start: readonly number[],
  steps: number,
): number[][] {
  const rows = [[...start]];
  for (let step = 0; step < steps; step++) {
    const q = rows[step] as number[];
    const demand = demandAt(step);
    rows.push(
      q.map((value, i) =>
        clip(value + (resilience[i] ?? 0) * (dot(a[i] ?? [], q) + (demand[i] ?? 0) - value)),
      ),
    );
  }
  return rows;
}

/** Integral of each sector's inoperability over the steps, by the trapezoidal rule. */
export function inoperabilityIntegral(rows: readonly (readonly number[])[]): number[] {
  const [first = []] = rows;
  return first.map((_, i) =>
    rows.slice(1).reduce((sum, row, t) => sum + ((row[i] as number) + (rows[t]?.[i] as number)) / 2, 0),
  );
}

/** K_ii = −ln(λ) / (T (1 − a_ii)): resilience of a sector that recovers to the share λ of its inoperability in time T. */
export function resilienceFrom(recoveryTime: number, remaining: number, own: number): number {
  return -Math.log(remaining) / (recoveryTime * (1 - own));
}

/** Dependency of order n: entry (i, j) of A*ⁿ, through exactly n − 1 sectors in between. */
export function dependencyOfOrder(a: Matrix, order: number): number[][] {
  let power = a.map((row) => [...row]);
  for (let n = 1; n < order; n++)
    power = power.map((row) =>
      row.map((_, j) =>
        dot(
          row,
          a.map((each) => each[j] ?? 0),
        ),
      ),
    );
  return power;
}

function dot(row: readonly number[], column: readonly number[]): number {
  return row.reduce((sum, value, i) => sum + value * (column[i] ?? 0), 0);
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
