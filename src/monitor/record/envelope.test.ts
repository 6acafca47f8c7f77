// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { eventsIn } from './envelope.ts';

const [a, b] = [{ eventName: 'A' }, { eventName: 'B' }];

test.each([
  [{ Records: [a, b] }, [a, b]],
  [{ records: [a], '@odata.nextLink': 'x' }, [a]],
  [{ Events: { '#attributes': {}, Event: [a, b] } }, [{ Event: a }, { Event: b }]],
  [{ Events: { Event: a } }, [{ Event: a }]],
  [{ took: 1, hits: { total: { value: 1 }, hits: [{ _index: 'i', _source: a }] } }, [a]],
  [{ _index: 'i', _id: '1', _source: b }, [b]],
  [{ preview: false, result: a }, [a]],
  // Events that have lists of their own
  [{ Event: { System: {} } }, [{ Event: { System: {} } }]],
  [{ type: 'order', items: [a, b] }, [{ type: 'order', items: [a, b] }]],
  [{ Records: [] }, [{ Records: [] }]],
  [{ Records: ['x'] }, [{ Records: ['x'] }]],
  [a, [a]],
])('%j wraps %j', (record, expected) => {
  expect(eventsIn(record)).toEqual(expected);
});
