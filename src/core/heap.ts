// SPDX-License-Identifier: Apache-2.0

export interface Heap<T> {
  readonly size: number;
  /** The least item, which stays. */
  peek(): T | undefined;
  push(item: T): void;
  /** Takes the least item out. */
  pop(): T | undefined;
  /** All items, in no order. */
  items(): readonly T[];
}

/** A binary heap. Items that compare as equal come out in no order. */
export function createHeap<T>(compare: (left: T, right: T) => number): Heap<T> {
  const heap: T[] = [];
  return {
    get size() {
      return heap.length;
    },
    peek: () => heap[0],
    items: () => heap,
    push(item) {
      let at = heap.length;
      heap.push(item);
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (compare(item, heap[parent] as T) >= 0) break;
        heap[at] = heap[parent] as T;
        at = parent;
      }
      heap[at] = item;
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length > 0) sink(heap, last as T, compare);
      return first;
    },
  };
}

function sink<T>(heap: T[], item: T, compare: (left: T, right: T) => number): void {
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1] as T, heap[child] as T) < 0) child++;
    if (compare(heap[child] as T, item) >= 0) break;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
}
