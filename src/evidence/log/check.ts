// SPDX-License-Identifier: Apache-2.0
// Everything that a stored log claims, computed anew from the bytes of its entries.
import type { Json } from '../../core/canonical-json.ts';
import type { EvidenceStore, StoredEntry } from '../../core/ports/index.ts';
import { type Fault, inOrder } from '../fault.ts';
import { createFrontier, type Frontier } from '../merkle/frontier.ts';
import { leafHash, sameHash } from '../merkle/hash.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { parseVerifier } from '../note/key.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { commitment, decodeEntry } from './entry.ts';
import { latestKey, type OwnEntry, ownEntries } from './keys.ts';
import { BLOCK, BLOCK_LEVEL, hashesIn } from './tree.ts';

export interface StoreCheck {
  readonly entries: number;
  readonly checkpoint: string | undefined;
  readonly own: readonly OwnEntry[];
  readonly faults: readonly Fault[];
}

/** Faults that are kept; a log that is all wrong needs no more. */
const MAX_FAULTS = 100;
const PAGE = 1024;

/** Reads all entries once: linear, in constant memory. `progress` gets the share done. */
export async function checkStore(
  store: EvidenceStore,
  progress: (done: number) => void = () => undefined,
): Promise<StoreCheck> {
  const faults: Fault[] = [];
  const { checkpoint = '', blocks } = await store.head();
  const note = parseNote(checkpoint);
  const head = note && parseCheckpoint(note.text);
  const size = head?.size ?? 0;
  const frontier = createFrontier();
  const roots = hashesIn(blocks);
  const own: OwnEntry[] = [];
  for (let from = 0; faults.length < MAX_FAULTS; from += PAGE) {
    const page = await store.entries(from, from + PAGE);
    for (const entry of page) {
      faults.push(...(await entryFaults(store, entry, frontier.size)));
      addTo(frontier, entry, roots, faults);
      if (entry.own) own.push(...ownEntries([entry]));
    }
    progress(Math.min(1, (from + PAGE) / Math.max(1, size)));
    if (page.length === 0) break;
  }
  const key = parseVerifier(latestKey(own) ?? '');
  if (note === undefined || head === undefined)
    faults.push({ where: 'checkpoint', message: 'The checkpoint cannot be read' });
  else if (key === undefined)
    faults.push({ where: 'entry', entry: 0, message: 'No entry names the key of the log' });
  else if (signersOf(note, [key])?.length !== 1)
    faults.push({ where: 'checkpoint', message: `The checkpoint is not signed by ${key.vkey}` });
  if (head !== undefined && faults.length === 0) faults.push(...headFaults(head, frontier));
  return { entries: frontier.size, checkpoint: checkpoint || undefined, own, faults: inOrder(faults) };
}

async function entryFaults(
  store: EvidenceStore,
  entry: StoredEntry,
  expected: number,
): Promise<readonly Fault[]> {
  const at = { where: 'entry', entry: entry.index };
  if (entry.index !== expected)
    return [
      {
        where: 'entry',
        entry: expected,
        message: `Entry ${expected} is missing: the next one is ${entry.index}`,
      },
    ];
  if (!sameHash(leafHash(entry.data), entry.leaf))
    return [{ ...at, message: 'The bytes of the entry are not those that were hashed when it was appended' }];
  const decoded = decodeEntry(entry.data);
  if (decoded === undefined) return [{ ...at, message: 'The entry is no canonical JSON of an entry' }];
  if (decoded.personal === undefined) return [];
  const wrong = (await store.secrets(entry.index)).filter(
    ({ name, salt, value }) => decoded.personal?.[name] !== commitmentOf(salt, name, value),
  );
  return wrong.map(({ name }) => ({
    ...at,
    message: `The personal value \`${name}\` is not the one that was committed to`,
  }));
}

function commitmentOf(salt: string, name: string, value: string): string | undefined {
  try {
    return commitment(salt, name, JSON.parse(value) as Json);
  } catch {
    return undefined;
  }
}

function addTo(frontier: Frontier, entry: StoredEntry, roots: readonly Uint8Array[], faults: Fault[]): void {
  frontier.add(entry.leaf, (level, hash) => {
    if (level !== BLOCK_LEVEL) return;
    const number = Math.floor(frontier.size / BLOCK);
    const first = number * BLOCK;
    if (
      sameHash(hash, roots[number] ?? new Uint8Array(0)) ||
      faults.some(({ entry }) => (entry ?? 0) >= first)
    )
      return;
    faults.push({
      where: 'block',
      entry: first,
      last: first + BLOCK - 1,
      message: 'The hashes of these entries do not give the root that was stored when they were complete',
    });
  });
}

function headFaults(
  head: { readonly size: number; readonly root: Uint8Array },
  frontier: Frontier,
): readonly Fault[] {
  if (head.size > frontier.size)
    return [
      {
        where: 'entry',
        entry: frontier.size,
        last: head.size - 1,
        message: 'Entries that the checkpoint is over are gone',
      },
    ];
  if (head.size < frontier.size)
    return [
      {
        where: 'checkpoint',
        entry: head.size,
        last: frontier.size - 1,
        message:
          'Entries are there that the checkpoint does not know: it was rolled back, or they were added past the log',
      },
    ];
  return sameHash(head.root, frontier.root())
    ? []
    : [
        {
          where: 'checkpoint',
          message:
            'All entries fit together, and are not those that were signed: the log was rewritten, or the checkpoint is that of a fork',
        },
      ];
}
