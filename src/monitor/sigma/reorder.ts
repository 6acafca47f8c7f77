// SPDX-License-Identifier: Apache-2.0
// Events come late and out of order; windows need the order of event time. Nothing is released before no event that is
// within the bound can still come before it.

import { sha256 } from '../../core/digest.ts';
import type { EventRecord } from './match/record.ts';

export interface Timed {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Decides between equal times, so that the order does not depend on who came first. */
  readonly record: EventRecord;
}

export interface Reorder<T extends Timed> {
  /** Items that are now in order. One older than what was released already comes at once, at the time of the last. */
  push(item: T): readonly T[];
  /** Items that are in order now that event time has come so far. */
  advance(time: number): readonly T[];
  /** All that is left, in order. */
  flush(): readonly T[];
  /** Plain data; JSON keeps it when it keeps the items. */
  snapshot(): ReorderSnapshot<T>;
  restore(snapshot: ReorderSnapshot<T>): void;
  /** Items that came later than the bound. */
  readonly late: number;
}

export interface ReorderSnapshot<T> {
  readonly items: readonly T[];
  readonly newest: number | null;
  readonly released: number | null;
  readonly late: number;
}

/** Items that wait at most; beyond, the oldest is released before its time, and what then comes before it is late. */
const CAPACITY = 50_000;

interface Entry<T> {
  readonly item: T;
  /** Of the record; made when times are equal. */
  digest: string | undefined;
}

/** @param lateness Milliseconds that an event may come after a younger one. */
export function createReorder<T extends Timed>(lateness: number, capacity = CAPACITY): Reorder<T> {
  const heap: Entry<T>[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let released = Number.NEGATIVE_INFINITY;
  let late = 0;
  const release = (until: number): T[] => {
    const ready: T[] = [];
    while (heap.length > 0 && ((heap[0] as Entry<T>).item.time <= until || heap.length > capacity)) {
      const { item } = pop(heap);
      released = Math.max(released, item.time);
      ready.push(item);
    }
    return ready;
  };
  return {
    get late() {
      return late;
    },
    push(item) {
      if (item.time < released) {
        late++;
        return [{ ...item, time: released }];
      }
      insert(heap, { item, digest: undefined });
      newest = Math.max(newest, item.time);
      return release(newest - lateness);
    },
    advance(time) {
      newest = Math.max(newest, time);
      return release(newest - lateness);
    },
    flush: () => release(Number.POSITIVE_INFINITY),
    snapshot: () => ({
      items: heap.map(({ item }) => item),
      newest: Number.isFinite(newest) ? newest : null,
      released: Number.isFinite(released) ? released : null,
      late,
    }),
    restore(snapshot) {
      heap.length = 0;
      for (const item of snapshot.items) insert(heap, { item, digest: undefined });
      newest = snapshot.newest ?? Number.NEGATIVE_INFINITY;
      released = snapshot.released ?? Number.NEGATIVE_INFINITY;
      late = snapshot.late;
    },
  };
}

function before<T extends Timed>(left: Entry<T>, right: Entry<T>): boolean {
  return left.item.time !== right.item.time
    ? left.item.time < right.item.time
    : digestOf(left) < digestOf(right);
}

function digestOf<T extends Timed>(entry: Entry<T>): string {
  entry.digest ??= sha256(JSON.stringify(entry.item.record));
  return entry.digest;
}

function insert<T extends Timed>(heap: Entry<T>[], item: Entry<T>): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(item, heap[parent] as Entry<T>)) break;
    heap[at] = heap[parent] as Entry<T>;
    at = parent;
  }
  heap[at] = item;
}

function pop<T extends Timed>(heap: Entry<T>[]): Entry<T> {
  const first = heap[0] as Entry<T>;
  const last = heap.pop() as Entry<T>;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child++;
    if (!before(heap[child] as Entry<T>, last)) break;
    heap[at] = heap[child] as Entry<T>;
    at = child;
  }
  heap[at] = last;
  return first;
}
