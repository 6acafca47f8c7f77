// SPDX-License-Identifier: Apache-2.0
// How often somebody may ask: a bucket of permits that fills with time (token bucket).
import { HttpRefusal } from '../../platform/index.ts';

export interface Limit {
  /** @throws HttpRefusal 429 when the bucket of a key is empty; else one permit is gone. */
  take(key: string): void;
  /** Fills the bucket of a key again. */
  clear(key: string): void;
}

/** Buckets that are held; those that are full again are given up first. */
const MAX_KEYS = 10_000;

export interface LimitOptions {
  readonly burst: number;
  readonly perSecond: number;
  readonly now: () => number;
  readonly why: string;
}

export function createLimit({ burst, perSecond, now, why }: LimitOptions): Limit {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const filled = (bucket: { readonly left: number; readonly at: number }, at: number): number =>
    Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond);
  const makeRoom = (at: number): void => {
    for (const [key, bucket] of buckets) if (filled(bucket, at) >= burst) buckets.delete(key);
    // All of them are in use: the oldest goes, which is what an attacker with many addresses fills it with.
    for (const key of buckets.keys()) {
      if (buckets.size < MAX_KEYS) break;
      buckets.delete(key);
    }
  };
  return {
    take: (key) => {
      const at = now();
      const left = filled(buckets.get(key) ?? { left: burst, at }, at);
      if (left < 1) throw new HttpRefusal(429, why, ((1 - left) / perSecond) * 1000);
      if (!buckets.has(key) && buckets.size >= MAX_KEYS) makeRoom(at);
      buckets.delete(key);
      buckets.set(key, { left: left - 1, at });
    },
    clear: (key) => buckets.delete(key),
  };
}
