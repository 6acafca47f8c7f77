// SPDX-License-Identifier: Apache-2.0
import { createFrontier } from './frontier.ts';
import { rootOf } from './tree.ts';

/** Gives the root of the first `size` leaves, for any size that there is. The leaves are hashed once, when first asked. */
export function rootsOf(leaves: readonly Uint8Array[]): (size: number) => Uint8Array | undefined {
  let rows: (readonly Uint8Array[])[] | undefined;
  return (size) => {
    if (!Number.isSafeInteger(size) || size < 0 || size > leaves.length) return undefined;
    rows ??= rowsOver(leaves);
    const known = rows;
    return rootOf(size, (level, index) => known[level]?.[index] as Uint8Array);
  };
}

/** The hashes of complete nodes, by level. */
function rowsOver(leaves: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  const above: Uint8Array[][] = [];
  const frontier = createFrontier();
  for (const leaf of leaves)
    frontier.add(leaf, (level, hash) => {
      const row = above[level - 1] ?? [];
      row.push(hash);
      above[level - 1] = row;
    });
  return [leaves, ...above];
}
