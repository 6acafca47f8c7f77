// SPDX-License-Identifier: Apache-2.0
// How far event time has come: puts events in their order, and knows which ones came before.
import { createHeap } from '../../core/heap.ts';
import { compareEvents, type Entry } from './expression/value.ts';
import { createIds, type IdsState } from './ids.ts';

export interface ClockLimits {
  /** Events that wait for earlier ones; beyond, the earliest no longer waits. */
  readonly waiting: number;
  /** Ids that are remembered to leave out events that come twice. */
  readonly ids: number;
}

export type Arrival = 'new' | 'late' | 'duplicate' | 'too-late' | 'too-early' | 'untimed';

export interface ClockState {
  readonly now: number;
  readonly watermark: number;
  readonly ids: IdsState;
  readonly waiting: readonly Entry[];
}

export interface Clock {
  /** Milliseconds since 1970 that have been reached, and before which no event is waited for. */
  readonly now: number;
  readonly watermark: number;
  /**
   * A new event waits in the clock; a late one is for the caller to handle at once.
   * @param isWanted False for what nobody looks at: it only moves the time.
   */
  arrive(entry: Entry, isWanted: boolean): Arrival;
  advance(time: number): void;
  /** The earliest event that waits, when no earlier one can come any more. */
  next(): Entry | undefined;
  /** Lets all events go that still wait. */
  flush(): void;
  readonly size: number;
  save(): ClockState;
  restore(state: ClockState): void;
}

export function createClock(lateness: number, limits: ClockLimits): Clock {
  const heap = createHeap<Entry>((left, right) => compareEvents(left.event, right.event));
  const ids = createIds(limits.ids);
  let now = Number.NEGATIVE_INFINITY;
  let watermark = Number.NEGATIVE_INFINITY;
  const moveTo = (time: number) => {
    now = Math.max(now, time);
    watermark = Math.max(watermark, now - lateness);
  };
  return {
    get now() {
      return now;
    },
    get watermark() {
      return watermark;
    },
    get size() {
      return heap.size;
    },
    arrive(entry, isWanted) {
      const { event } = entry;
      if (!Number.isSafeInteger(event.time)) return 'untimed';
      // A clock that runs ahead must not make everything else late.
      const time = Math.min(event.time, event.observed ?? event.time);
      if (!isWanted) {
        moveTo(time);
        return 'new';
      }
      if (ids.has(event)) return 'duplicate';
      const isLate = event.time < watermark;
      if (isLate && event.time <= ids.forgottenUntil) return 'too-late';
      moveTo(time);
      // Those from a time to come wait for it, and must not take the place of those that wait for each other.
      if (event.time > now + lateness && heap.size >= limits.waiting / 2) return 'too-early';
      ids.add(event);
      ids.forget(watermark);
      if (isLate) return 'late';
      heap.push(entry);
      return 'new';
    },
    advance: moveTo,
    next() {
      const first = heap.peek();
      if (first === undefined) return undefined;
      if (heap.size > limits.waiting) watermark = Math.max(watermark, first.event.time);
      else if (first.event.time >= watermark) return undefined;
      return heap.pop();
    },
    flush() {
      for (const { event } of heap.items()) now = Math.max(now, event.time);
      watermark = Math.max(watermark, now + 1);
    },
    save: () => ({ now, watermark, ids: ids.save(), waiting: [...heap.items()] }),
    restore(state) {
      ({ now, watermark } = state);
      ids.restore(state.ids);
      while (heap.size > 0) heap.pop();
      for (const entry of state.waiting) heap.push(entry);
    },
  };
}
