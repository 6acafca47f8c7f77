// SPDX-License-Identifier: Apache-2.0
// Whether a fact is among those that another one rests on, by the supports as they are now.
import type { AndOr } from '../../core/and-or.ts';

export interface Ancestry {
  /** Allows the walks of one edit a fresh number of steps. */
  grant(): void;
  /** From now on `isClear` asks about `node`. */
  begin(node: number): void;
  /** True when no premise of the instance is, or rests on, the node. False also when the steps are used up. */
  isClear(instance: number): boolean;
}

/** Facts looked at in one edit. Past it, taking a fact out and deriving it again is cheaper than to go on looking. */
const STEPS = 20_000;

/** @param support per node the instance that supports it; read at each walk, and free of circles. */
export function createAncestry(graph: AndOr, support: Int32Array): Ancestry {
  const { premises, premiseStart } = graph;
  // A node is clear when its mark is `turn`, rests on the asked one when it is `-turn`, and is not known otherwise.
  const marks = new Int32Array(graph.nodes);
  const stack: number[] = [];
  let turn = 0;
  let steps = STEPS;
  let asked = -1;

  /** A premise that is not known to be clear; -1 when all are. */
  const unknownOf = (instance: number): number => {
    if (instance < 0) return -1;
    const end = premiseStart[instance + 1] as number;
    for (let at = premiseStart[instance] as number; at < end; at++) {
      const premise = premises[at] as number;
      if (marks[premise] !== turn) return premise;
    }
    return -1;
  };
  const fail = (): false => {
    for (const node of stack) marks[node] = -turn;
    stack.length = 0;
    return false;
  };
  const isClear = (instance: number): boolean => {
    for (let next = unknownOf(instance); ; ) {
      if (next < 0) {
        const done = stack.pop();
        if (done === undefined) return true;
        marks[done] = turn;
        next = unknownOf(stack.length === 0 ? instance : (support[stack.at(-1) as number] as number));
        continue;
      }
      if (next === asked || marks[next] === -turn || steps-- <= 0) return fail();
      stack.push(next);
      next = unknownOf(support[next] as number);
    }
  };
  return {
    grant: () => {
      steps = STEPS;
    },
    begin: (node) => {
      asked = node;
      turn++;
    },
    isClear,
  };
}
