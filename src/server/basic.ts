// SPDX-License-Identifier: Apache-2.0
// Keys and secrets of programs, shown by HTTP Basic (RFC 7617).
import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a secret. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The key of who shows its secret; undefined for strangers. */
export function shownKey(
  known: ReadonlyMap<string, Buffer>,
  authorization: string | undefined,
): string | undefined {
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  const [, key = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  const wanted = known.get(key);
  // Digests are of one length, and compared for strangers too, so that the time tells nothing.
  const isSame = timingSafeEqual(digestOf(secret), wanted ?? digestOf(`not ${secret}`));
  return isSame && wanted !== undefined ? key : undefined;
}
