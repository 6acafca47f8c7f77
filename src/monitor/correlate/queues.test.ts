// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELS } from '../sigma/rule.ts';
import type { Group } from './group.ts';
import type { Incident } from './incident.ts';
import { createQueues } from './queues.ts';
import { worstFirst } from './view.ts';

const STEP = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('open'), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('hear'), at: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('merge'), at: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('close-silent'), at: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restore'), at: fc.constant(0) }) },
);

test('what gives way is what a look at all of them finds', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 300 }), (steps) => {
      const groups = new Map<string, Group>();
      const closed = new Map<string, Incident>();
      let queues = createQueues(groups, closed);
      let [time, made] = [0, 0];
      for (const { what, at } of steps) {
        const any = [...groups.values()][at % Math.max(1, groups.size)];
        if (what === 'open') {
          time += at;
          const group = { id: `i-${made++}`, last: time } as Group;
          groups.set(group.id, group);
          queues.opened(group);
        } else if (what === 'restore') queues = createQueues(groups, closed);
        else if (any === undefined) continue;
        else if (what === 'hear') any.last = ++time;
        else if (what === 'merge') groups.delete(any.id);
        else {
          const silent = [...groups.values()].reduce((low, each) => (each.last < low.last ? each : low));
          expect(queues.silent().id).toBe(silent.id);
          groups.delete(silent.id);
          const level = LEVELS[at] ?? 'low';
          const incident = { id: silent.id, level, steps: [], last: silent.last } as unknown as Incident;
          closed.set(incident.id, incident);
          queues.closed(incident);
          if (closed.size <= 3) continue;
          const least = [...closed.values()].reduce((low, each) => (worstFirst(each, low) > 0 ? each : low));
          expect(queues.takeLeast()?.id).toBe(least.id);
          closed.delete(least.id);
        }
      }
    }),
    { numRuns: 500 },
  );
});
