// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.ts';

/** SHA-256 (FIPS 180-4) of bytes or UTF-8 text, as `sha256:` and 64 lower-case hex digits. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

/** SHA-256 of the canonical text (RFC 8785) of a JSON value. */
export function digestJson(value: Json): string {
  return sha256(canonicalJson(value));
}
