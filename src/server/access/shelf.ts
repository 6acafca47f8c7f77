// SPDX-License-Identifier: Apache-2.0
// Things of one kind in the store, as values.
import type { Change, ItemStore } from '../../platform/index.ts';

export interface Shelf<T> {
  get(id: string): T | undefined;
  all(): readonly T[];
  /** The change that puts or takes one away; the store writes several together. */
  change(id: string, value: T | undefined): Change;
}

export function openShelf<T>(store: ItemStore, kind: string): Shelf<T> {
  return {
    get: (id) => {
      const text = store.all(kind).get(id);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    all: () => [...store.all(kind).values()].map((text) => JSON.parse(text) as T),
    change: (id, value) => ({ kind, id, value: value === undefined ? undefined : JSON.stringify(value) }),
  };
}
