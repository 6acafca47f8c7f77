// SPDX-License-Identifier: Apache-2.0
// Drafted policies over the whole history, event after event: whichever fires did not always hold. Those that have fired
// are taken out now and then, so that the long rest of the history is only asked of what still holds.
import type { ChainEvent } from '../../model/index.ts';
import { createPolicyMonitor, type Policy } from '../../monitor/index.ts';

export interface Trial {
  accept(event: ChainEvent): void;
  /** Ids of the policies that fired. */
  end(): ReadonlySet<string>;
}

/** Events after which those that fired are taken out for the first time; then after twice as many each time. */
const FIRST = 5_000;
/** Events kept for one window of a policy. What no longer fits makes a statement hold that else might not; never break. */
const LIMITS = { events: 50_000, eventsPerKey: 500 };
/** Events of a file may come so much later than a younger one, in milliseconds. */
const LATENESS = 300_000;

export function createTrial(policies: readonly Policy[]): Trial {
  const broken = new Set<string>();
  let running = policies;
  let monitor = createPolicyMonitor(running, { lateness: LATENESS, limits: LIMITS });
  let events = 0;
  let next = FIRST;
  const note = (alerts: ReturnType<typeof monitor.accept>): void => {
    for (const { rule } of alerts) broken.add(rule.id);
  };
  const takeOut = (): void => {
    const left = running.filter(({ head }) => !broken.has(head.id));
    next *= 2;
    if (left.length === running.length) return;
    const state = monitor.save();
    running = left;
    monitor = createPolicyMonitor(running, { lateness: LATENESS, limits: LIMITS });
    monitor.restore(state);
  };
  return {
    accept(event) {
      note(monitor.accept(event, { file: '', line: ++events }));
      if (events >= next) takeOut();
    },
    end() {
      note(monitor.end().alerts);
      return broken;
    },
  };
}
