// SPDX-License-Identifier: Apache-2.0
// Split block bloom filters (https://github.com/apache/parquet-format/blob/master/BloomFilter.md). A question needs one
// block of 32 bytes, so that is all that is read of a filter.
import type { FileMetaData } from 'hyparquet';
import { hashParquetValue } from 'hyparquet/src/bloom.js';

const BLOCK_BYTES = 32;
const SALT = [
  0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
] as const;

type Read = (at: number, length: number) => Uint8Array;

/** @returns Whether a column of a row group may hold a text. Without a filter it may. */
export function createBlooms(
  { row_groups: groups, schema }: FileMetaData,
  read: Read,
): (group: number, column: string, text: string) => boolean {
  return (group, column, text) => {
    const chunk = groups[group]?.columns.find(({ meta_data: each }) => each?.path_in_schema[0] === column);
    const { bloom_filter_offset: at, bloom_filter_length: length = 0 } = chunk?.meta_data ?? {};
    const element = schema.find(({ name }) => name === column);
    const hash = element === undefined ? undefined : hashParquetValue(text, element);
    if (at === undefined || hash === undefined) return true;
    // The header is shorter than a block, and all that follows is blocks, a power of two of them.
    const bytes = 2 ** Math.floor(Math.log2(length));
    if (bytes < BLOCK_BYTES || length - bytes >= BLOCK_BYTES) return true;
    const block = Number(((hash >> 32n) * BigInt(bytes / BLOCK_BYTES)) >> 32n);
    return hasAll(
      read(Number(at) + length - bytes + block * BLOCK_BYTES, BLOCK_BYTES),
      Number(hash & 0xffffffffn),
    );
  };
}

/** One bit of each of the eight words. */
function hasAll(block: Uint8Array, low: number): boolean {
  const view = new DataView(block.buffer, block.byteOffset, BLOCK_BYTES);
  return SALT.every(
    (salt, at) => (view.getUint32(at * 4, true) & (1 << (Math.imul(low, salt) >>> 27))) !== 0,
  );
}
