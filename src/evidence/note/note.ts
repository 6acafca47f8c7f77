// SPDX-License-Identifier: Apache-2.0
// C2SP signed-note: text, an empty line, and lines of signatures.
import { sign, verify } from 'node:crypto';
import { COSIGNATURE, type Signer, type Verifier } from './key.ts';

export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Note {
  /** With its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const MAX_NOTE_CHARS = 1_000_000;
/** The specification asks for 16 at least. */
const MAX_SIGNATURES = 100;
const ID_BYTES = 4;
const TIME_BYTES = 8;

/** Undefined when it is not written exactly as a note is. */
export function parseNote(note: string): Note | undefined {
  if (note.length > MAX_NOTE_CHARS || /(?!\n)\p{Cc}/u.test(note)) return undefined;
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures = lines.map(parseSignature);
  return signatures.every((each) => each !== undefined)
    ? { text: note.slice(0, end + 1), signatures }
    : undefined;
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = '', text = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length <= ID_BYTES || bytes.toString('base64') !== text) return undefined;
  return { name, id: bytes.subarray(0, ID_BYTES).toString('hex'), bytes: bytes.subarray(ID_BYTES) };
}

/** The note, signed by each; `time` in seconds since 1970 is used by cosignatures only. */
export function signNote(text: string, signers: readonly Signer[], time = 0): string {
  return `${text}\n${signers.map((signer) => signatureLine(text, signer, time)).join('')}`;
}

export function signatureLine(text: string, { verifier, key }: Signer, time: number): string {
  const signature =
    verifier.type === COSIGNATURE
      ? Buffer.concat([timeBytes(time), sign(null, Buffer.from(cosigned(text, BigInt(time))), key)])
      : sign(null, Buffer.from(text), key);
  const bytes = Buffer.concat([Buffer.from(verifier.id, 'hex'), signature]);
  return `— ${verifier.name} ${bytes.toString('base64')}\n`;
}

function timeBytes(time: number): Uint8Array {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeBigUInt64BE(BigInt(time));
  return bytes;
}

/** C2SP tlog-cosignature, "Ed25519 signed message". */
function cosigned(text: string, time: bigint): string {
  return `cosignature/v1\ntime ${time}\n${text}`;
}

export interface Checked {
  readonly verifier: Verifier;
  /** Seconds since 1970; only cosignatures say. */
  readonly time?: number;
}

/**
 * Those of the verifiers that signed. A known name and id with a wrong signature refuses the whole note: undefined
 * (signed-note, "Signatures").
 */
export function signersOf(note: Note, verifiers: readonly Verifier[]): readonly Checked[] | undefined {
  const found: Checked[] = [];
  for (const { name, id, bytes } of note.signatures) {
    const verifier = verifiers.find((each) => each.name === name && each.id === id);
    if (verifier === undefined) continue;
    const checked = check(note.text, verifier, Buffer.from(bytes));
    if (checked === undefined) return undefined;
    if (!found.some((each) => each.verifier === verifier)) found.push(checked);
  }
  return found;
}

function check(text: string, verifier: Verifier, bytes: Buffer): Checked | undefined {
  if (verifier.type !== COSIGNATURE)
    return verify(null, Buffer.from(text), verifier.key, bytes) ? { verifier } : undefined;
  if (bytes.length <= TIME_BYTES) return undefined;
  const time = bytes.readBigUInt64BE();
  const message = Buffer.from(cosigned(text, time));
  return verify(null, message, verifier.key, bytes.subarray(TIME_BYTES))
    ? { verifier, time: Number(time) }
    : undefined;
}
