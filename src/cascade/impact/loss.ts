// SPDX-License-Identifier: Apache-2.0
// What a run costs a service: demand that is not served is lost or waits, and what waits is worked off later.
import { demandAt, type Service } from './service.ts';
import type { Steps } from './steps.ts';

export interface Loss {
  /** Units that were never delivered, with those that still wait at the end. */
  readonly lost: number;
  /** Units that were delivered late. */
  readonly late: number;
  readonly eur: number;
  /** Most units that waited at one time. */
  readonly peak: number;
  /** Hours after the start when the service was whole again and nothing waited; Infinity: not within the horizon. */
  readonly whole: number;
}

const NOTHING: Loss = { lost: 0, late: 0, eur: 0, peak: 0, whole: 0 };

interface Account {
  lost: number;
  late: number;
  backlog: number;
  peak: number;
  whole: number;
}

/** Exact for demand that is constant within each hour. `startHour`: hour of the week, 0 is Monday 0:00. */
export function lossOf(service: Service, steps: Steps, horizon: number, startHour: number): Loss {
  if (steps.times.length === 1 && steps.levels[0] === 1) return NOTHING;
  const account: Account = { lost: 0, late: 0, backlog: 0, peak: 0, whole: 0 };
  steps.times.forEach((from, index) => {
    const until = Math.min(steps.times[index + 1] ?? horizon, horizon);
    const level = steps.levels[index] as number;
    for (let now = from; now < until; ) {
      // Whole and nothing waiting: nothing happens until the next step.
      if (level === 1 && account.backlog === 0) return;
      const next =
        service.profile === undefined
          ? until
          : Math.min(until, Math.floor(startHour + now + 1e-9) + 1 - startHour);
      advance(account, service, level, now, next, demandAt(service, startHour, now + 1e-9));
      now = next;
    }
  });
  const lost = account.lost + account.backlog;
  const isWhole = account.backlog === 0 && steps.levels[steps.levels.length - 1] === 1;
  return {
    lost,
    late: account.late,
    eur: lost * service.eurEach,
    peak: account.peak,
    whole: isWhole ? account.whole : Number.POSITIVE_INFINITY,
  };
}

/** One stretch of constant demand and level. */
function advance(
  account: Account,
  { perHour, waits, catchUp }: Service,
  level: number,
  from: number,
  until: number,
  demand: number,
): void {
  const hours = until - from;
  const unmet = demand * (1 - level);
  account.lost += unmet * (1 - waits) * hours;
  const arriving = unmet * waits;
  // What is not demanded at this hour is free to work off what waits.
  const working = Math.max(0, (1 + catchUp) * perHour - demand) * level;
  const change = arriving - working;
  const end = account.backlog + change * hours;
  if (end >= 0) {
    account.late += account.backlog + arriving * hours - end;
    account.backlog = end;
    account.peak = Math.max(account.peak, end);
    account.whole = until;
    return;
  }
  const emptyAfter = account.backlog / -change;
  account.late += account.backlog + arriving * hours;
  account.backlog = 0;
  account.whole = level === 1 ? from + emptyAfter : until;
}
