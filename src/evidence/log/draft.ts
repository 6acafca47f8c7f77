// SPDX-License-Identifier: Apache-2.0
// From records to entries: time, nonce, commitments, leaf hash.
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import { EvidenceError, type Secret, type StoredEntry } from '../../core/ports/index.ts';
import { prefixedLeafHash } from '../merkle/hash.ts';
import { commitment, encodePrefixed, MAX_ENTRY_BYTES } from './entry.ts';
import type { NewRecord } from './record.ts';

export type DraftSource =
  | { readonly records: readonly NewRecord[] }
  | { readonly own: { readonly kind: string; readonly body: Json; readonly actor: string } };

export interface Draft {
  readonly entry: StoredEntry;
  readonly secrets: readonly Secret[];
}

export interface DraftInput {
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

const NONCE_BYTES = 16;
const SALT_BYTES = 32;

/** @throws EvidenceError for a record that makes too large an entry; nothing is kept then. */
export function draftsOf(source: DraftSource, start: number, input: DraftInput): readonly Draft[] {
  const time = new Date(input.now()).toISOString();
  const own = 'own' in source;
  const records: readonly NewRecord[] = own ? [source.own] : source.records;
  // All at once: asking for random bytes costs more than they do.
  const nonces = input.random(NONCE_BYTES * records.length);
  return records.map((record, at) => {
    const nonce = base64(nonces.subarray(at * NONCE_BYTES, (at + 1) * NONCE_BYTES));
    return draftOf(record, { index: start + at, own, time, nonce }, input.random);
  });
}

const NOTHING: Readonly<Record<string, Json>> = {};

interface Place {
  readonly index: number;
  readonly own: boolean;
  readonly time: string;
  readonly nonce: string;
}

function draftOf(record: NewRecord, { index, own, time, nonce }: Place, random: DraftInput['random']): Draft {
  const { actor, kind, subject, body, personal } = record;
  const secrets = Object.entries(personal ?? NOTHING).map(([name, value]) => ({
    index,
    name,
    salt: base64(random(SALT_BYTES)),
    value: canonicalJson(value),
  }));
  const commitments = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      secrets.map(({ name, salt, value }) => [name, commitment(salt, name, JSON.parse(value) as Json)]),
    );
  const prefixed = encodePrefixed({
    actor,
    body,
    kind,
    nonce,
    personal: secrets.length === 0 ? undefined : commitments(),
    subject,
    time,
  });
  const data = prefixed.subarray(1);
  if (data.length > MAX_ENTRY_BYTES)
    throw new EvidenceError(
      'refused',
      `A record of kind \`${kind}\` makes an entry of ${data.length} bytes: expected at most ${MAX_ENTRY_BYTES}; record the hash of what is larger`,
    );
  return { entry: { index, data, leaf: prefixedLeafHash(prefixed), own }, secrets };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
