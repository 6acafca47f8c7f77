// SPDX-License-Identifier: Apache-2.0
// Two networks whose nodes need one another, one to one: what stays connected in both (Buldyrev et al., Nature 464, 2010).

/** Edge e joins `from[e]` and `to[e]`. */
export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Size of the mutual giant component as a share of all nodes: in turn each network loses what is not in its largest
 * component, and the other loses the partners, until nothing changes. Linear in edges for each turn.
 */
export function mutualGiantComponent(nodes: number, a: Edges, b: Edges, isAlive: Uint8Array): number {
  const alive = isAlive.slice();
  const parent = new Int32Array(nodes);
  let left = [a, b];
  let count = alive.reduce((sum, one) => sum + one, 0);
  for (let unchanged = 0; unchanged < 2; ) {
    const [now, other] = left as [Edges, Edges];
    const kept = keepAlive(now, alive);
    const next = keepLargest(kept, alive, parent);
    unchanged = next === count ? unchanged + 1 : 0;
    count = next;
    left = [other, kept];
  }
  return count / nodes;
}

function keepAlive({ from, to }: Edges, alive: Uint8Array): Edges {
  const [keptFrom, keptTo] = [new Int32Array(from.length), new Int32Array(from.length)];
  let size = 0;
  for (let edge = 0; edge < from.length; edge++) {
    if (alive[from[edge] as number] === 0 || alive[to[edge] as number] === 0) continue;
    keptFrom[size] = from[edge] as number;
    keptTo[size++] = to[edge] as number;
  }
  return { from: keptFrom.subarray(0, size), to: keptTo.subarray(0, size) };
}

/** Marks all outside the largest component dead; gives its size. `parent` is union-find by halving of paths. */
function keepLargest({ from, to }: Edges, alive: Uint8Array, parent: Int32Array): number {
  for (let node = 0; node < parent.length; node++) parent[node] = node;
  const find = (start: number): number => {
    let node = start;
    while (parent[node] !== node) {
      parent[node] = parent[parent[node] as number] as number;
      node = parent[node] as number;
    }
    return node;
  };
  for (let edge = 0; edge < from.length; edge++) {
    const [x, y] = [find(from[edge] as number), find(to[edge] as number)];
    if (x < y) parent[y] = x;
    else parent[x] = y;
  }
  const size = new Int32Array(parent.length);
  let largest = -1;
  for (let node = 0; node < parent.length; node++) {
    if (alive[node] === 0) continue;
    const root = find(node);
    size[root] = (size[root] as number) + 1;
    if (largest < 0 || (size[root] as number) > (size[largest] as number)) largest = root;
  }
  if (largest < 0) return 0;
  for (let node = 0; node < parent.length; node++)
    if (alive[node] === 1 && find(node) !== largest) alive[node] = 0;
  return size[largest] as number;
}
