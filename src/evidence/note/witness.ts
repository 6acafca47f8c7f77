// SPDX-License-Identifier: Apache-2.0
// From what somebody outside gave back to the body of an entry `evidence.witnessed`.
import type { Json } from '../../core/canonical-json.ts';
import { parseCheckpoint, parseCheckpointNote } from './checkpoint.ts';
import { COSIGNATURE, parseVerifier } from './key.ts';
import { parseNote, signersOf } from './note.ts';
import { readTimeStamp } from './time-stamp.ts';

export type WitnessBody = { readonly [key: string]: Json };

/** A checkpoint that a peer cosigned (C2SP tlog-cosignature). A text says what is wrong with it. */
export function fromCosignature(text: string, vkey: string): WitnessBody | string {
  const witness = parseVerifier(vkey);
  if (witness?.type !== COSIGNATURE) return 'the key is not the key of a cosigner';
  const note = parseNote(text);
  const head = note && parseCheckpoint(note.text);
  if (note === undefined || head === undefined) return 'it is no checkpoint';
  const [signed] = signersOf(note, [witness]) ?? [];
  if (signed?.time === undefined || signed.time > MAX_TIME) return `it is not cosigned by ${witness.name}`;
  return {
    by: witness.name,
    witness: witness.vkey,
    time: new Date(signed.time * 1000).toISOString(),
    size: head.size,
    note: text,
  };
}

/** The last second that ISO 8601 writes with four digits of a year. */
const MAX_TIME = 253_402_300_799;

/** A response of a time stamping authority over a checkpoint (RFC 3161). */
export function fromTimeStamp(response: Uint8Array, checkpoint: string, by: string): WitnessBody | string {
  const head = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  if (head === undefined) return 'the file that it is over is no checkpoint';
  const stamp = readTimeStamp(response, Buffer.from(checkpoint));
  if (stamp === undefined) return 'it is no granted time stamp over this checkpoint with SHA-256';
  return {
    by,
    time: stamp.time,
    size: head.size,
    note: checkpoint,
    response: Buffer.from(response).toString('base64'),
  };
}

/** A checkpoint that was put beside a commit of git, as a note under `ref`. `time` is that of this machine. */
export function fromGitNote(checkpoint: string, ref: string, commit: string, time: number): WitnessBody {
  return {
    by: `git note beside ${commit.slice(0, 12)}`,
    time: new Date(time).toISOString(),
    size: parseCheckpointNote(checkpoint).size,
    note: checkpoint,
    git: { ref, commit },
  };
}
