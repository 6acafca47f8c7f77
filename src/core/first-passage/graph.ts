// SPDX-License-Identifier: Apache-2.0

/**
 * An AND/OR graph whose edges take time, in compressed rows. An edge begins when all its premises are there; a node is
 * there when the first edge into it ends. Only typed arrays, so that it can be posted to a thread.
 */
export interface PassageGraph {
  readonly nodes: number;
  readonly heads: Int32Array;
  /** First premise of each edge, and the number of premises at the end. */
  readonly premiseStart: Int32Array;
  readonly premises: Int32Array;
  /** First use of each node as a premise, and the number of uses at the end. */
  readonly useStart: Int32Array;
  /** Edges. */
  readonly uses: Int32Array;
  /** Mean duration of each edge, exponentially distributed; 0 ends at once. In any unit: times have the same. */
  readonly mean: Float64Array;
  /** Name of each edge in keyed draws: the same in every variant of the graph. */
  readonly key: Int32Array;
  /** Nodes that are there at time 0. */
  readonly starts: Int32Array;
  readonly goals: Int32Array;
}

/** Premises as uses, by counting: the transpose of the compressed rows. */
export function usesOf(
  nodes: number,
  premiseStart: Int32Array,
  premises: Int32Array,
): Pick<PassageGraph, 'useStart' | 'uses'> {
  const useStart = new Int32Array(nodes + 1);
  for (const node of premises) useStart[node + 1] = (useStart[node + 1] as number) + 1;
  for (let node = 0; node < nodes; node++)
    useStart[node + 1] = (useStart[node + 1] as number) + (useStart[node] as number);
  const cursor = useStart.slice(0, nodes);
  const uses = new Int32Array(premises.length);
  for (let edge = 0; edge + 1 < premiseStart.length; edge++) {
    for (let at = premiseStart[edge] as number; at < (premiseStart[edge + 1] as number); at++) {
      const node = premises[at] as number;
      uses[cursor[node] as number] = edge;
      cursor[node] = (cursor[node] as number) + 1;
    }
  }
  return { useStart, uses };
}
