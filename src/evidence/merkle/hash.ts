// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';

/** RFC 6962 §2.1: leaves and nodes are hashed with different first bytes, so that one cannot pass for the other. */
const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

export const HASH_BYTES = 32;

/** SHA-256 of nothing: the root of the empty tree (RFC 6962 §2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/** Filled and hashed within one call: reuse saves half of the time. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

/** The hash of bytes whose first is the prefix of a leaf, before the entry. */
export function prefixedLeafHash(prefixed: Uint8Array): Uint8Array {
  // From the pool, not of its own memory: a store binds it, and asks for its address.
  return Buffer.from(hash('sha256', prefixed, 'binary'), 'latin1');
}

export function leafHash(entry: Uint8Array): Uint8Array {
  const prefixed = Buffer.allocUnsafe(entry.length + 1);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(entry, 1);
  return prefixedLeafHash(prefixed);
}

/** @param left of 32 bytes, as is `right`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES)
    return sha256(Buffer.concat([Uint8Array.of(NODE_PREFIX), left, right]));
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  // A text and a loop take half of the time that a buffer from OpenSSL takes.
  const text = hash('sha256', bytes, 'binary');
  const digest = new Uint8Array(HASH_BYTES);
  for (let at = 0; at < HASH_BYTES; at++) digest[at] = text.charCodeAt(at);
  return digest;
}

/** Hashes are public, so the time that comparing takes tells nothing. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
