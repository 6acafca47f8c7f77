// SPDX-License-Identifier: Apache-2.0
// An entry is the canonical JSON (RFC 8785) of what was recorded. Its hash is the leaf.
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import { sha256 } from '../merkle/hash.ts';

export interface Entry {
  /** ISO 8601 in UTC, milliseconds. */
  readonly time: string;
  readonly actor: string;
  /** Such as `note` or `incident.declared`; those that begin with `evidence.` are the log's own. */
  readonly kind: string;
  /** What it is about: an incident, an order. */
  readonly subject?: string;
  readonly body: Json;
  /** Name of a personal value → commitment to it. */
  readonly personal?: Readonly<Record<string, string>>;
  /** Random, so that nobody finds an undisclosed entry by hashing guesses. */
  readonly nonce: string;
}

export const OWN = 'evidence.';

/** An entry bundle gives the length of an entry in 16 bits (C2SP tlog-tiles, "Log entries"). */
export const MAX_ENTRY_BYTES = 65_535;

/** The bytes of an entry after the first byte of a leaf (RFC 6962 §2.1), so that they are hashed as they stand. */
export function encodePrefixed(
  entry: { readonly [K in keyof Required<Entry>]: Json | undefined },
): Uint8Array {
  return Buffer.from(`\0${canonicalJson(entry)}`);
}

/** Undefined when the bytes are no entry of ours in canonical form. */
export function decodeEntry(data: Uint8Array): Entry | undefined {
  try {
    const value = JSON.parse(Buffer.from(data).toString('utf8')) as unknown;
    if (!isObject(value) || !Buffer.from(canonicalJson(value as Json)).equals(data)) return undefined;
    const { time, actor, kind, nonce, body, subject, personal } = value;
    const isText = [time, actor, kind, nonce].every((each) => typeof each === 'string');
    if (!isText || body === undefined || !['string', 'undefined'].includes(typeof subject)) return undefined;
    const commitments = isObject(personal) ? Object.values(personal) : personal === undefined ? [] : [0];
    return commitments.every((each) => typeof each === 'string') ? (value as unknown as Entry) : undefined;
  } catch {
    return undefined;
  }
}

/** Binding and, as the salt is 32 random bytes, telling nothing about the value once the salt is gone. */
export function commitment(salt: string, name: string, value: Json): string {
  return Buffer.from(sha256(Buffer.from(canonicalJson([salt, name, value])))).toString('base64');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
