// SPDX-License-Identifier: Apache-2.0
// Runs policies over history or stories with the matcher that will run them later.
import { groupBy } from '../../core/group-by.ts';
import type { ChainEvent, Happened, Trust } from '../../model/index.ts';
import { type Alert, createPolicyMonitor, type Policy } from '../../monitor/index.ts';

/** Any day serves: conditions on the calendar are not learnt. */
const START = Date.UTC(2027, 0, 4, 12);

/** Alerts over events in the order of time; `at.line` is the number of the event that is looked at, from 1. */
export function replay(policies: readonly Policy[], events: readonly ChainEvent[]): readonly Alert[] {
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const alerts: Alert[] = [];
  for (const at of positionsFor(policies, events))
    alerts.push(...monitor.accept(events[at] as ChainEvent, { file: '', line: at + 1 }));
  const wait = Math.max(0, ...policies.map((policy) => policy.wait));
  return [...alerts, ...monitor.advance((events.at(-1)?.time ?? 0) + wait + 1), ...monitor.end().alerts];
}

/** Positions of the events that any of the policies looks at: the others would only move the time, and most are such. */
function positionsFor(policies: readonly Policy[], events: readonly ChainEvent[]): Int32Array {
  const types = new Set(
    policies.flatMap(({ types, windows }) => [...types, ...windows.flatMap(({ stream }) => stream.types)]),
  );
  const byType = positionsOf(events);
  const wanted = [...types].flatMap((type) => byType.get(type) ?? []);
  return Int32Array.from(wanted).sort();
}

/** Asked of the same history for one candidate after the other. */
const known = new WeakMap<readonly ChainEvent[], ReadonlyMap<string, readonly number[]>>();

function positionsOf(events: readonly ChainEvent[]): ReadonlyMap<string, readonly number[]> {
  const before = known.get(events);
  if (before !== undefined) return before;
  const byType = groupBy(events.keys(), (at) => (events[at] as ChainEvent).type);
  known.set(events, byType);
  return byType;
}

/** A story of a pack as events. */
export function told(story: Happened): readonly ChainEvent[] {
  return story
    .map(
      ({ type, after = 0, keys = {}, trust = 'signed', data = {} }, at): ChainEvent => ({
        id: `story-${at}`,
        source: 'story',
        type,
        time: START + Math.round(after * 1000),
        keys,
        trust: trust as Trust,
        data,
      }),
    )
    .sort((a, b) => a.time - b.time);
}
