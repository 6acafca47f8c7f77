// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { ChainEvent } from '../../model/index.ts';
import { type AffectedQuery, affectedBy } from './affected.ts';

const event = (id: string, type: string, keys: ChainEvent['keys']): ChainEvent => ({
  ...{ id, source: 's', type, time: 0, keys, trust: 'token' },
  data: {},
});
const EVENTS = [
  event('1', 'order.placed', { order: 'o-1', account: 'a-1' }),
  event('2', 'job.scan', { order: 'o-1', job: 'j-1' }),
  event('3', 'job.scan', { job: 'j-2' }),
];

test.each<[string, AffectedQuery, object]>([
  ['a match alone', { types: ['order.placed'], keys: ['account', 'job'] }, { account: ['a-1'], job: [] }],
  [
    'a match and what its order joins',
    { types: ['order.placed'], via: 'order', keys: ['account', 'job'] },
    { account: ['a-1'], job: ['j-1'] },
  ],
  ['names that every object has', { keys: ['constructor', 'toString'] }, { constructor: [], toString: [] }],
  [
    'a join by a name that every object has',
    { types: ['order.placed'], via: 'constructor', keys: ['job'] },
    { job: [] },
  ],
])('%s', (_, query, values) => {
  expect(affectedBy(query, EVENTS).values).toEqual(values);
});
