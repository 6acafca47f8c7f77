// SPDX-License-Identifier: Apache-2.0
// Whether the choice of witnesses still suits the events: when far more rules are looked at an event than just after the
// choice, what is common has changed, and it is worth its time to count and choose anew.

/** Events over which is averaged, and those after a choice within which it is not made again. */
const WINDOW = 4096;
const REST = 50_000;
/** So many times as many rules an event, and so many more, are far more. */
const [TIMES, MORE] = [2, 1];

export interface Drift {
  /** Told how many rules were looked at for the next event. True: they have become far more. */
  isDue(looked: number): boolean;
  /** The witnesses were chosen anew. */
  restart(): void;
}

export function createDrift(window = WINDOW, rest = REST): Drift {
  let [events, sum, since] = [0, 0, 0];
  let usual: number | undefined;
  const restart = (): void => {
    [events, sum, since] = [0, 0, 0];
    usual = undefined;
  };
  return {
    restart,
    isDue(looked) {
      since++;
      sum += looked;
      if (++events < window) return false;
      const mean = sum / events;
      [events, sum] = [0, 0];
      usual ??= mean;
      return since >= rest && mean > usual * TIMES + MORE;
    },
  };
}
