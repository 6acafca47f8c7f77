// SPDX-License-Identifier: Apache-2.0

/** An AND/OR graph in compressed rows: a node holds when one of its instances has all premises. */
export interface AndOr {
  readonly nodes: number;
  /** Node that each instance derives. */
  readonly heads: Int32Array;
  /** First premise of each instance, and the number of premises at the end. */
  readonly premiseStart: Int32Array;
  readonly premises: Int32Array;
  /** First use of each node, and the number of uses at the end; a use is an instance. */
  readonly useStart: Int32Array;
  readonly uses: Int32Array;
}

/** Instances by the node that they derive, in compressed rows. */
export interface ByHead {
  readonly start: Int32Array;
  readonly instances: Int32Array;
}

const known = new WeakMap<Int32Array, ByHead>();

/** The index of a graph, made when it is first asked for; `heads` must not change. O(nodes + instances). */
export function instancesByHead({ nodes, heads }: Pick<AndOr, 'nodes' | 'heads'>): ByHead {
  const made = known.get(heads);
  if (made !== undefined) return made;
  const start = countingStarts(nodes, heads);
  const cursor = start.slice(0, nodes);
  const instances = new Int32Array(heads.length);
  heads.forEach((head, instance) => {
    const at = cursor[head] as number;
    instances[at] = instance;
    cursor[head] = at + 1;
  });
  const index = { start, instances };
  known.set(heads, index);
  return index;
}

/** Premises as uses, by counting: the transpose of the compressed rows. */
export function usesOf(
  nodes: number,
  premiseStart: Int32Array,
  premises: Int32Array,
): Pick<AndOr, 'useStart' | 'uses'> {
  const useStart = countingStarts(nodes, premises);
  const cursor = useStart.slice(0, nodes);
  const uses = new Int32Array(premises.length);
  for (let instance = 0; instance + 1 < premiseStart.length; instance++) {
    for (let at = premiseStart[instance] as number; at < (premiseStart[instance + 1] as number); at++) {
      const node = premises[at] as number;
      uses[cursor[node] as number] = instance;
      cursor[node] = (cursor[node] as number) + 1;
    }
  }
  return { useStart, uses };
}

function countingStarts(nodes: number, items: Int32Array): Int32Array {
  const start = new Int32Array(nodes + 1);
  for (let at = 0; at < items.length; at++)
    start[(items[at] as number) + 1] = (start[(items[at] as number) + 1] as number) + 1;
  for (let node = 0; node < nodes; node++)
    start[node + 1] = (start[node + 1] as number) + (start[node] as number);
  return start;
}
