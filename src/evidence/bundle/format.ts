// SPDX-License-Identifier: Apache-2.0
// What is in a bundle. `verifier/verify_evidence.py` reads the same.
import { createHash } from 'node:crypto';
import type { Member } from './zip.ts';

/** First line of the manifest, which is a signed note that lists a hash of every other member. */
export const BUNDLE_FORMAT = 'ensuresec/evidence-bundle/1';

export const MANIFEST = 'manifest';
export const CHECKPOINT = 'checkpoint';
/** CRC-32 of each leaf hash, big-endian: says which of 256 hashes was damaged. */
export const CHECKS = 'checks';
/** Disclosed personal values: JSON, a list of [entry, name, salt, value as JSON text]. */
export const FIELDS = 'fields';

export function entryPath(index: number): string {
  return `entry/${index}`;
}

/** Undefined for another member. */
export function entryOf(path: string): number | undefined {
  const digits = /^entry\/(0|[1-9]\d{0,14})$/.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function manifestText(origin: string, members: readonly Member[]): string {
  const lines = members.map(
    ({ path, data }) => `${createHash('sha256').update(data).digest('hex')} ${path}\n`,
  );
  return `${BUNDLE_FORMAT}\n${origin}\n${lines.join('')}`;
}
