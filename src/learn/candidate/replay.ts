// SPDX-License-Identifier: Apache-2.0
// Runs policies over history or stories with the matcher that will run them later.
import type { ChainEvent, Happened, Trust } from '../../model/index.ts';
import { type Alert, createPolicyMonitor, type Policy } from '../../monitor/index.ts';

/** Any day serves: conditions on the calendar are not learnt. */
const START = Date.UTC(2027, 0, 4, 12);

/** Alerts over events in the order of time; `at.line` is the number of the event that is looked at, from 1. */
export function replay(policies: readonly Policy[], events: readonly ChainEvent[]): readonly Alert[] {
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const alerts = events.flatMap((event, at) => monitor.accept(event, { file: '', line: at + 1 }));
  const wait = Math.max(0, ...policies.map((policy) => policy.wait));
  return [...alerts, ...monitor.advance((events.at(-1)?.time ?? 0) + wait + 1), ...monitor.end().alerts];
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
