// SPDX-License-Identifier: Apache-2.0
// C2SP tlog-tiles: where the hashes and entries of a tree are.

/** Hashes of a full tile, and entries of a full bundle. */
export const TILE_WIDTH = 256;

export interface Tile {
  readonly level: number;
  readonly number: number;
  /** Hashes in it, 1 to 256. */
  readonly width: number;
  readonly path: string;
}

/** Every tile of a tree of `size` entries, lowest level first (tlog-tiles, "Merkle Tree" and "Partial Tiles"). */
export function tilesOf(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH))
    for (const { number, width } of rowOf(count))
      tiles.push({ level, number, width, path: `tile/${level}/${numberPath(number, width)}` });
  return tiles;
}

/** Every bundle of entries (tlog-tiles, "Log entries"). */
export function entryBundlesOf(size: number): readonly Omit<Tile, 'level'>[] {
  return rowOf(size).map((one) => ({ ...one, path: `tile/entries/${numberPath(one.number, one.width)}` }));
}

function rowOf(count: number): readonly { readonly number: number; readonly width: number }[] {
  return Array.from({ length: Math.ceil(count / TILE_WIDTH) }, (_, number) => ({
    number,
    width: Math.min(TILE_WIDTH, count - number * TILE_WIDTH),
  }));
}

/** 1234067 is `x001/x234/067`; a partial tile ends in `.p/` and its width. */
export function numberPath(number: number, width: number): string {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const parts = padded.match(/.../g) ?? [];
  const path = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}
