// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { NewRecord } from '../../../core/ports/index.ts';

/** CRC-32 of all that a record says: SQLite does not notice a flipped bit inside a value. */
export function checksum(record: NewRecord, observed: number): number {
  return crc32(record.body, crc32(record.key, crc32(record.id, crc32(record.source, observed >>> 0))));
}

/** 16 bytes of SHA-256 that stand for source and id. Nobody can choose two ids with the same. */
export function identityDigest(source: string, id: string): Uint8Array {
  return createHash('sha256').update(`${source.length}:${source}${id}`).digest().subarray(0, 16);
}

/** FNV-1a, 32 bit (draft-eastlake-fnv), over UTF-16 code units: where records of a key go. */
export function partitionOf(key: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % partitions;
}
