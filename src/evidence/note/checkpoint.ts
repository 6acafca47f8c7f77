// SPDX-License-Identifier: Apache-2.0
// C2SP tlog-checkpoint: what a log stands for, as the text of a signed note.
import { HASH_BYTES } from '../merkle/hash.ts';
import { parseNote } from './note.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** Undefined when the text is not written exactly as a checkpoint is. Extension lines are refused: nobody audits them. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', digits = '', hash = '', end, ...more] = text.split('\n');
  const root = Buffer.from(hash, 'base64');
  const size = Number(digits);
  const isExact =
    origin !== '' &&
    /^(0|[1-9]\d*)$/.test(digits) &&
    Number.isSafeInteger(size) &&
    root.length === HASH_BYTES &&
    root.toString('base64') === hash &&
    end === '' &&
    more.length === 0;
  return isExact ? { origin, size, root } : undefined;
}

/** The parts of a checkpoint as text, for people and JSON. @throws RangeError for what is no checkpoint. */
export function parseCheckpointNote(note: string): {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
} {
  const found = parseCheckpoint(parseNote(note)?.text ?? '');
  if (found === undefined) throw new RangeError('Cannot read the checkpoint');
  return { ...found, root: Buffer.from(found.root).toString('base64') };
}
