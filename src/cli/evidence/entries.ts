// SPDX-License-Identifier: Apache-2.0
import { EvidenceError, type EvidenceStore } from '../../core/ports/index.ts';
import { decodeEntry, type Entry } from '../../evidence/index.ts';

const CHUNK = 1_000;

/** All entries of a log with their numbers, in order. @throws EvidenceError when one cannot be read. */
export async function readEntries(
  store: EvidenceStore,
  size: number,
): Promise<readonly (Entry & { readonly index: number })[]> {
  const entries: (Entry & { readonly index: number })[] = [];
  for (let from = 0; from < size; from += CHUNK)
    for (const { index, data } of await store.entries(from, Math.min(size, from + CHUNK))) {
      const entry = decodeEntry(data);
      if (entry === undefined) throw new EvidenceError('corrupt', `Entry ${index} cannot be read`);
      entries.push({ ...entry, index });
    }
  return entries;
}
