// SPDX-License-Identifier: Apache-2.0
// Keys of C2SP signed-note: a name, an algorithm and 32 bytes, written as `name+id+base64`.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sha256 } from '../merkle/hash.ts';

/** Signature types that we know: plain Ed25519, and Ed25519 with a time (C2SP tlog-cosignature). */
export const ED25519 = 1;
export const COSIGNATURE = 4;
export type SignatureType = typeof ED25519 | typeof COSIGNATURE;

export interface Verifier {
  readonly name: string;
  /** First four bytes of a hash of name and key, in hexadecimal. */
  readonly id: string;
  readonly type: SignatureType;
  readonly key: KeyObject;
  /** As it is handed to others. */
  readonly vkey: string;
}

export interface Signer {
  readonly verifier: Verifier;
  readonly key: KeyObject;
}

const RAW_BYTES = 32;
/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Names have neither white space nor plus (signed-note, "Format"), and are bounded. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !/[\p{Z}\p{C}+]/u.test(name);
}

export function createVerifier(name: string, type: SignatureType, raw: Uint8Array): Verifier {
  const material = Buffer.concat([Uint8Array.of(type), raw]);
  const id = Buffer.from(sha256(Buffer.concat([Buffer.from(`${name}\n`), material])))
    .subarray(0, 4)
    .toString('hex');
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return { name, id, type, key, vkey: `${name}+${id}+${material.toString('base64')}` };
}

/** Undefined for anything that is not an Ed25519 key of one of our types with the right id. */
export function parseVerifier(vkey: string): Verifier | undefined {
  const [name = '', id = '', text = '', ...more] = vkey.trim().split('+');
  // Base64 may have a plus itself.
  const material = Buffer.from([text, ...more].join('+'), 'base64');
  const type = material[0];
  if (!isKeyName(name) || material.length !== 1 + RAW_BYTES) return undefined;
  if (type !== ED25519 && type !== COSIGNATURE) return undefined;
  try {
    const verifier = createVerifier(name, type, material.subarray(1));
    return verifier.id === id && verifier.vkey === vkey.trim() ? verifier : undefined;
  } catch {
    return undefined;
  }
}

/** A new key pair; the private one as PKCS #8 PEM, which openssl reads too. */
export function generateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Undefined when the text is no Ed25519 private key. */
export function signerFrom(name: string, type: SignatureType, pem: string): Signer | undefined {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') return undefined;
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return { verifier: createVerifier(name, type, spki.subarray(SPKI_PREFIX.length)), key };
  } catch {
    return undefined;
  }
}
