// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.ts';
import { consistencyProof, inclusionProof, largestPowerBelow, rootOf } from './tree.ts';
import { verifyConsistency, verifyInclusion } from './verify.ts';

const LEAVES = Array.from({ length: 40 }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

/** RFC 6962 §2.1, word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const split = largestPowerBelow(leaves.length);
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

const nodeAt = (level: number, index: number): Uint8Array =>
  rootByDefinition(LEAVES.slice(index * 2 ** level, (index + 1) * 2 ** level));

const root = (size: number): Uint8Array => rootOf(size, nodeAt);

test('the root of every size is that of the definition', () => {
  for (let size = 0; size <= LEAVES.length; size++)
    expect(root(size)).toEqual(rootByDefinition(LEAVES.slice(0, size)));
});

test('every entry of every size is proved, and no other entry with its proof', () => {
  for (let size = 1; size <= LEAVES.length; size++)
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(index, size, nodeAt);
      const claim = { index, size, leaf: LEAVES[index] as Uint8Array, root: root(size), proof };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, index: (index + 1) % Math.max(2, size) })).toBe(false);
      expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from('another')) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false);
      if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
    }
});

test('every size begins every larger one, and no other root does', () => {
  for (let size2 = 1; size2 <= LEAVES.length; size2++)
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = consistencyProof(size1, size2, nodeAt);
      const claim = { size1, size2, root1: root(size1), root2: root(size2), proof };
      expect(verifyConsistency(claim)).toBe(true);
      expect(verifyConsistency({ ...claim, root1: EMPTY_ROOT })).toBe(false);
      expect(verifyConsistency({ ...claim, root2: EMPTY_ROOT })).toBe(false);
      expect(verifyConsistency({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false);
    }
});

test('proofs outside the tree are refused', () => {
  expect(() => inclusionProof(3, 3, nodeAt)).toThrow(RangeError);
  expect(() => consistencyProof(0, 3, nodeAt)).toThrow(RangeError);
  expect(() => consistencyProof(4, 3, nodeAt)).toThrow(RangeError);
});
