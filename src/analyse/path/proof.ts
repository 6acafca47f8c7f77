// SPDX-License-Identifier: Apache-2.0
import type { Hypergraph } from '../closure/hypergraph.ts';

/**
 * The instances that derive `goal`, premises before conclusions, each fact once. Nothing in it can be left out: every
 * conclusion but the last is a premise of a later instance.
 */
export function extractProof(graph: Hypergraph, support: Int32Array, goal: number): readonly number[] {
  const proof: number[] = [];
  const seen = new Set<number>();
  const stack: { node: number; leave: boolean }[] = [{ node: goal, leave: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const instance = support[top.node] as number;
    if (top.leave) {
      proof.push(instance);
      continue;
    }
    if (seen.has(top.node) || instance < 0) continue;
    seen.add(top.node);
    stack.push({ node: top.node, leave: true });
    for (
      let at = (graph.premiseStart[instance + 1] as number) - 1;
      at >= (graph.premiseStart[instance] as number);
      at--
    ) {
      stack.push({ node: graph.premises[at] as number, leave: false });
    }
  }
  return proof;
}

/** The rule of an instance, by binary search. */
export function ruleOf(graph: Hypergraph, instance: number): number {
  let low = 0;
  let high = graph.ruleStart.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((graph.ruleStart[middle] as number) <= instance) low = middle;
    else high = middle;
  }
  // Rules without instances share their start with the next rule: take the last rule that starts here.
  return low;
}
