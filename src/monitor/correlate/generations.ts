// SPDX-License-Identifier: Apache-2.0
// A bounded table that forgets what was not touched for long, each step in constant time: a full young half becomes the
// old one, and the old one is forgotten. (Deleting the first key of a large Map is not constant: it leaves holes.)

export interface Generations<V> {
  young: Map<string, V>;
  old: Map<string, V>;
}

export function emptyGenerations<V>(): Generations<V> {
  return { young: new Map(), old: new Map() };
}

export function recall<V>({ young, old }: Generations<V>, key: string): V | undefined {
  return young.get(key) ?? old.get(key);
}

/** Keeps `value`, and at most `max` values altogether. */
export function remember<V>(table: Generations<V>, key: string, value: V, max: number): void {
  table.young.set(key, value);
  if (table.young.size < max / 2) return;
  table.old = table.young;
  table.young = new Map();
}
