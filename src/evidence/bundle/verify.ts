// SPDX-License-Identifier: Apache-2.0
// Checks a bundle and says where it is wrong. The container finds damage, the proofs find forgery; `verifier/` does the
// same in Python, and tests compare the two.

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Fault } from '../fault.ts';
import { decodeEntry } from '../log/entry.ts';
import { type OwnEntry, ownEntries } from '../log/keys.ts';
import { checkOwn } from '../log/own-check.ts';
import { leafHash, sameHash } from '../merkle/hash.ts';
import { rootsOf } from '../merkle/roots.ts';
import { type Checkpoint, parseCheckpoint } from '../note/checkpoint.ts';
import type { Verifier } from '../note/key.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { readTiles, rootOfLeaves } from '../tiles/hashes.ts';
import { TILE_WIDTH } from '../tiles/paths.ts';
import { CHECKPOINT, CHECKS, entryOf, FIELDS, MANIFEST, manifestText } from './format.ts';
import { type Member, readZip } from './zip.ts';

export interface BundleCheck {
  /** The first is where to look. */
  readonly faults: readonly Fault[];
  readonly size: number;
  readonly shown: readonly number[];
  /** The key that entry 0 names; the caller compares it with the one that is known. */
  readonly key: string | undefined;
  readonly own: readonly OwnEntry[];
}

/** More entries than a bundle that fits into memory. */
const MAX_SIZE = 99_999_999;
const NONE = new Uint8Array(0);

/** Never throws on what somebody sends. */
export async function verifyBundle(raw: Uint8Array, expectedKey?: string): Promise<BundleCheck> {
  const { members, damaged } = readZip(Buffer.from(raw));
  const files = new Map(members.map(({ path, data }) => [path, data]));
  const note = parseNote(textOf(files.get(CHECKPOINT)));
  const head = note && parseCheckpoint(note.text);
  if (note === undefined || head === undefined || head.size > MAX_SIZE) {
    const faults = [...damaged.map(changed), { where: CHECKPOINT, message: 'The checkpoint cannot be read' }];
    return { faults, size: 0, shown: [], key: undefined, own: [] };
  }
  const suspects: number[] = [];
  const { leaves, faults: treeFaults } = readTiles(
    head.size,
    (path) => files.get(path),
    (all) => {
      suspects.push(...suspectsOf(all, files.get(CHECKS) ?? NONE));
      return suspects;
    },
  );
  const { faults: entryFaults, shown } = checkEntries(members, leaves);
  const own = ownEntries([...shown].map(([index, data]) => ({ index, data }))).filter(({ kind }) =>
    kind.startsWith('evidence.'),
  );
  const { key, faults: ownFaults } = checkOwn({
    own,
    checkpoint: textOf(files.get(CHECKPOINT)),
    rootAt: rootsOf(leaves),
  });
  const forged = key !== undefined && signersOf(note, [key])?.length !== 1 ? [FORGED] : [];
  // Where an entry is wrong, it may be the key that is.
  const isKeySure = entryFaults.every(({ entry = 0 }) => entry >= head.size);
  const proofs = [
    ...treeFaults,
    ...checkFaults(suspects, files.get(CHECKS) ?? NONE, head.size),
    ...entryFaults,
  ].sort((a, b) => (a.entry ?? MAX_SIZE) - (b.entry ?? MAX_SIZE));
  const created = typeof own[0]?.body['key'] === 'string' ? own[0].body['key'] : undefined;
  const rest = [
    ...(sameHash(rootOfLeaves(leaves), head.root) ? [] : [REWRITTEN]),
    ...(expectedKey === undefined || expectedKey === created ? [] : [STRANGER]),
    ...manifestFaults(members, head, key),
  ];
  const faults = [
    ...damaged.map((path) => narrowed(path, treeFaults, suspects)),
    ...(isKeySure ? [...forged, ...proofs] : [...proofs, ...forged]),
    ...ownFaults,
    ...fieldFaults(textOf(files.get(FIELDS)), shown),
    ...rest,
  ];
  return { faults, size: head.size, shown: [...shown.keys()], key: created, own };
}

const REWRITTEN: Fault = {
  where: CHECKPOINT,
  message: 'The hashes fit together, and are not those that were signed',
};
const FORGED: Fault = { where: CHECKPOINT, message: 'The checkpoint is not signed by the key of the log' };
const STRANGER: Fault = { where: 'keys', message: 'The log does not begin with the key that you gave' };

