// SPDX-License-Identifier: Apache-2.0
import { setTimeout as wait } from 'node:timers/promises';

export interface SystemRunClock {
  now(): number;
  until(due: number): Promise<boolean>;
  alarm(due: number | undefined): { readonly signal: AbortSignal; end(): void };
}

/** setTimeout takes 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** @throws AbortError when the signal comes first. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}

/** A clock that waits on the timers of the machine. @param patienceMs Longest wait for the delay of a step. */
export function systemRunClock(patienceMs: number, now: () => number): SystemRunClock {
  return {
    now,
    until: async (due) => {
      const wait = due - now();
      if (wait > Math.min(patienceMs, MAX_TIMER_MS)) return false;
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return true;
    },
    alarm: (due) => {
      const alarm = new AbortController();
      const wait = due === undefined ? Number.POSITIVE_INFINITY : Math.max(0, due - now());
      // One that is weeks away rings in no run that a process lives through.
      const timer = wait > MAX_TIMER_MS ? undefined : setTimeout(() => alarm.abort(), wait);
      return { signal: alarm.signal, end: () => clearTimeout(timer) };
    },
  };
}
