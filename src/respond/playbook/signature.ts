// SPDX-License-Identifier: Apache-2.0
// Signatures of CACAO 2.0 §9 (JSON Signature Scheme): over the SHA-2 digest of the canonical JSON (RFC 8785) of the playbook
// with the one signature in it, its value left out.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import type { Playbook, Signature } from './shape/playbook.ts';

export interface SignatureCheck {
  readonly id: string;
  readonly signee: string;
  readonly isValid: boolean;
  /** What was signed: `hex` is the ASCII text of the digest, which the official RSA example signs. Absent when nothing fits. */
  readonly over?: 'digest' | 'hex' | 'json';
  /** Why it is not valid. */
  readonly reason?: string;
}

const HASHES: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  sha256: 'sha256',
  'sha-384': 'sha384',
  sha384: 'sha384',
  'sha-512': 'sha512',
  sha512: 'sha512',
};

/** JWA (RFC 7518 §3.1, RFC 8037 §3.1) by hash and padding; symmetric ones are not for sharing and refused. */
const ALGORITHMS: Readonly<
  Record<string, { readonly hash: string | null; readonly dsa?: true; readonly kind: string }>
> = {
  RS256: { hash: 'sha256', kind: 'rsa' },
  RS384: { hash: 'sha384', kind: 'rsa' },
  RS512: { hash: 'sha512', kind: 'rsa' },
  ES256: { hash: 'sha256', dsa: true, kind: 'ec' },
  ES384: { hash: 'sha384', dsa: true, kind: 'ec' },
  ES512: { hash: 'sha512', dsa: true, kind: 'ec' },
  Ed25519: { hash: null, kind: 'ed25519' },
  EdDSA: { hash: null, kind: 'ed25519' },
};

/**
 * @param key The key that the reader trusts for the signee, PEM. The key inside a playbook proves nothing about who signed;
 *   without one that the reader brought, a signature is never valid.
 */
export function checkSignatures(playbook: Playbook, key: string | undefined): readonly SignatureCheck[] {
  return (playbook.signatures ?? []).map((signature) => {
    const { id, signee } = signature;
    const fail = (reason: string): SignatureCheck => ({ id, signee, isValid: false, reason });
    if (key === undefined) return fail('no key to trust was given');
    const hash = HASHES[signature.hash_algorithm.toLowerCase()];
    if (hash === undefined) return fail(`the hash ${signature.hash_algorithm} is not taken`);
    if (signature.related_to !== playbook.id) return fail('it is about another playbook');
    if (signature.related_version !== playbook.modified) return fail('it is about another version');
    const over = whatIsSigned(playbook, signature, hash, key);
    return 'reason' in over ? fail(over.reason) : { id, signee, isValid: true, over: over.over };
  });
}

type Over = { readonly over: 'digest' | 'hex' | 'json' } | { readonly reason: string };

function whatIsSigned(playbook: Playbook, signature: Signature, hash: string, pem: string): Over {
  const algorithm = ALGORITHMS[signature.algorithm];
  if (algorithm === undefined) return { reason: `the algorithm ${signature.algorithm} is not taken` };
  const key = readKey(pem);
  if (key === undefined) return { reason: 'the key cannot be read' };
  // The algorithm is named by the signer: it must be one of the key, or a key would be used as what it is not.
  if (key.asymmetricKeyType !== algorithm.kind)
    return { reason: `the key is not one of ${signature.algorithm}` };
  const { value, ...bare } = signature;
  const json = canonicalBytes({ ...playbook, signatures: [bare] } as unknown as Json);
  if (json === undefined) return { reason: 'the playbook has no canonical JSON: a lone surrogate' };
  const digest = createHash(hash).update(json).digest();
  const candidates = { digest, hex: Buffer.from(digest.toString('hex'), 'ascii'), json };
  const bytes = Buffer.from(value, 'base64url');
  const options = algorithm.dsa === true ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  for (const over of ['digest', 'hex', 'json'] as const)
    if (verify(algorithm.hash, candidates[over], options, bytes)) return { over };
  return { reason: 'the signature does not fit the playbook' };
}

function canonicalBytes(value: Json): Buffer | undefined {
  try {
    return Buffer.from(canonicalJson(value), 'utf8');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
