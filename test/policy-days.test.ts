// SPDX-License-Identifier: Apache-2.0
// Policies of the shop on whole days: usual ones raise nothing, with all that goes wrong without being wrong; every attack
// of the demo shop raises something.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChainEvent } from '../src/model/index.ts';
import { type Alert, compilePolicies, createPolicyMonitor } from '../src/monitor/index.ts';
import { generate, readTraffic } from '../src/traffic/index.ts';
import { loadedPack } from './support/loaded-pack.ts';
import { asTheyArrive, ORDINARY_WAYS, ordinaryOrders } from './support/ordinary-orders.ts';

const root = join(import.meta.dirname, '..');
const pack = loadedPack('e-commerce');
const policies = compilePolicies(pack).value ?? [];
const HOUR = 3_600_000;

function alertsOf(events: Iterable<ChainEvent>, lateness: number): readonly Alert[] {
  const monitor = createPolicyMonitor(policies, { lateness });
  const alerts: Alert[] = [];
  let last = 0;
  for (const event of events) {
    alerts.push(...monitor.accept(event, { file: 'day', line: 1 }));
    last = Math.max(last, event.time);
  }
  alerts.push(...monitor.advance(last + 100 * 24 * HOUR), ...monitor.end().alerts);
  expect(monitor.counts).toMatchObject({ late: 0, ignored: 0, forgotten: 0, unwatched: 0, open: 0 });
  return alerts;
}

const shown = ({ rule, reasons, record }: Alert) =>
  `${rule.id}: ${reasons?.join(' ')} ${JSON.stringify(record)}`;

describe('usual days', () => {
  const events = ordinaryOrders(ORDINARY_WAYS.length * 60, 7);

  test(`raise nothing: ${ORDINARY_WAYS.join('; ')}`, () => {
    expect(alertsOf(events, 0).map(shown)).toEqual([]);
  });

  test('raise nothing when events come late, out of order and twice', () => {
    const stream = asTheyArrive(events, 2 * HOUR);
    expect(stream.length).toBeGreaterThan(events.length);
    expect(alertsOf(stream, 4 * HOUR).map(shown)).toEqual([]);
  });

  test.each([
    ['no capture is known', 'pay.capture', 'e-commerce/policy/paid-implies-capture'],
    ['no payment is known', /^pay\.(?:auth|capture)$/, 'e-commerce/policy/ship-implies-paid'],
    [
      'no return is known',
      /^(?:parcel\.scan|scale\.weight)$/,
      'e-commerce/policy/return-refund-needs-return',
    ],
    ['no proof is known', 'pod.captured', 'e-commerce/policy/delivered-needs-proof'],
    ['no cancellation is known', 'order.changed', 'e-commerce/policy/cancel-refund-needs-cancel'],
  ])('raise something once %s', (_, types, policy) => {
    const left = events.filter(({ type }) =>
      typeof types === 'string' ? type !== types : !types.test(type),
    );
    expect(alertsOf(left, 0).map(({ rule }) => rule.id)).toContain(policy);
  });
});

describe('the demo shop', () => {
  const traffic = readTraffic(
    readFileSync(join(root, 'examples/demo-shop/traffic.yaml')),
    'traffic.yaml',
    pack,
  ).value;
  if (traffic === undefined) throw new Error('The traffic of the demo shop cannot be read');
  const ids = traffic.attacks.map(({ id }) => id);

  test('has eight attacks, each seen, and no alert about anything else', () => {
    const truth = new Map<unknown, string>();
    const events: ChainEvent[] = [];
    for (const { event, attack } of generate(traffic, {
      seed: 7,
      start: Date.UTC(2027, 0, 4),
      days: 1,
      attacks: ids,
    })) {
      if (attack !== undefined) truth.set(event.id, attack);
      events.push(event);
    }
    const monitor = createPolicyMonitor(policies, { lateness: 60_000 });
    const alerts = events
      .flatMap((event) => monitor.accept(event, { file: 'day', line: 1 }))
      .concat(monitor.end().alerts);
    const about = alerts.map(({ record, because = [] }) =>
      [record, ...because.map((witness) => witness.record)]
        .map(({ id }) => truth.get(id))
        .find((attack) => attack !== undefined),
    );
    expect(alerts.filter((_, index) => about[index] === undefined).map(shown)).toEqual([]);
    expect(new Set(about)).toEqual(new Set(ids));
    expect(ids).toHaveLength(8);
  });
});
