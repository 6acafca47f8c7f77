// SPDX-License-Identifier: Apache-2.0
// Events come late and out of order; windows need the order of event time. Nothing is released before no event that is
// within the bound can still come before it.

export interface Timed {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Decides between equal times, so that the order does not depend on who came first. */
  readonly key: string;
}

export interface Reorder<T extends Timed> {
  /** Items that are now in order. One older than what was released already comes at once, at the time of the last. */
  push(item: T): readonly T[];
  /** All that is left, in order. */
  flush(): readonly T[];
  /** Items that came later than the bound. */
  readonly late: number;
}

/** @param lateness Milliseconds that an event may come after a younger one. */
export function createReorder<T extends Timed>(lateness: number, capacity = 100_000): Reorder<T> {
  const heap: T[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let released = Number.NEGATIVE_INFINITY;
  let late = 0;
  const release = (until: number): T[] => {
    const ready: T[] = [];
    while (heap.length > 0 && ((heap[0] as T).time <= until || heap.length > capacity)) {
      const first = pop(heap);
      released = Math.max(released, first.time);
      ready.push(first);
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
      insert(heap, item);
      newest = Math.max(newest, item.time);
      return release(newest - lateness);
    },
    flush: () => release(Number.POSITIVE_INFINITY),
  };
}

function before(left: Timed, right: Timed): boolean {
  return left.time !== right.time ? left.time < right.time : left.key < right.key;
}

function insert<T extends Timed>(heap: T[], item: T): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(item, heap[parent] as T)) break;
    heap[at] = heap[parent] as T;
    at = parent;
  }
  heap[at] = item;
}

function pop<T extends Timed>(heap: T[]): T {
  const first = heap[0] as T;
  const last = heap.pop() as T;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as T, heap[child] as T)) child++;
    if (!before(heap[child] as T, last)) break;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = last;
  return first;
}
