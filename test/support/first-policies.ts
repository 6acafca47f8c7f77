// SPDX-License-Identifier: Apache-2.0
// Logs of usual days in which one of the twelve first policies of a chain is broken, and which statements see it.
import type { ChainEvent } from '../../src/model/index.ts';
import { createPolicyMonitor, type Policy } from '../../src/monitor/index.ts';

/** What each of the twelve first policies forbids, done to usual events. Undefined: not an event to change. */
type Mutation = (event: ChainEvent) => readonly ChainEvent[] | undefined;

const is = (event: ChainEvent, type: string, data: Readonly<Record<string, unknown>> = {}): boolean =>
  event.type === type && Object.entries(data).every(([field, value]) => event.data[field] === value);
const set =
  (
    type: string,
    when: Readonly<Record<string, unknown>>,
    data: Readonly<Record<string, unknown>>,
  ): Mutation =>
  (event) =>
    is(event, type, when) ? [{ ...event, data: { ...event.data, ...data } }] : undefined;
const drop =
  (type: string, data: Readonly<Record<string, unknown>> = {}): Mutation =>
  (event) =>
    is(event, type, data) ? [] : undefined;
const twice =
  (type: string): Mutation =>
  (event) =>
    is(event, type) ? [event, { ...event, id: `${event.id}-again`, time: event.time + 1000 }] : undefined;

export const TWELVE: readonly (readonly [string, Mutation])[] = [
  ['paid implies capture', drop('pay.capture')],
  ['ship implies paid', drop('order.changed', { status: 'paid' })],
  [
    'refund within capture',
    (event) => set('pay.refund', {}, { amount: 10 * Number(event.data['amount']) + 1e6 })(event),
  ],
  ['one redemption a code', twice('promo.redeemed')],
  ['stock is never negative', set('stock.level', {}, { available: -3 })],
  ['labels are as many as parcels', twice('label.printed')],
  [
    'address frozen after pick',
    set('order.changed', { status: 'shipped' }, { what: 'address', status: undefined }),
  ],
  ['message of payment verified', set('pay.webhook', {}, { verified: false })],
  ['new script implies approval', set('page.observed', {}, { approved: false })],
  ['payout change needs two people', set('supplier.change', {}, { approvals: 1 })],
  ['proof near the address', set('pod.captured', {}, { distance: 2300 })],
  ['door opens at a planned stop', set('vehicle.door', { action: 'open' }, { 'planned-stop': false })],
];

/** Ids of the policies that fire on a log. */
export function fired(policies: readonly Policy[], events: readonly ChainEvent[]): ReadonlySet<string> {
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const alerts = events.flatMap((event, at) => monitor.accept(event, { file: 'log', line: at + 1 }));
  return new Set([...alerts, ...monitor.end().alerts].map(({ rule }) => rule.id));
}

/** At most so many events of a log are changed. */
const CHANGED = 20;

export function mutated(events: readonly ChainEvent[], mutation: Mutation): readonly ChainEvent[] {
  let changed = 0;
  const result = events.flatMap((event) => {
    const instead = changed < CHANGED ? mutation(event) : undefined;
    if (instead === undefined) return [event];
    changed++;
    return instead;
  });
  if (changed === 0) throw new Error('There is no event to change in this log');
  return result.toSorted((a, b) => a.time - b.time);
}
