// SPDX-License-Identifier: Apache-2.0
// Runs policies over events: verdicts at their deadlines, the same ones whatever the order of arrival within the bound.
import type { ChainEvent } from '../../model/index.ts';
import type { Alert, EventPlace } from '../alert.ts';
import { createAgenda, type Pending } from './agenda.ts';
import { createClock } from './clock.ts';
import { explainEvent, type Look } from './explain.ts';
import type { Entry } from './expression/value.ts';
import { LIMITS, type PolicyCounts, type PolicyLimits } from './limits.ts';
import type { Policy } from './policy.ts';
import { createQuiet } from './quiet.ts';
import { createRouter } from './router.ts';
import { type PolicySnapshot, readSnapshot, writeSnapshot } from './snapshot.ts';

export interface PolicyMonitorOptions {
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness: number;
  readonly limits?: Partial<PolicyLimits>;
}

export interface PolicyMonitor {
  /** Alerts whose deadlines event time has passed with this event. */
  accept(event: ChainEvent, at: EventPlace): readonly Alert[];
  /** Tells that the clock shows `time`, when no event does; alerts whose deadlines have passed. */
  advance(time: number): readonly Alert[];
  /** No event comes any more: the verdicts that are due, and what stays open. */
  end(): { readonly alerts: readonly Alert[]; readonly pending: readonly Pending[] };
  /** Plain data (JSON keeps it) that `restore` of a monitor with the same policies takes back. */
  save(): PolicySnapshot;
  restore(snapshot: PolicySnapshot): void;
  /** Which policies look at the event, and why they do or do not fire on what is kept now. */
  explain(event: ChainEvent): readonly Look[];
  readonly counts: PolicyCounts;
}

export function createPolicyMonitor(
  policies: readonly Policy[],
  { lateness, limits: given = {} }: PolicyMonitorOptions,
): PolicyMonitor {
  const limits = { ...LIMITS, ...given };
  const clock = createClock(lateness, limits);
  const router = createRouter(policies, limits);
  const quiet = createQuiet(policies, limits.quiet);
  const agenda = createAgenda(policies, router, quiet, limits.open);
  const counts = { events: 0, duplicates: 0, late: 0, ignored: 0 };
  const take = (entry: Entry) => {
    const route = router.routeOf(entry.event.type);
    if (route === undefined) return;
    for (const stream of route.streams) stream.add(entry);
    for (const policy of route.policies) agenda.look(policy, entry);
  };
  const run = (): readonly Alert[] => {
    const alerts: Alert[] = [];
    for (let entry = clock.next(); entry !== undefined; entry = clock.next()) {
      agenda.decideBefore(entry.event.time, alerts);
      take(entry);
    }
    agenda.decideBefore(clock.watermark, alerts);
    router.expire(clock.watermark);
    return alerts;
  };
  return {
    get counts() {
      const { kept, forgotten } = router;
      return { ...counts, unwatched: agenda.unwatched, kept, forgotten, open: agenda.size };
    },
    accept(event, at) {
      counts.events++;
      const entry = { event, at };
      const arrival = clock.arrive(entry, router.routeOf(event.type) !== undefined);
      if (arrival === 'duplicate') counts.duplicates++;
      if (arrival === 'too-late' || arrival === 'too-early' || arrival === 'untimed') counts.ignored++;
      if (arrival === 'late') {
        counts.late++;
        take(entry);
      }
      return run();
    },
    advance(time) {
      clock.advance(time);
      return run();
    },
    end() {
      clock.flush();
      return { alerts: run(), pending: agenda.pending() };
    },
    save: () => writeSnapshot({ policies, clock, router, agenda, quiet, counts }),
    restore(snapshot) {
      const state = readSnapshot(snapshot, policies);
      clock.restore(state.clock);
      router.restore(state.streams);
      quiet.restore(state.quiet);
      agenda.restore(state.open, state.unwatched);
      Object.assign(counts, state.counts);
    },
    explain: (event) => explainEvent(event, policies, router.streamsOf, clock.watermark),
  };
}
