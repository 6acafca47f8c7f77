// SPDX-License-Identifier: Apache-2.0
// RFC 9162 §2.1.3.2 and §2.1.4.2. All arguments come from outside: a proof that does not fit is false, never a throw.
import { HASH_BYTES, nodeHash, sameHash } from './hash.ts';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the leaf is the entry `index` of the tree of `size` entries with this root. */
export function verifyInclusion({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || leaf.length !== HASH_BYTES) return false;
  const computed = climb(index, size - 1, leaf, proof);
  return computed !== undefined && sameHash(computed, root);
}

/** Undefined: the proof is too short or too long for the place. */
function climb(
  index: number,
  last: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  let node = index;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else hash = nodeHash(hash, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 ? hash : undefined;
}

export interface ConsistencyClaim {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the first tree is the beginning of the second. A proof from size 0 is refused: the empty tree says nothing about
 * what follows, so that nobody can mistake such a proof for evidence.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: ConsistencyClaim): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 === 0 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && sameHash(root1, root2);
  let node = size1 - 1;
  let last = size2 - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // The first tree is a complete subtree of the second: its root starts the proof and is not part of it.
  const [start, ...rest] = node === 0 ? [root1, ...proof] : proof;
  if (start === undefined) return false;
  let first = start;
  let second = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else second = nodeHash(second, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameHash(first, root1) && sameHash(second, root2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Sizes go beyond 32 bits, so no bit operators. */
function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
