// SPDX-License-Identifier: Apache-2.0
// What was begun and waits for its answer: each is taken once, and is gone after a while. A restart voids all of them.

export interface Pending<T> {
  put(key: string, value: T): void;
  /** The value, which is gone then; undefined for one that was taken, is too old, or never was. */
  take(key: string): T | undefined;
}

export interface PendingOptions {
  readonly forMs: number;
  readonly now: () => number;
}

/** That are held; the oldest goes when there are more. */
const MAX_PENDING = 10_000;

export function createPending<T>({ forMs, now }: PendingOptions): Pending<T> {
  // In the order in which they were put, which is that in which they end.
  const held = new Map<string, { readonly value: T; readonly until: number }>();
  const makeRoom = (): void => {
    for (const [key, { until }] of held) {
      if (until > now() && held.size < MAX_PENDING) break;
      held.delete(key);
    }
  };
  return {
    put: (key, value) => {
      makeRoom();
      held.set(key, { value, until: now() + forMs });
    },
    take: (key) => {
      const found = held.get(key);
      held.delete(key);
      return found === undefined || found.until <= now() ? undefined : found.value;
    },
  };
}
