// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { leakedOf, type Span, wrongOf } from './harm.ts';
import type { Records, Service } from './service.ts';
import type { Steps } from './steps.ts';

const service: Service = {
  asset: 0,
  unit: 'orders',
  perHour: 10,
  eurEach: 1,
  waits: 0,
  catchUp: 0,
  wrong: { eurEach: 3, perHour: 5 },
};
const up: Steps = { times: [0], levels: [1] };
const down: Steps = { times: [0, 4, 6], levels: [1, 0, 1] };

describe('wrong output', () => {
  test.each<[string, Steps, readonly Span[], number, { units: number; right: number }]>([
    ['is what is delivered while it is wrong', up, [{ from: 2, until: 4 }], 4, { units: 20, right: 8 }],
    ['is put right from the notice on', up, [{ from: 2, until: 6 }], 4, { units: 40, right: 12 }],
    ['is nothing while it is down', down, [{ from: 4, until: 6 }], 6, { units: 0, right: 0 }],
    [
      'is never put right when nobody notices',
      up,
      [{ from: 20, until: Number.POSITIVE_INFINITY }],
      Number.POSITIVE_INFINITY,
      { units: 40, right: Number.POSITIVE_INFINITY },
    ],
    ['is none without a span', up, [], 0, { units: 0, right: 0 }],
  ])('%s', (_, steps, spans, noticed, expected) => {
    const found = wrongOf(service, steps, spans, noticed, 24, 0);
    expect(found.units).toBeCloseTo(expected.units, 9);
    expect(found.right).toBeCloseTo(expected.right, 9);
    expect(found.eur).toBeCloseTo(expected.units * 3, 9);
  });
});

describe('records', () => {
  const records: Records = { asset: 0, unit: 'people', perHour: 100, eurEach: 1 };
  test.each<[string, Partial<Records>, Steps, number]>([
    ['leak while the asset is read', {}, up, 600],
    ['leak only while it is up', {}, down, 400],
    ['are no more than there are', { count: 250 }, up, 250],
  ])('%s', (_, change, steps, expected) => {
    expect(leakedOf({ ...records, ...change }, steps, [{ from: 2, until: 8 }], 24)).toBe(expected);
  });
});
