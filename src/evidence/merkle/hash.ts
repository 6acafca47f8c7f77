// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

/** RFC 6962 §2.1: leaves and nodes are hashed with different first bytes, so that one cannot pass for the other. */
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

export const HASH_BYTES = 32;

/** SHA-256 of nothing: the root of the empty tree (RFC 6962 §2.1). */
export const EMPTY_ROOT: Uint8Array = createHash('sha256').digest();

export function leafHash(entry: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF_PREFIX).update(entry).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

/** Hashes are public, so the time that comparing takes tells nothing. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
