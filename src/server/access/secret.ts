// SPDX-License-Identifier: Apache-2.0
// Secrets that the server gives out. It keeps their digests only: they have 256 random bits, so a fast hash is enough.
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits in base64url (RFC 4648 §5). */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** An id that nobody guesses and that is no secret. */
export function newId(): string {
  return randomBytes(9).toString('base64url').replaceAll('-', 'a').replaceAll('_', 'b');
}

export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
