// SPDX-License-Identifier: Apache-2.0
// A bundle shows some entries whole and all others as hashes, with all that is needed to check both.
import { crc32 } from 'node:zlib';
import { EvidenceError, type EvidenceStore, type StoredEntry } from '../../core/ports/index.ts';
import { hashesIn } from '../log/tree.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import type { Signer } from '../note/key.ts';
import { parseNote, signNote } from '../note/note.ts';
import { hashTiles } from '../tiles/hashes.ts';
import { CHECKPOINT, CHECKS, entryPath, FIELDS, MANIFEST, manifestText } from './format.ts';
import { type Member, writeZip } from './zip.ts';

export interface BundleRequest {
  readonly store: EvidenceStore;
  /** The newest checkpoint, and who signs the manifest. */
  readonly checkpoint: string;
  readonly signer: Signer;
  /** Entries to show; those about the log itself are always shown. */
  readonly entries: readonly number[];
  /** Personal values to show. */
  readonly fields: readonly { readonly index: number; readonly name: string }[];
  /** Files to put beside: a text to read first, the verifier. */
  readonly beside: readonly Member[];
}

/** All in memory: 36 bytes for each entry of the log. @throws EvidenceError for what is not there. */
export async function writeBundle(request: BundleRequest): Promise<Uint8Array> {
  const { store, checkpoint, signer } = request;
  const note = parseNote(checkpoint);
  const head = note && parseCheckpoint(note.text);
  if (head === undefined) throw new EvidenceError('corrupt', 'Cannot read the checkpoint');
  const leaves = hashesIn(await store.leaves(0, head.size));
  const shown = await shownEntries(request, head.size);
  const members: Member[] = [
    ...request.beside,
    { path: CHECKPOINT, data: Buffer.from(checkpoint) },
    { path: CHECKS, data: checksOf(leaves) },
    ...shown.map(({ index, data }) => ({ path: entryPath(index), data })),
    { path: FIELDS, data: Buffer.from(JSON.stringify(await shownFields(request))) },
    ...[...hashTiles(leaves)].map(([path, data]) => ({ path, data })),
  ];
  const manifest = signNote(manifestText(head.origin, members), [signer]);
  return writeZip([{ path: MANIFEST, data: Buffer.from(manifest) }, ...members]);
}

function checksOf(leaves: readonly Uint8Array[]): Uint8Array {
  const checks = Buffer.alloc(4 * leaves.length);
  for (const [index, leaf] of leaves.entries()) checks.writeUInt32BE(crc32(leaf), 4 * index);
  return checks;
}

async function shownEntries(request: BundleRequest, size: number): Promise<readonly StoredEntry[]> {
  const shown = new Map((await request.store.own()).map((entry) => [entry.index, entry]));
  for (const index of new Set([...request.entries, ...request.fields.map((field) => field.index)])) {
    const [entry] = index < size ? await request.store.entries(index, index + 1) : [];
    if (entry === undefined)
      throw new EvidenceError('refused', `Cannot show entry ${index}: the log has ${size}, from 0 on`);
    shown.set(index, entry);
  }
  return [...shown.values()].sort((a, b) => a.index - b.index);
}

async function shownFields({ store, fields }: BundleRequest) {
  const shown: (readonly [number, string, string, string])[] = [];
  for (const { index, name } of fields) {
    const secret = (await store.secrets(index)).find((each) => each.name === name);
    if (secret === undefined)
      throw new EvidenceError(
        'refused',
        `Entry ${index} holds no personal value \`${name}\`, or it is erased`,
      );
    shown.push([index, name, secret.salt, secret.value]);
  }
  return shown;
}