/** Empty for what is not UTF-8. */
function textOf(data: Uint8Array | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data ?? NONE);
  } catch {
    return '';
  }
}

function changed(path: string): Fault {
  return { where: path, message: 'The member, its header or its place in the directory was changed' };
}

/** A damaged member, with the entry that the damage is at when something says so. */
function narrowed(path: string, tree: readonly Fault[], suspects: readonly number[]): Fault {
  const index = entryOf(path);
  const isHash = path === CHECKS || path.startsWith('tile/');
  const one = index ?? (isHash ? suspects[0] : undefined);
  if (one !== undefined) return { ...changed(path), entry: one, last: one };
  const place = path.startsWith('tile/') ? tree[0] : undefined;
  return { ...place, ...changed(path) };
}

/** Entries whose leaf hash is not the one that its checksum was made of. */
function suspectsOf(leaves: readonly Uint8Array[], checks: Uint8Array): readonly number[] {
  const view = Buffer.from(checks);
  return leaves.flatMap((leaf, index) =>
    4 * index + 4 <= view.length && view.readUInt32BE(4 * index) === crc32(leaf) ? [] : [index],
  );
}

function checkFaults(suspects: readonly number[], checks: Uint8Array, size: number): readonly Fault[] {
  const message = 'The checksum of the leaf hash is another';
  return [
    ...suspects.slice(0, TILE_WIDTH).map((entry) => ({ where: CHECKS, entry, last: entry, message })),
    ...(checks.length === 4 * size
      ? []
      : [{ where: CHECKS, message: 'There are checksums for another number of entries' }]),
  ];
}

function checkEntries(members: readonly Member[], leaves: readonly Uint8Array[]) {
  const faults: Fault[] = [];
  const shown = new Map<number, Uint8Array>();
  for (const { path, data } of members) {
    const index = entryOf(path);
    if (index === undefined) continue;
    const at = { where: path, entry: index, last: index };
    if (!sameHash(leafHash(data), leaves[index] ?? NONE))
      faults.push({ ...at, message: 'The entry is not the one that the log has at this place' });
    else if (decodeEntry(data) === undefined) faults.push({ ...at, message: 'The entry cannot be read' });
    else shown.set(index, data);
  }
  return { faults, shown };
}

function fieldFaults(text: string, shown: ReadonlyMap<number, Uint8Array>): readonly Fault[] {
  try {
    const fields = JSON.parse(text) as readonly (readonly [number, string, string, string])[];
    return fields.flatMap(([index, name, salt, value]) => {
      const bytes = `[${JSON.stringify(salt)},${JSON.stringify(name)},${value}]`;
      const hash = createHash('sha256').update(bytes).digest('base64');
      const personal = decodeEntry(shown.get(index) ?? NONE)?.personal ?? {};
      return Object.hasOwn(personal, name) && personal[name] === hash
        ? []
        : [
            {
              where: FIELDS,
              entry: index,
              last: index,
              message: `The value of \`${name}\` is not the one that was committed to`,
            },
          ];
    });
  } catch {
    return [{ where: FIELDS, message: 'The disclosed values cannot be read' }];
  }
}

function manifestFaults(
  members: readonly Member[],
  { origin }: Checkpoint,
  key: Verifier | undefined,
): readonly Fault[] {
  const others = members.filter(({ path }) => path !== MANIFEST);
  const text = textOf(members.find(({ path }) => path === MANIFEST)?.data);
  const note = parseNote(text);
  const expected = manifestText(origin, others);
  if (note === undefined || members[0]?.path !== MANIFEST)
    return [{ where: MANIFEST, message: 'The manifest cannot be read' }];
  const lines = note.text.split('\n');
  const wrong = expected.split('\n').findIndex((line, at) => line !== lines[at]);
  if (wrong >= 0 || lines.length !== expected.split('\n').length)
    return [
      {
        where: others[wrong - 2]?.path ?? MANIFEST,
        message: 'The member is not the one that the manifest lists',
      },
    ];
  return key !== undefined && signersOf(note, [key])?.length === 1
    ? []
    : [{ where: MANIFEST, message: 'The manifest is not signed by the key of the log' }];
}
