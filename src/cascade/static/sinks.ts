// SPDX-License-Identifier: Apache-2.0

/**
 * Strongly connected components without a way out (Tarjan 1972, iterative), each in ascending order. A node that waits for
 * nothing is no loop.
 */
export function sinkComponents(edges: ReadonlyMap<number, readonly number[]>): number[][] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const closed = new Map<number, number>();
  const components: number[][] = [];
  for (const root of edges.keys()) if (!index.has(root)) walk(root);
  return components
    .filter((members, number) =>
      members.every((node) => (edges.get(node) ?? []).every((to) => closed.get(to) === number)),
    )
    .filter((members) => members.some((node) => (edges.get(node) ?? []).length > 0))
    .map((members) => members.sort((a, b) => a - b));

  function walk(root: number): void {
    const calls: { readonly node: number; at: number }[] = [open(root)];
    while (calls.length > 0) {
      const call = calls[calls.length - 1] as { readonly node: number; at: number };
      const to = (edges.get(call.node) ?? [])[call.at++];
      if (to === undefined) {
        calls.pop();
        close(call.node);
        const parent = calls[calls.length - 1];
        if (parent !== undefined) lower(parent.node, low.get(call.node) as number);
      } else if (!index.has(to)) calls.push(open(to));
      else if (!closed.has(to)) lower(call.node, index.get(to) as number);
    }
  }

  function open(node: number): { readonly node: number; at: number } {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    return { node, at: 0 };
  }

  function lower(node: number, value: number): void {
    if (value < (low.get(node) as number)) low.set(node, value);
  }

  function close(node: number): void {
    if (low.get(node) !== index.get(node)) return;
    const members = stack.splice(stack.lastIndexOf(node));
    for (const member of members) closed.set(member, components.length);
    components.push(members);
  }
}
