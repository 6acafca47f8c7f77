// SPDX-License-Identifier: Apache-2.0
// Ids of events that came, so that one that comes again does not count again.
import { createHeap } from '../../core/heap.ts';
import type { ChainEvent } from '../../model/index.ts';

type Remembered = readonly [source: string, id: string, time: number];

export interface IdsState {
  readonly remembered: readonly Remembered[];
  readonly forgottenUntil: number;
}

export interface Ids {
  has(event: ChainEvent): boolean;
  add(event: ChainEvent): void;
  /** Forgets what is older than a day before `watermark`, or only older than it when there are too many. */
  forget(watermark: number): void;
  /** Ids of events up to that time may be forgotten: one as old may be a duplicate. */
  readonly forgottenUntil: number;
  save(): IdsState;
  restore(state: IdsState): void;
}

const REMEMBER = 86_400_000;

export function createIds(limit: number): Ids {
  const ids = new Map<string, Set<string>>();
  // The oldest first, not the first that came: an event from a year to come would keep all that came after it.
  const queue = createHeap<Remembered>((left, right) => left[2] - right[2]);
  let forgottenUntil = Number.NEGATIVE_INFINITY;
  const remember = (each: Remembered) => {
    const [source, id] = each;
    const known = ids.get(source);
    if (known === undefined) ids.set(source, new Set([id]));
    else known.add(id);
    queue.push(each);
  };
  return {
    get forgottenUntil() {
      return forgottenUntil;
    },
    has: ({ source, id }) => ids.get(source)?.has(id) === true,
    add: ({ source, id, time }) => remember([source, id, time]),
    forget(watermark) {
      for (let first = queue.peek(); first !== undefined; first = queue.peek()) {
        const [source, id, time] = first;
        if (time >= watermark - (queue.size > limit ? 0 : REMEMBER)) break;
        queue.pop();
        const known = ids.get(source);
        known?.delete(id);
        if (known?.size === 0) ids.delete(source);
        forgottenUntil = Math.max(forgottenUntil, time);
      }
    },
    save: () => ({ remembered: [...queue.items()], forgottenUntil }),
    restore(state) {
      ids.clear();
      while (queue.size > 0) queue.pop();
      ({ forgottenUntil } = state);
      for (const each of state.remembered) remember(each);
    },
  };
}
