// SPDX-License-Identifier: Apache-2.0
// Roots and proofs from stored hashes. A node is named by its level and number: level 0 are leaves, and node n of level l
// is over the entries n·2^l … (n+1)·2^l - 1. Only complete nodes have a name; what hangs over is hashed on demand.
import { counted } from '../../core/counted.ts';
import { EMPTY_ROOT, nodeHash } from './hash.ts';

/** Gives the hash of a complete node. */
export type NodeAt = (level: number, index: number) => Uint8Array;

/** The root of the first `size` entries (RFC 6962 §2.1). */
export function rootOf(size: number, nodeAt: NodeAt): Uint8Array {
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, nodeAt);
}

/** Hash of the entries [from, to), which a tree has as one subtree: `from` is a multiple of the power of two above `to - from`. */
export function rangeHash(from: number, to: number, nodeAt: NodeAt): Uint8Array {
  const count = to - from;
  const level = Math.log2(count);
  if (Number.isInteger(level)) return nodeAt(level, from / count);
  const split = from + largestPowerBelow(count);
  return nodeHash(rangeHash(from, split, nodeAt), rangeHash(split, to, nodeAt));
}

/** Audit path of an entry, lowest sibling first (RFC 6962 §2.1.1). @throws RangeError for an index outside the tree. */
export function inclusionProof(index: number, size: number, nodeAt: NodeAt): Uint8Array[] {
  if (!(index >= 0 && index < size))
    throw new RangeError(`Cannot prove entry ${index}: the tree has ${counted(size, 'entry')}`);
  const path: Uint8Array[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const split = from + largestPowerBelow(to - from);
    if (index < split) {
      path.unshift(rangeHash(split, to, nodeAt));
      to = split;
    } else {
      path.unshift(rangeHash(from, split, nodeAt));
      from = split;
    }
  }
  return path;
}

/** Proof that the first `size1` entries begin the first `size2` (RFC 6962 §2.1.2). @throws RangeError for other sizes. */
export function consistencyProof(size1: number, size2: number, nodeAt: NodeAt): Uint8Array[] {
  if (!(size1 > 0 && size1 <= size2))
    throw new RangeError(
      `Cannot prove that the first ${counted(size1, 'entry')} of ${size2} are still the beginning: expected 1 up to ${size2}`,
    );
  const path: Uint8Array[] = [];
  let from = 0;
  let to = size2;
  // Whether what is left of the first tree is a whole subtree that the verifier knows already.
  let isKnown = true;
  while (size1 < to) {
    const split = from + largestPowerBelow(to - from);
    if (size1 <= split) {
      path.unshift(rangeHash(split, to, nodeAt));
      to = split;
    } else {
      path.unshift(rangeHash(from, split, nodeAt));
      from = split;
      isKnown = false;
    }
  }
  return isKnown ? path : [rangeHash(from, to, nodeAt), ...path];
}

/** The largest power of two below `count`, which is at least 2. */
export function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
