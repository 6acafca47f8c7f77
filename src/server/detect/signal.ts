// SPDX-License-Identifier: Apache-2.0

export interface Signal {
  notify(): void;
  /** Until notified, at most so many milliseconds. */
  wait(ms: number): Promise<void>;
}

export function createSignal(): Signal {
  let pending = false;
  let wakeUp: (() => void) | undefined;
  return {
    notify: () => {
      pending = true;
      wakeUp?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wakeUp = undefined;
          pending = false;
          resolve();
        };
        const timer = setTimeout(done, pending ? 0 : ms);
        wakeUp = done;
      }),
  };
}
