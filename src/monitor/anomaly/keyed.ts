// SPDX-License-Identifier: Apache-2.0

/** State for each key, at most `limit` of them: the key that was not used for longest is forgotten. */
export interface Keyed<T> {
  get(key: string): T | undefined;
  /** The state of the key, made when there is none. Counts as use. */
  use(key: string): T;
  entries(): readonly (readonly [string, T])[];
}

export function createKeyed<T>(
  limit: number,
  make: (key: string) => T,
  saved: readonly (readonly [string, T])[] = [],
): Keyed<T> {
  // A Map keeps the order of insertion; taking out and putting in again makes a key the youngest.
  const states = new Map<string, T>(saved);
  let youngest: string | undefined;
  return {
    get: (key) => states.get(key),
    use: (key) => {
      const known = states.get(key);
      if (known !== undefined && key === youngest) return known;
      const state = known ?? make(key);
      if (known !== undefined) states.delete(key);
      else if (states.size >= limit) states.delete(states.keys().next().value as string);
      states.set(key, state);
      youngest = key;
      return state;
    },
    entries: () => [...states],
  };
}
