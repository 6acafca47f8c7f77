// SPDX-License-Identifier: Apache-2.0

export interface Queue<T> {
  readonly size: number;
  peek(): T | undefined;
  push(item: T): void;
  shift(): T | undefined;
  /** Oldest first. */
  items(): readonly T[];
}

/** First in, first out, without moving the rest at every step. */
export function createQueue<T>(): Queue<T> {
  let items: T[] = [];
  let head = 0;
  return {
    get size() {
      return items.length - head;
    },
    peek: () => items[head],
    push: (item) => {
      items.push(item);
    },
    shift() {
      const first = items[head];
      if (head < items.length) head++;
      if (head > 1_024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return first;
    },
    items: () => items.slice(head),
  };
}
