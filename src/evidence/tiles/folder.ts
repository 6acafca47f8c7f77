// SPDX-License-Identifier: Apache-2.0
// A whole log as static files (C2SP tlog-tiles): anybody can serve it, mirror it, and check it.
import type { EvidenceStore } from '../../core/ports/index.ts';
import { EvidenceError } from '../../core/ports/index.ts';
import type { Fault } from '../fault.ts';
import { MAX_ENTRY_BYTES } from '../log/entry.ts';
import { type OwnEntry, ownEntries } from '../log/keys.ts';
import { checkOwn } from '../log/own-check.ts';
import { hashesIn } from '../log/tree.ts';
import { leafHash, sameHash } from '../merkle/hash.ts';
import { rootsOf } from '../merkle/roots.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { hashTiles, readTiles, rootOfLeaves } from './hashes.ts';
import { entryBundlesOf, TILE_WIDTH } from './paths.ts';

/** "Entry bundles are sequences of big-endian uint16 length-prefixed log entries" (tlog-tiles, "Log entries"). */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES)
        throw new RangeError(`An entry of ${entry.length} bytes does not fit`);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** The entries up to where the bundle is cut. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] {
  const view = Buffer.from(bytes);
  const entries: Uint8Array[] = [];
  for (let at = 0; at + 2 <= view.length; ) {
    const end = at + 2 + view.readUInt16BE(at);
    if (end > view.length) break;
    entries.push(view.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The files of the tiles of a log, then its checkpoint, so that a reader never sees a checkpoint without its tiles. */
export async function writeTiles(
  store: EvidenceStore,
  checkpoint: string,
  write: (path: string, bytes: Uint8Array) => void,
): Promise<number> {
  const head = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  if (head === undefined) throw new EvidenceError('corrupt', 'Cannot read the checkpoint');
  for (const { number, width, path } of entryBundlesOf(head.size)) {
    const from = number * TILE_WIDTH;
    const entries = await store.entries(from, from + width);
    if (entries.length !== width) throw new EvidenceError('corrupt', `Entries from ${from} on are missing`);
    write(path, encodeBundle(entries.map(({ data }) => data)));
  }
  for (const [path, bytes] of hashTiles(hashesIn(await store.leaves(0, head.size)))) write(path, bytes);
  write('checkpoint', Buffer.from(checkpoint));
  return head.size;
}

export interface TilesCheck {
  readonly faults: readonly Fault[];
  readonly size: number;
  readonly checkpoint: string;
  readonly own: readonly OwnEntry[];
  readonly entries: readonly Uint8Array[];
}

/** Checks a folder of tiles whole, in memory. Never throws on what is in the files. */
export async function verifyTiles(read: (path: string) => Uint8Array | undefined): Promise<TilesCheck> {
  const checkpoint = Buffer.from(read('checkpoint') ?? new Uint8Array(0)).toString('utf8');
  const note = parseNote(checkpoint);
  const head = note && parseCheckpoint(note.text);
  if (note === undefined || head === undefined || head.size > MAX_SIZE)
    return {
      faults: [{ where: 'checkpoint', message: 'The checkpoint cannot be read' }],
      size: 0,
      checkpoint,
      own: [],
      entries: [],
    };
  const wrong: Fault[] = [];
  const entries: Uint8Array[] = [];
  for (const { number, width, path } of entryBundlesOf(head.size)) {
    const found = decodeBundle(read(path) ?? new Uint8Array(0)).slice(0, width);
    if (found.length < width)
      wrong.push({
        where: path,
        entry: number * TILE_WIDTH + found.length,
        last: number * TILE_WIDTH + width - 1,
        message: 'Entries are missing in the bundle',
      });
    entries.push(...found, ...Array.from({ length: width - found.length }, () => new Uint8Array(0)));
  }
  const computed = entries.map(leafHash);
  const tree = readTiles(head.size, read, (leaves) =>
    leaves.flatMap((leaf, index) => (sameHash(leaf, computed[index] ?? leaf) ? [] : [index])),
  );
  for (const [index, leaf] of tree.leaves.entries())
    if (!sameHash(leaf, computed[index] ?? leaf) && wrong.length < TILE_WIDTH)
      wrong.push({
        where: 'tile/entries',
        entry: index,
        last: index,
        message: 'The entry does not give its leaf hash',
      });
  const own = ownEntries(entries.map((data, index) => ({ index, data }))).filter(({ kind }) =>
    kind.startsWith('evidence.'),
  );
  const { key, faults: ownFaults } = checkOwn({ own, checkpoint, rootAt: rootsOf(computed) });
  const isSigned = key !== undefined && signersOf(note, [key])?.length === 1;
  const faults = [
    ...[...wrong, ...tree.faults].sort((a, b) => (a.entry ?? MAX_SIZE) - (b.entry ?? MAX_SIZE)),
    ...ownFaults,
    ...(sameHash(rootOfLeaves(tree.leaves), head.root)
      ? []
      : [{ where: 'checkpoint', message: 'The hashes fit together, and are not those that were signed' }]),
    ...(isSigned
      ? []
      : [{ where: 'checkpoint', message: 'The checkpoint is not signed by the key of the log' }]),
  ];
  return { faults, size: head.size, checkpoint, own, entries };
}

const MAX_SIZE = 99_999_999;

/** Root of these entries in base64. */
export function rootOfEntries(entries: readonly Uint8Array[]): string {
  return Buffer.from(rootOfLeaves(entries.map(leafHash))).toString('base64');
}
