// SPDX-License-Identifier: Apache-2.0
// The nodes of a stored log: those above the blocks of 256 entries are in memory, those below are hashed on demand.
import { EvidenceError, type EvidenceStore, type StoredHead } from '../../core/ports/index.ts';
import { createFrontier, type Frontier } from '../merkle/frontier.ts';
import { HASH_BYTES, nodeHash } from '../merkle/hash.ts';
import type { NodeAt } from '../merkle/tree.ts';

export const BLOCK_LEVEL = 8;
export const BLOCK = 2 ** BLOCK_LEVEL;

/** levels[0] are roots of blocks. */
export interface UpperNodes {
  readonly levels: readonly Uint8Array[][];
  add(block: Uint8Array): void;
}

export function createUpperNodes(blocks: readonly Uint8Array[]): UpperNodes {
  const levels: Uint8Array[][] = [[]];
  const add = (hash: Uint8Array, level = 0): void => {
    const row = levels[level] ?? [];
    levels[level] = row;
    row.push(hash);
    if (row.length % 2 === 0) add(nodeHash(row.at(-2) as Uint8Array, hash), level + 1);
  };
  for (const block of blocks) add(block);
  return { levels, add: (block) => add(block) };
}

/** What is left of a head after a restart. Linear in the number of blocks. */
export function frontierOf(head: StoredHead): { readonly frontier: Frontier; readonly upper: UpperNodes } {
  const blocks = hashesIn(head.blocks);
  const upper = createUpperNodes(blocks);
  const nodes: Uint8Array[] = [];
  let rest = blocks.length;
  for (let level = upper.levels.length - 1; level >= 0; level--) {
    const width = 2 ** level;
    if (rest < width) continue;
    nodes.push(upper.levels[level]?.at(-1) as Uint8Array);
    rest -= width;
  }
  const frontier = createFrontier(blocks.length * BLOCK, nodes);
  for (const leaf of hashesIn(head.tail)) frontier.add(leaf);
  return { frontier, upper };
}

export function hashesIn(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** What a proof touches below the blocks: at most the blocks of `entries`, read beforehand. */
export async function nodesFor(
  store: EvidenceStore,
  upper: UpperNodes,
  size: number,
  entries: readonly number[],
): Promise<NodeAt> {
  const leaves = new Map<number, readonly Uint8Array[]>();
  for (const block of new Set(entries.map((entry) => Math.floor(entry / BLOCK))))
    leaves.set(block, hashesIn(await store.leaves(block * BLOCK, Math.min((block + 1) * BLOCK, size))));
  const below = (level: number, index: number): Uint8Array => {
    if (level > 0) return nodeHash(below(level - 1, 2 * index), below(level - 1, 2 * index + 1));
    const leaf = leaves.get(Math.floor(index / BLOCK))?.[index % BLOCK];
    if (leaf === undefined) throw new EvidenceError('corrupt', `Entry ${index} is missing in the store`);
    return leaf;
  };
  return (level, index) => upper.levels[level - BLOCK_LEVEL]?.[index] ?? below(level, index);
}

/** The root that the first `size` entries of a store have, in base64. Linear. */
export async function rootThen(store: EvidenceStore, size: number): Promise<string> {
  return (await rootsThen(store, [size])).get(size) as string;
}

/** Those of several sizes, in one pass. */
export async function rootsThen(
  store: EvidenceStore,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const asked = new Set(sizes);
  const frontier = createFrontier();
  const roots = new Map<number, string>();
  const keep = (): void => {
    if (asked.has(frontier.size)) roots.set(frontier.size, Buffer.from(frontier.root()).toString('base64'));
  };
  keep();
  for (const leaf of hashesIn(await store.leaves(0, Math.max(0, ...sizes)))) {
    frontier.add(leaf);
    keep();
  }
  return roots;
}
