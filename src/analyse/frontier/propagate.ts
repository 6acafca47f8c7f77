// SPDX-License-Identifier: Apache-2.0
import type { Closure } from '../closure/close.ts';
import type { Hypergraph } from '../closure/hypergraph.ts';

/** Answers "what falls when this one fact is added to the closed set?" and forgets the answer again. */
export type WhatIf = (node: number) => ReadonlySet<number>;

/** A what-if over `closure`. Building it costs one pass over the premises; a question costs what it changes. */
export function createWhatIf(graph: Hypergraph, closure: Closure): WhatIf {
  const missing = new Int32Array(graph.violated.length);
  for (let instance = 0; instance < missing.length; instance++) {
    let count = graph.violated[instance] as number;
    for (
      let at = graph.premiseStart[instance] as number;
      at < (graph.premiseStart[instance + 1] as number);
      at++
    ) {
      if (closure.member[graph.premises[at] as number] !== 1) count += 1;
    }
    missing[instance] = count;
  }
  return (node) => {
    const added = new Set<number>();
    const touched: number[] = [];
    const queue = [node];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (added.has(next) || closure.member[next] === 1) continue;
      added.add(next);
      for (let use = graph.useStart[next] as number; use < (graph.useStart[next + 1] as number); use++) {
        const instance = graph.uses[use] as number;
        touched.push(instance);
        missing[instance] = (missing[instance] as number) - 1;
        if (missing[instance] === 0) queue.push(graph.heads[instance] as number);
      }
    }
    for (const instance of touched) missing[instance] = (missing[instance] as number) + 1;
    return added;
  };
}
