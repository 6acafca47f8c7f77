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
  readonly rootAt: (size: number) => Uint8Array | undefined;
}

export function checkOwn({ own, checkpoint, rootAt }: OwnClaim): OwnCheck {
  const [first] = own;
  let key = first?.kind === CREATED && first.index === 0 ? keyOf(first) : undefined;
  if (first === undefined || key === undefined)
    return {
      key,
      faults: [{ where: 'keys', entry: 0, message: 'Entry 0 does not name the key of the log' }],
    };
  const faults: Fault[] = [];
  const confirmedAfter = confirmations(own);
  for (const entry of own.slice(1)) {
    const at = { where: 'keys', entry: entry.index };
    if (entry.kind === KEY_CHANGED) {
      const confirmed = confirmedAfter(entry.index)?.body['checkpoint'];
      const note = typeof confirmed === 'string' ? confirmed : checkpoint;
      const next = keyOf(entry);
      const signers = next === undefined ? [] : [key, next];
      if (next === undefined || !isSigned(note, signers, entry.index + 1, rootAt))
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
      if (!isSound || !isSigned(String(note), signers, Number(size), rootAt))
        faults.push({ ...at, message: 'The witness did not sign the log as it is' });
    }
  }
  return { key, faults };
}

/**
 * The first confirmation, in the order of the list, whose entry comes after an index. Who made the list may have mixed it:
 * only those count that are beyond all before them, and these are sorted.
 */
function confirmations(own: readonly OwnEntry[]): (index: number) => OwnEntry | undefined {
  const beyond: OwnEntry[] = [];
  for (const entry of own)
    if (entry.kind === KEY_CONFIRMED && entry.index > (beyond.at(-1)?.index ?? -1)) beyond.push(entry);
  return (index) => {
    let [low, high] = [0, beyond.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((beyond[middle] as OwnEntry).index > index) high = middle;
      else low = middle + 1;
    }
    return beyond[low];
  };
}

function keyOf({ body }: OwnEntry): Verifier | undefined {
  return typeof body['key'] === 'string' ? parseVerifier(body['key']) : undefined;
}

/** Whether the note is a checkpoint of the first `size` entries and all of `signers` signed it. */
function isSigned(
  text: string,
  signers: readonly Verifier[],
  size: number,
  rootAt: OwnClaim['rootAt'],
): boolean {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint?.size !== size) return false;
  const root = rootAt(size);
  return (
    root !== undefined &&
    sameHash(root, checkpoint.root) &&
    signersOf(note, signers)?.length === signers.length
  );
}
