// SPDX-License-Identifier: Apache-2.0
import { EvidenceError, type EvidenceStore } from '../../core/ports/index.ts';
import { decodeEntry, type Entry } from './entry.ts';

export type NumberedEntry = Entry & { readonly index: number };

const CHUNK = 1_000;

/** Entries of [from, size) with their numbers, in order. @throws EvidenceError when one cannot be read. */
export async function readEntries(
  store: EvidenceStore,
  size: number,
  from = 0,
): Promise<readonly NumberedEntry[]> {
  const entries: NumberedEntry[] = [];
  for (let at = from; at < size; at += CHUNK)
    for (const { index, data } of await store.entries(at, Math.min(size, at + CHUNK))) {
      const entry = decodeEntry(data);
      if (entry === undefined) throw new EvidenceError('corrupt', `Entry ${index} cannot be read`);
      entries.push({ ...entry, index });
    }
  return entries;
}
