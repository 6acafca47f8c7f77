// SPDX-License-Identifier: Apache-2.0
import type { AndOr } from '../../core/and-or.ts';

export interface Limit {
  readonly spends: readonly number[];
  readonly limit: number;
}

/** Choose measures so that no goal is derived any more. Everything else about models and packs is left behind. */
export interface CutProblem {
  /** Only what lies on a way to a goal; nodes that always hold are gone. */
  readonly graph: AndOr;
  /** Nodes that must not be derived. */
  readonly goals: readonly number[];
  /** Per measure, the instances that it stops. */
  readonly cuts: readonly (readonly number[])[];
  /** Per measure, what it adds to the objective; 0 or more. */
  readonly costs: readonly number[];
  /** Sets of measures of which at most one may be chosen. */
  readonly exclusive: readonly (readonly number[])[];
  /** Nodes that must stay derived. */
  readonly required: readonly number[];
  /** What each measure takes of something, and how much of it there is; all must be kept. */
  readonly limits: readonly Limit[];
}

/** Measures that one instance meets: compressed rows, the reverse of `cuts`. */
export function measuresByInstance({ graph, cuts }: CutProblem): { start: Int32Array; measures: Int32Array } {
  const start = new Int32Array(graph.heads.length + 1);
  for (const instances of cuts) {
    for (const instance of instances) start[instance + 1] = (start[instance + 1] as number) + 1;
  }
  for (let at = 0; at + 1 < start.length; at++)
    start[at + 1] = (start[at + 1] as number) + (start[at] as number);
  const cursor = start.slice();
  const measures = new Int32Array(start.at(-1) as number);
  cuts.forEach((instances, measure) => {
    for (const instance of instances) {
      const at = cursor[instance] as number;
      measures[at] = measure;
      cursor[instance] = at + 1;
    }
  });
  return { start, measures };
}
