// SPDX-License-Identifier: Apache-2.0
// Whether a signature is right under one of the keys of the operator. No key comes from the delivery.
import {
  createHmac,
  createPublicKey,
  type KeyObject,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto';
import type { SignatureScheme } from '../../../model/index.ts';

export type IsSigned = (signed: Uint8Array, signatures: readonly Uint8Array[], now: number) => boolean;

/** @returns undefined when a key cannot be read as the scheme says. */
export function compileKey(scheme: SignatureScheme, key: string): IsSigned | undefined {
  if (scheme.algorithm === 'hmac-sha256') {
    const secret = secretBytes(scheme.key, key);
    return secret === undefined
      ? undefined
      : (signed, signatures) => {
          const right = createHmac('sha256', secret).update(signed).digest();
          // Every one is compared, so that the time tells nothing of which was right.
          return signatures.map((each) => sameBytes(each, right)).includes(true);
        };
  }
  const pinned = scheme.key === 'certificate' ? certificate(key) : publicKey(key);
  if (pinned === undefined) return undefined;
  return (signed, signatures, now) =>
    now >= pinned.from && now <= pinned.to && signatures.some((each) => isRsa(signed, pinned.key, each));
}

function secretBytes(written: SignatureScheme['key'], key: string): Uint8Array | undefined {
  if (key === '') return undefined;
  if (written === 'hex') return /^(?:[0-9a-fA-F]{2})+$/.test(key) ? Buffer.from(key, 'hex') : undefined;
  if (written === 'base64')
    return /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? Buffer.from(key, 'base64') : undefined;
  return Buffer.from(key, 'utf8');
}

/** In time that does not depend on where they differ. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

interface Pinned {
  readonly key: KeyObject;
  readonly from: number;
  readonly to: number;
}

function certificate(pem: string): Pinned | undefined {
  try {
    const { publicKey: key, validFrom, validTo } = new X509Certificate(pem);
    return key.asymmetricKeyType === 'rsa'
      ? { key, from: Date.parse(validFrom), to: Date.parse(validTo) }
      : undefined;
  } catch {
    return undefined;
  }
}

function publicKey(pem: string): Pinned | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' ? { key, from: 0, to: Number.POSITIVE_INFINITY } : undefined;
  } catch {
    return undefined;
  }
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2). */
function isRsa(signed: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify('sha256', signed, key, signature);
  } catch {
    return false;
  }
}
