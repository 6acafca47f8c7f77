// SPDX-License-Identifier: Apache-2.0
// The clock of the demo: may be sped up and stopped, and never passes the real one.

export interface DemoClock {
  /** Milliseconds since 1970. */
  time(): number;
  state(): { readonly speed: number; readonly paused: boolean };
  set(change: { readonly speed?: number; readonly paused?: boolean }): void;
}

/** @param start where it begins, before `now()`. */
export function createDemoClock(start: number, speed: number, now: () => number): DemoClock {
  let from = { demo: start, real: now() };
  let state = { speed, paused: false };
  const time = (): number => {
    const passed = state.paused ? 0 : Math.max(0, now() - from.real) * state.speed;
    return Math.min(from.demo + passed, now());
  };
  return {
    time,
    state: () => state,
    set: (change) => {
      from = { demo: time(), real: now() };
      state = { ...state, ...change };
    },
  };
}
