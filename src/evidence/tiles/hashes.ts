// SPDX-License-Identifier: Apache-2.0
// The hashes of a tree as tiles, and back.
import type { Fault } from '../fault.ts';
import { hashesIn } from '../log/tree.ts';
import { createFrontier } from '../merkle/frontier.ts';
import { HASH_BYTES, sameHash } from '../merkle/hash.ts';
import { TILE_WIDTH, tilesOf } from './paths.ts';

/** Bytes of every tile, from the leaf hashes. Linear. */
export function hashTiles(leaves: readonly Uint8Array[]): ReadonlyMap<string, Uint8Array> {
  const rows: (readonly Uint8Array[])[] = [leaves];
  const files = new Map<string, Uint8Array>();
  for (const { level, number, width, path } of tilesOf(leaves.length)) {
    const below = rows[level - 1] ?? [];
    rows[level] ??= Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, at) =>
      rootOfLeaves(below.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)),
    );
    const from = number * TILE_WIDTH;
    files.set(path, Buffer.concat(rows[level]?.slice(from, from + width) ?? []));
  }
  return files;
}

export function rootOfLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  const frontier = createFrontier();
  for (const leaf of leaves) frontier.add(leaf);
  return frontier.root();
}

export interface TileTree {
  readonly leaves: readonly Uint8Array[];
  readonly faults: readonly Fault[];
}

const NO_HASH = new Uint8Array(0);

/**
 * Reads the tiles of a tree of `size` entries. Each tile must give the hash that the tile above has of it; `suspects` are
 * entries that something else says are damaged, and narrow down where.
 */
export function readTiles(
  size: number,
  read: (path: string) => Uint8Array | undefined,
  suspectsIn: (leaves: readonly Uint8Array[]) => readonly number[] = () => [],
): TileTree {
  const faults: Fault[] = [];
  const rows: Uint8Array[][] = [];
  for (const { level, number, width, path } of tilesOf(size)) {
    const bytes = read(path) ?? NO_HASH;
    const row = rows[level] ?? [];
    rows[level] = row;
    const hashes = hashesIn(bytes).slice(0, width);
    row.push(...hashes, ...Array.from({ length: width - hashes.length }, () => NO_HASH));
    if (bytes.length === width * HASH_BYTES) continue;
    const span = TILE_WIDTH ** (level + 1);
    const message = 'The tile is missing or has another length';
    faults.push({
      where: path,
      entry: number * span,
      last: Math.min(size, (number + 1) * span) - 1,
      message,
    });
  }
  const leaves = rows[0] ?? [];
  const suspects = suspectsIn(leaves);
  for (const { level, number, path } of tilesOf(size)) {
    const hash = rows[level + 1]?.[number];
    if (hash === undefined) continue;
    const from = number * TILE_WIDTH;
    if (sameHash(rootOfLeaves(rows[level]?.slice(from, from + TILE_WIDTH) ?? []), hash)) continue;
    const span = TILE_WIDTH ** (level + 1);
    const suspect = suspects.find((one) => Math.floor(one / span) === number);
    const [entry, last] =
      suspect === undefined ? [number * span, (number + 1) * span - 1] : [suspect, suspect];
    faults.push({
      where: path,
      entry,
      last,
      message: 'The hashes of the tile do not give the one above them',
    });
  }
  return { leaves, faults };
}
