// SPDX-License-Identifier: Apache-2.0
// The right edge of a growing tree: the complete subtrees that its size is the sum of, the largest first. It is all that
// appending needs, so memory is logarithmic.
import { EMPTY_ROOT, nodeHash } from './hash.ts';

export interface Frontier {
  readonly size: number;
  /** Adds a leaf; tells each node that becomes complete above it. */
  add(leaf: Uint8Array, complete?: (level: number, hash: Uint8Array) => void): void;
  /** RFC 6962 §2.1. */
  root(): Uint8Array;
  copy(): Frontier;
}

export function createFrontier(start = 0, subtrees: readonly Uint8Array[] = []): Frontier {
  const nodes = [...subtrees];
  let size = start;
  return {
    get size() {
      return size;
    },
    add: (leaf, complete) => {
      let hash = leaf;
      let level = 0;
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        hash = nodeHash(nodes.pop() as Uint8Array, hash);
        complete?.(++level, hash);
      }
      nodes.push(hash);
      size++;
    },
    root: () => {
      let hash = nodes.at(-1) ?? EMPTY_ROOT;
      for (let at = nodes.length - 2; at >= 0; at--) hash = nodeHash(nodes[at] as Uint8Array, hash);
      return hash;
    },
    copy: () => createFrontier(size, nodes),
  };
}
