// SPDX-License-Identifier: Apache-2.0
// Encryption by a passphrase in the age format (C2SP age, scrypt recipient), so that the tool `age -d` opens it too.
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';

/** The first line of every such file. */
const AGE_START = 'age-encryption.org/v1\n';

export function isSealed(start: Uint8Array): boolean {
  return Buffer.from(start).subarray(0, AGE_START.length).toString('latin1') === AGE_START;
}

/** About a second of scrypt for who seals, and for everybody who guesses. */
const WORK_FACTOR = 17;

export async function seal(plain: Readable, passphrase: string): Promise<Readable> {
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(WORK_FACTOR);
  return fromWeb(await encrypter.encrypt(toWeb(plain)));
}

/** @throws Error when the passphrase is another one; the stream fails where it was changed or cut. */
export async function unseal(sealed: Readable, passphrase: string): Promise<Readable> {
  const { Decrypter } = await library();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return fromWeb(await decrypter.decrypt(toWeb(sealed)));
}

/** Loaded when it is used: it brings all of its ciphers with it. */
function library(): Promise<typeof import('age-encryption')> {
  return import('age-encryption');
}

// The same streams at run time; the types of browsers and of Node differ.
function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

function fromWeb(stream: unknown): Readable {
  return Readable.fromWeb(stream as WebStream<Uint8Array>);
}
