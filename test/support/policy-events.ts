// SPDX-License-Identifier: Apache-2.0
// The hit and the miss of a policy as events with ids and times.
import type { ChainEvent, Happened, Trust } from '../../src/model/index.ts';
import { createPolicyMonitor, type Policy } from '../../src/monitor/index.ts';

/** Monday, 6 September 2027, 10:00 in Central Europe. */
const START = Date.UTC(2027, 8, 6, 8);

export function eventsOf(happened: Happened): readonly ChainEvent[] {
  return happened.map(({ type, after = 0, keys = {}, trust = 'signed', data = {} }, index) => ({
    id: `h${index}`,
    source: 'pack',
    type,
    time: START + Math.round(after * 1_000),
    keys,
    trust: trust as Trust,
    data,
  }));
}

/** Ids of the policies that fire once all deadlines have passed. */
export function alertedBy(policies: readonly Policy[], events: readonly ChainEvent[]): readonly string[] {
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const alerts = events
    .toSorted((left, right) => left.time - right.time)
    .flatMap((event) => monitor.accept(event, { file: 'pack', line: 1 }));
  const last = Math.max(...events.map(({ time }) => time));
  const wait = Math.max(0, ...policies.map((policy) => policy.wait));
  return [...alerts, ...monitor.advance(last + wait + 1), ...monitor.end().alerts].map(({ rule }) => rule.id);
}
