// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.ts';

/** SHA-256 (FIPS 180-4) of bytes or UTF-8 text, as `sha256:` and 64 lower-case hex digits. */
export function sha256(data: string | Uint8Array): string {
  const hash = createHash('sha256');
  if (typeof data === 'string') for (const part of partsOf(data)) hash.update(part);
  else hash.update(data);
  return `sha256:${hash.digest('hex')}`;
}

/**
 * Characters that are given to the hash at once. Node takes three bytes for each of them: a text of some millions in one block that,
 * once freed, makes the allocator of the C library (glibc) keep as much in every thread from then on.
 */
const PART = 32_768;

/** No pair of surrogates is cut in two. */
function* partsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = at + PART;
    const cutsPair = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    const next = cutsPair ? end - 1 : end;
    yield text.slice(at, next);
    at = next;
  }
}

/** SHA-256 of the canonical text (RFC 8785) of a JSON value. */
export function digestJson(value: Json): string {
  return sha256(canonicalJson(value));
}
