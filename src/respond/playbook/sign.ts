// SPDX-License-Identifier: Apache-2.0
// Signs a playbook as CACAO 2.0 §9 has it, so that `checkSignatures` holds over the digest.
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import { idOf } from './book/actors.ts';
import type { Playbook } from './shape/playbook.ts';

export interface Signing {
  /** Private key, PEM. */
  readonly pem: string;
  readonly signee: string;
  /** ISO 8601. */
  readonly now: string;
}

/** With the signature beside those of others; a signature of the same signee is replaced. A refusal says what was expected. */
export function signPlaybook(
  playbook: Playbook,
  { pem, signee, now }: Signing,
): Playbook | { readonly refusal: string } {
  const key = privateKey(pem);
  const algorithm = key === undefined ? undefined : algorithmOf(key);
  if (key === undefined || algorithm === undefined)
    return { refusal: 'expected a private key of Ed25519, P-256 or RSA in PEM, without a passphrase' };
  const bare = {
    type: 'jss' as const,
    id: idOf('jss', playbook.id, signee),
    created: now,
    modified: now,
    signee,
    related_to: playbook.id,
    related_version: playbook.modified,
    hash_algorithm: 'sha-256',
    algorithm,
  };
  const json = canonicalJson({ ...playbook, signatures: [bare] } as unknown as Json);
  const digest = createHash('sha256').update(json).digest();
  const options = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  const value = sign(algorithm === 'Ed25519' ? null : 'sha256', digest, options).toString('base64url');
  const others = (playbook.signatures ?? []).filter(({ id }) => id !== bare.id);
  return { ...playbook, signatures: [...others, { ...bare, value }] };
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** RFC 7518 §3.1, RFC 8037 §3.1. */
function algorithmOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject) {
  if (type === 'ed25519') return 'Ed25519';
  if (type === 'rsa') return 'RS256';
  return type === 'ec' && details?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
}
