// SPDX-License-Identifier: Apache-2.0

/** Deliveries that were taken, for as long as a second one counts as a duplicate. */
export interface SeenDeliveries {
  has(id: string, now: number): boolean;
  /** To be called when the events are on disk: a delivery that was not kept must be taken when it is sent again. */
  add(id: string, now: number): void;
}

/** @param windowMs How long ids are kept. @param max How many at most; the oldest give way. */
export function createSeenDeliveries(windowMs: number, max = 1_000_000): SeenDeliveries {
  // A map keeps the order in which ids came.
  const seen = new Map<string, number>();
  return {
    has(id, now) {
      const at = seen.get(id);
      return at !== undefined && now - at <= windowMs;
    },
    add(id, now) {
      for (const [old, at] of seen) {
        if (now - at <= windowMs && seen.size < max) break;
        seen.delete(old);
      }
      seen.set(id, now);
    },
  };
}
