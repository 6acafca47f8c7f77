// SPDX-License-Identifier: Apache-2.0
// Work that is asked for faster than it is done: one piece at a time, and of each who asks only the newest.
import { HttpRefusal } from '../../platform/index.ts';

export type Latest = <T>(who: string, work: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly start: () => void;
  readonly drop: () => void;
}

/**
 * What runs is finished. While it does, each may have one piece waiting: a newer one takes its place, and the older is
 * refused with 409.
 *
 * @param most of those who wait; one more is refused with 429.
 */
export function createLatest(most: number): Latest {
  const waiting = new Map<string, Waiting>();
  let isBusy = false;
  const next = (): void => {
    const [first] = waiting;
    isBusy = first !== undefined;
    if (first === undefined) return;
    waiting.delete(first[0]);
    first[1].start();
  };
  const turn = (who: string): Promise<void> => {
    const before = waiting.get(who);
    if (!isBusy) {
      isBusy = true;
      return Promise.resolve();
    }
    if (before === undefined && waiting.size >= most)
      return Promise.reject(new HttpRefusal(429, 'Too many ask what would be', 2000));
    before?.drop();
    return new Promise((resolve, reject) => {
      const drop = (): void => reject(new HttpRefusal(409, 'A newer question took the place of this one'));
      waiting.set(who, { start: resolve, drop });
    });
  };
  return async (who, work) => {
    await turn(who);
    try {
      return await work();
    } finally {
      next();
    }
  };
}
