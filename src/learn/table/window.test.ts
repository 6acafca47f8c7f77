// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChainEvent } from '../../model/index.ts';
import type { WindowSpec } from './positions.ts';
import { createLookup } from './window.ts';

const KEY = fc.option(fc.constantFrom('a', 'b', '__proto__', ''), { nil: undefined });
const EVENT = fc.record({
  type: fc.constantFrom('x', 'y'),
  gap: fc.nat(3),
  order: KEY,
  person: KEY,
  paid: fc.option(fc.boolean(), { nil: undefined }),
});
const SPEC = fc.record<WindowSpec>(
  {
    event: fc.constantFrom('x', 'y', 'z'),
    by: fc.constantFrom('order', 'person', 'none'),
    before: fc.nat(12),
    where: fc.record({ field: fc.constant('paid'), value: fc.boolean() }),
  },
  { requiredKeys: ['event', 'by', 'before'] },
);

test('what is asked of a window is what a walk over all events finds', () => {
  fc.assert(
    fc.property(fc.array(EVENT, { maxLength: 40 }), fc.array(SPEC, { maxLength: 8 }), (drafts, specs) => {
      let time = 0;
      const events = drafts.map(({ type, gap, order, person, paid }, at) => {
        time += gap;
        const keys = {
          ...(order === undefined ? {} : { order }),
          ...(person === undefined ? {} : { person }),
        };
        const data = paid === undefined ? {} : { paid };
        return { id: `${at}`, source: 's', type, time, trust: 'signed', keys, data } as unknown as ChainEvent;
      });
      const lookup = createLookup(events);
      for (const spec of specs)
        for (const [position, event] of events.entries()) {
          const value = event.keys[spec.by];
          const had = [...events.entries()].filter(
            ([, other]) =>
              value !== undefined &&
              other.type === spec.event &&
              other.keys[spec.by] === value &&
              (spec.where === undefined || other.data[spec.where.field] === spec.where.value),
          );
          const inside = had.filter(
            ([at, other]) =>
              at !== position && other.time >= event.time - spec.before && other.time <= event.time,
          );
          const people = inside.flatMap(([, { keys }]) => keys['person'] ?? []);
          expect({
            around: [...lookup.around(spec, position)],
            count: lookup.count(spec, position),
            last: lookup.last(spec, position),
            distinct: lookup.distinct(spec, 'person', position),
            isHad: lookup.isHad(spec, position),
          }).toEqual({
            around: inside.map(([at]) => at),
            count: inside.length,
            last: inside.at(-1)?.[1],
            distinct: new Set(people).size,
            isHad: had.length > 0,
          });
        }
    }),
    { numRuns: 300 },
  );
});
