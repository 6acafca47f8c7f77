// SPDX-License-Identifier: Apache-2.0
// A peer vouches for a checkpoint (C2SP tlog-cosignature).
import { parseCheckpoint } from './checkpoint.ts';
import type { Signer } from './key.ts';
import { parseNote, signNote } from './note.ts';

/** The checkpoint with the cosignature alone. `time` in seconds since 1970. @throws RangeError for what is no checkpoint. */
export function cosign(checkpoint: string, witness: Signer, time: number): string {
  const note = parseNote(checkpoint);
  if (note === undefined || parseCheckpoint(note.text) === undefined)
    throw new RangeError('Cannot cosign what is no checkpoint');
  return signNote(note.text, [witness], time);
}
