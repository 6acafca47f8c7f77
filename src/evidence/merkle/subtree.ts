// SPDX-License-Identifier: Apache-2.0
// Subtrees [start, end) of a tree, as Merkle Tree Certificates use them (draft-ietf-plants-merkle-tree-certs §4): `start`
// is a multiple of the smallest power of two that is at least `end - start`.
import { EMPTY_ROOT, nodeHash, sameHash } from './hash.ts';
import { largestPowerBelow } from './tree.ts';
import { verifyInclusion } from './verify.ts';

export function isSubtree(start: number, end: number): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start) return false;
  const count = end - start;
  const width = count === 1 ? 1 : largestPowerBelow(count) * 2;
  return start % width === 0;
}

export interface SubtreeInclusionClaim {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the leaf is entry `index` of the subtree with this root. */
export function verifySubtreeInclusion({
  index,
  start,
  end,
  leaf,
  root,
  proof,
}: SubtreeInclusionClaim): boolean {
  if (!isSubtree(start, end) || !(index >= start && index < end)) return false;
  return verifyInclusion({ index: index - start, size: end - start, leaf, root, proof });
}

export interface SubtreeConsistencyClaim {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  /** Root of the subtree, and of the whole tree. */
  readonly subtreeRoot: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the subtree is part of the tree of `size` entries (draft §4.4.3). The empty subtree is part of every tree. */
export function verifySubtreeConsistency(claim: SubtreeConsistencyClaim): boolean {
  const { start, end, size, subtreeRoot, root, proof } = claim;
  if (start === end && start >= 0 && end <= size && Number.isSafeInteger(size))
    return proof.length === 0 && sameHash(subtreeRoot, EMPTY_ROOT);
  if (!isSubtree(start, end) || !Number.isSafeInteger(size) || end > size) return false;
  let first = start;
  let node = end - 1;
  let last = size - 1;
  if (node === last) {
    // The subtree hangs over like the tree does; its root is a node of the tree.
    while (first !== node) {
      first = half(first);
      node = half(node);
      last = half(last);
    }
  } else {
    while (first !== node && isOdd(node)) {
      first = half(first);
      node = half(node);
      last = half(last);
    }
  }
  const [begin, ...rest] = first === node ? [subtreeRoot, ...proof] : proof;
  if (begin === undefined) return false;
  return climbBoth({ first, node, last, begin, rest, subtreeRoot, root });
}

interface Climb {
  first: number;
  node: number;
  last: number;
  readonly begin: Uint8Array;
  readonly rest: readonly Uint8Array[];
  readonly subtreeRoot: Uint8Array;
  readonly root: Uint8Array;
}

function climbBoth(climb: Climb): boolean {
  let { first, node, last } = climb;
  let inner = climb.begin;
  let outer = climb.begin;
  for (const sibling of climb.rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      if (first < node) inner = nodeHash(sibling, inner);
      outer = nodeHash(sibling, outer);
      while (!isOdd(node) && node !== 0) {
        first = half(first);
        node = half(node);
        last = half(last);
      }
    } else outer = nodeHash(outer, sibling);
    first = half(first);
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameHash(inner, climb.subtreeRoot) && sameHash(outer, climb.root);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
