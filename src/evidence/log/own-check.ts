// SPDX-License-Identifier: Apache-2.0
// What the log says about itself: that each key was brought in by the one before, and that witnesses saw what is there.
import type { Fault } from '../fault.ts';
import { sameHash } from '../merkle/hash.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { COSIGNATURE, parseVerifier, type Verifier } from '../note/key.ts';
import { parseNote, signersOf } from '../note/note.ts';
import { CREATED, KEY_CHANGED, KEY_CONFIRMED, type OwnEntry, WITNESSED } from './keys.ts';

export interface OwnCheck {
  /** That signs the newest checkpoint; undefined when the chain of keys is broken. */
  readonly key: Verifier | undefined;
  readonly faults: readonly Fault[];
}

export interface OwnClaim {
  readonly own: readonly OwnEntry[];
  /** The newest checkpoint, as a note. */
  readonly checkpoint: string;
  /** Undefined for a size that the tree does not have. */
  readonly rootAt: (size: number) => Promise<Uint8Array | undefined>;
}

export async function checkOwn({ own, checkpoint, rootAt }: OwnClaim): Promise<OwnCheck> {
  const [first] = own;
  let key = first?.kind === CREATED && first.index === 0 ? keyOf(first) : undefined;
  if (first === undefined || key === undefined)
    return {
      key,
      faults: [{ where: 'keys', entry: 0, message: 'Entry 0 does not name the key of the log' }],
    };
  const faults: Fault[] = [];
  for (const entry of own.slice(1)) {
    const at = { where: 'keys', entry: entry.index };
    if (entry.kind === KEY_CHANGED) {
      const confirmed = own.find(({ kind, index }) => kind === KEY_CONFIRMED && index > entry.index);
      const note =
        typeof confirmed?.body['checkpoint'] === 'string' ? confirmed.body['checkpoint'] : checkpoint;
      const next = keyOf(entry);
      const signers = next === undefined ? [] : [key, next];
      if (next === undefined || !(await isSigned(note, signers, entry.index + 1, rootAt)))
        return {
          key: undefined,
          faults: [...faults, { ...at, message: 'The new key is not vouched for by the one before it' }],
        };
      key = next;
    } else if (entry.kind === WITNESSED) {
      const { witness, size, note } = entry.body;
      const verifier = typeof witness === 'string' ? parseVerifier(witness) : undefined;
      // A time stamp has no key of ours: whether its authority signed it is asked where there is a certificate of it.
      const signers = witness === undefined ? [] : [verifier];
      const isSound = signers.every((one): one is Verifier => one?.type === COSIGNATURE);
      if (!isSound || !(await isSigned(String(note), signers, Number(size), rootAt)))
        faults.push({ ...at, message: 'The witness did not sign the log as it is' });
    }
  }
  return { key, faults };
}

function keyOf({ body }: OwnEntry): Verifier | undefined {
  return typeof body['key'] === 'string' ? parseVerifier(body['key']) : undefined;
}

/** Whether the note is a checkpoint of the first `size` entries and all of `signers` signed it. */
async function isSigned(
  text: string,
  signers: readonly Verifier[],
  size: number,
  rootAt: OwnClaim['rootAt'],
): Promise<boolean> {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint?.size !== size) return false;
  const root = await rootAt(size);
  return (
    root !== undefined &&
    sameHash(root, checkpoint.root) &&
    signersOf(note, signers)?.length === signers.length
  );
}
