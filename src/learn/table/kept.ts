// SPDX-License-Identifier: Apache-2.0
// History of any length in bounded memory: of each type the newest events. What is rare is kept whole, so that it can be
// learnt from however much of the rest there is; and since all that is kept of a type lies together, what came before an
// event can be asked wherever the kept stretches of both types overlap.
import type { ChainEvent } from '../../model/index.ts';
import type { Episode } from './episode.ts';

/** Events of a type that are kept at least, where there are as many. */
export const KEPT = 20_000;

export interface Kept {
  accept(event: ChainEvent): void;
  /** What is kept, in the order of time. */
  episode(): Episode;
  /** Events that were offered, and those that are kept. */
  readonly counts: { readonly seen: number; readonly kept: number };
}

/** @param limit Of each type between so many and twice as many events are kept. */
export function createKept(limit: number = KEPT): Kept {
  const byType = new Map<string, ChainEvent[]>();
  const since = new Map<string, number>();
  let seen = 0;
  return {
    accept(event) {
      seen++;
      const list = byType.get(event.type);
      if (list === undefined) {
        byType.set(event.type, [event]);
        return;
      }
      list.push(event);
      if (list.length < 2 * limit) return;
      list.sort((a, b) => a.time - b.time);
      const gone = list.splice(0, list.length - limit);
      since.set(event.type, (gone.at(-1)?.time ?? 0) + 1);
    },
    episode: () => ({
      events: [...byType.values()].flat().sort((a, b) => a.time - b.time),
      attackOf: new Map(),
      since,
    }),
    get counts() {
      return { seen, kept: [...byType.values()].reduce((sum, { length }) => sum + length, 0) };
    },
  };
}
