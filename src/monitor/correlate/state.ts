// SPDX-License-Identifier: Apache-2.0
// State as JSON: maps, sets and infinities have a form of their own, all else is as it is.

const TAGS = { map: '\0map', set: '\0set', infinity: '\0infinity' };

export function packed(value: unknown): unknown {
  if (value instanceof Map)
    return { [TAGS.map]: [...value].map(([key, each]) => [packed(key), packed(each)]) };
  if (value instanceof Set) return { [TAGS.set]: [...value].map(packed) };
  if (value === Number.NEGATIVE_INFINITY) return { [TAGS.infinity]: -1 };
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [guarded(key), packed(each)]));
}

/** Events come from strangers: a field of theirs must not be taken for one of our forms. */
function guarded(key: string): string {
  return key.startsWith('\0') ? `\0${key}` : key;
}

export function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const map = record[TAGS.map];
  const set = record[TAGS.set];
  if (Array.isArray(map)) return new Map(map.map(([key, each]) => [unpacked(key), unpacked(each)]));
  if (Array.isArray(set)) return new Set(set.map(unpacked));
  if (TAGS.infinity in record) return Number.NEGATIVE_INFINITY;
  return Object.fromEntries(
    Object.entries(record).map(([key, each]) => [
      key.startsWith('\0\0') ? key.slice(1) : key,
      unpacked(each),
    ]),
  );
}
