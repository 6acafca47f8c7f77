// SPDX-License-Identifier: Apache-2.0
// The keys of a log are in the log: entry 0 names the first, and each change is an entry under a checkpoint that both
// the old and the new key signed. That checkpoint is kept in the next entry of the log's own.
import { decodeEntry, isObject } from './entry.ts';

export const CREATED = 'evidence.created';
export const KEY_CHANGED = 'evidence.key-changed';
export const KEY_CONFIRMED = 'evidence.key-confirmed';
export const WITNESSED = 'evidence.witnessed';
export const ERASED = 'evidence.erased';

export interface OwnEntry {
  readonly index: number;
  readonly time: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Entries about the log itself; others are left out. */
export function ownEntries(
  entries: readonly { readonly index: number; readonly data: Uint8Array }[],
): readonly OwnEntry[] {
  return entries.flatMap(({ index, data }) => {
    const entry = decodeEntry(data);
    return entry !== undefined && isObject(entry.body)
      ? [{ index, time: entry.time, kind: entry.kind, body: entry.body }]
      : [];
  });
}

/** The key that signs now, as the entries say; undefined when there is no first one. */
export function latestKey(own: readonly OwnEntry[]): string | undefined {
  const keys = own.filter(({ kind }) => kind === CREATED || kind === KEY_CHANGED);
  const key = keys.at(-1)?.body['key'];
  return typeof key === 'string' ? key : undefined;
}

/** The key that entry 0 names: what the log is known by. */
export function createdKey(own: readonly OwnEntry[]): string | undefined {
  const [first] = own;
  const key = first?.kind === CREATED && first.index === 0 ? first.body['key'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

export interface Witnessed {
  /** ISO 8601; when the cosignature or token says it was made. */
  readonly time: string;
  readonly by: string;
  /** Entries that it is over. */
  readonly size: number;
}

/** The newest statement of somebody outside, by the time that it carries. */
export function lastWitnessed(own: readonly OwnEntry[]): Witnessed | undefined {
  return own
    .filter(({ kind }) => kind === WITNESSED)
    .flatMap(({ body }) => {
      const { time, by, size } = body;
      return typeof time === 'string' && typeof by === 'string' && typeof size === 'number'
        ? [{ time, by, size }]
        : [];
    })
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))[0];
}
