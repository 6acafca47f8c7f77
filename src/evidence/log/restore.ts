// SPDX-License-Identifier: Apache-2.0
// A log from its tiles. Personal values do not come back: they are not in tiles, by intent.
import { EvidenceError, type EvidenceStore, type StoredEntry } from '../../core/ports/index.ts';
import { createFrontier } from '../merkle/frontier.ts';
import { leafHash } from '../merkle/hash.ts';
import { decodeEntry, OWN } from './entry.ts';
import { BLOCK, BLOCK_LEVEL } from './tree.ts';

/** Fills an empty store, in one transaction. Check the tiles before. @throws EvidenceError for a store that is not empty. */
export async function restoreLog(
  store: EvidenceStore,
  { entries, checkpoint }: { readonly entries: readonly Uint8Array[]; readonly checkpoint: string },
): Promise<void> {
  if ((await store.head()).checkpoint !== undefined)
    throw new EvidenceError('refused', 'There is a log already: restore into a new folder');
  const frontier = createFrontier();
  const blocks: { number: number; root: Uint8Array }[] = [];
  const rows: StoredEntry[] = entries.map((data, index) => ({
    index,
    data,
    leaf: leafHash(data),
    own: decodeEntry(data)?.kind.startsWith(OWN) === true,
  }));
  for (const { leaf } of rows)
    frontier.add(leaf, (level, root) => {
      if (level === BLOCK_LEVEL) blocks.push({ number: Math.floor(frontier.size / BLOCK), root });
    });
  await store.commit({ entries: rows, blocks, secrets: [], erased: [], checkpoint });
}
