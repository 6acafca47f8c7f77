// SPDX-License-Identifier: Apache-2.0

/** Things to do at times; the earliest first, and what was added first when times are equal. A binary heap. */
export interface Schedule<T> {
  add(time: number, item: T): void;
  /** Undefined: nothing left. */
  next(): { readonly time: number; readonly item: T } | undefined;
  readonly size: number;
}

interface Entry<T> {
  readonly time: number;
  readonly order: number;
  readonly item: T;
}

export function createSchedule<T>(): Schedule<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  return {
    get size() {
      return heap.length;
    },
    add(time, item) {
      const entry = { time, order: order++, item };
      let at = heap.length;
      while (at > 0) {
        const above = (at - 1) >> 1;
        const parent = heap[above] as Entry<T>;
        if (!isBefore(entry, parent)) break;
        heap[at] = parent;
        at = above;
      }
      heap[at] = entry;
    },
    next() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) sink(heap, last);
      return first;
    },
  };
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function sink<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    const right = heap[below + 1];
    if (right !== undefined && isBefore(right, heap[below] as Entry<T>)) below++;
    if (!isBefore(heap[below] as Entry<T>, entry)) break;
    heap[at] = heap[below] as Entry<T>;
    at = below;
  }
  heap[at] = entry;
}
