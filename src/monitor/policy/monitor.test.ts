// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { ChainEvent } from '../../model/index.ts';
import { createPolicyMonitor, type PolicyMonitorOptions } from './monitor.ts';
import { happened, NOWHERE, policiesOf, policyText } from './policy-fixture.ts';
import { createStream } from './stream.ts';

const RESPONSE = policyText(`
per: [sale]
on: { event: sale.paid, where: amount > 0 }
windows:
  taken: { event: sale.taken, after: 60s }
must:
  - that: exists(taken)
    say: { en: 'Sale {on.sale} over {on.amount} was paid and not taken.' }
`);

const COUNT = policyText(
  `
per: [who]
on: { event: door.opened }
windows:
  before: { event: door.opened, before: 10s }
must: [{ that: count(before) <= 2, say: { en: '{count(before)} times within {on.time - min(before.time)}.' } }]
quiet: 20s
`,
  'count',
);

function monitorOf(text: string, options: Partial<PolicyMonitorOptions> = {}) {
  const { value, problems } = policiesOf(text);
  expect(problems).toEqual([]);
  return createPolicyMonitor(value, { lateness: 0, ...options });
}

const paid = (second: number, sale = 'a', data: ChainEvent['data'] = { amount: 1250 }) =>
  happened('sale.paid', second, { sale, who: 'w' }, data);
const taken = (second: number, sale = 'a') => happened('sale.taken', second, { sale });
const door = (second: number, who = 'w') => happened('door.opened', second, { who });

describe('a policy monitor', () => {
  test('gives its verdict when event time passes the deadline, not before and not later', () => {
    const monitor = monitorOf(RESPONSE);
    const event = paid(0);
    expect(monitor.accept(event, NOWHERE)).toEqual([]);
    expect(monitor.accept(door(60), NOWHERE)).toEqual([]);
    const [alert] = monitor.advance(event.time + 60_001);
    expect(alert).toMatchObject({
      rule: { id: 't/policy/one', kind: 'policy', level: 'high' },
      keys: { sale: 'a' },
      time: event.time,
      at: NOWHERE,
      record: { sale: 'a', amount: 1250 },
      reasons: ['Sale a over 12.50 was paid and not taken.'],
    });
  });

  test('waits for late events as long as it is told to', () => {
    const monitor = monitorOf(RESPONSE, { lateness: 30_000 });
    monitor.accept(paid(0), NOWHERE);
    expect(monitor.accept(door(90), NOWHERE)).toEqual([]);
    expect(monitor.accept(taken(60), NOWHERE)).toEqual([]);
    expect(monitor.advance(taken(1_000).time)).toEqual([]);
  });

  test('reports what is open at the end as pending, not as broken', () => {
    const monitor = monitorOf(RESPONSE);
    monitor.accept(paid(0, 'a'), NOWHERE);
    monitor.accept(paid(30, 'b'), NOWHERE);
    monitor.accept(paid(60, 'c', { amount: 0 }), NOWHERE);
    const { alerts, pending } = monitor.end();
    expect(alerts.map(({ keys }) => keys)).toEqual([{ sale: 'a' }]);
    expect(pending).toMatchObject([{ policy: 't/policy/one', keys: { sale: 'b' } }]);
  });

  test('names the other events that made it fire, and is quiet for a while', () => {
    const monitor = monitorOf(COUNT);
    const alerts = [0, 2, 4, 5, 23, 25, 26, 27]
      .flatMap((second) => monitor.accept(door(second), NOWHERE))
      .concat(monitor.end().alerts);
    expect(alerts.map(({ reasons }) => reasons)).toEqual([
      ['3 times within 4 seconds.'],
      ['3 times within 3 seconds.'],
    ]);
    expect(alerts[0]?.because?.map(({ time }) => time)).toEqual([door(0).time, door(2).time]);
  });

  test('leaves out an event that comes again, even late', () => {
    const monitor = monitorOf(COUNT);
    const first = door(0);
    for (const event of [first, first, door(1), first, door(8), first]) monitor.accept(event, NOWHERE);
    expect(monitor.end().alerts).toHaveLength(1);
    expect(monitor.counts).toMatchObject({ events: 6, duplicates: 3, late: 0 });
  });

  test('counts an event beyond the bound for what comes after it, and looks at it at once', () => {
    const monitor = monitorOf(RESPONSE);
    monitor.accept(door(500), NOWHERE);
    expect(monitor.accept(paid(0), NOWHERE)).toHaveLength(1);
    expect(monitor.counts.late).toBe(1);
  });

  test('does not let a clock that runs ahead make everything else late', () => {
    const monitor = monitorOf(RESPONSE);
    const event = paid(9_000);
    monitor.accept({ ...event, observed: paid(0).time }, NOWHERE);
    monitor.accept(paid(1), NOWHERE);
    expect(monitor.counts.late).toBe(0);
  });

  test('forgets ids behind an event from a time to come, and keeps its place for others', () => {
    const monitor = monitorOf(RESPONSE, { limits: { waiting: 20, ids: 10 } });
    for (let second = 0; second < 500; second++) {
      const early = { ...paid(9e8 + second), observed: paid(second).time };
      monitor.accept(early, NOWHERE);
      monitor.accept(taken(second), NOWHERE);
    }
    // Without a bound every taken sale would be late from the moment at which the twenty places were taken.
    expect(monitor.counts).toMatchObject({ late: 0, ignored: 491 });
    expect(monitor.save().clock.ids.length).toBeLessThan(50);
  });

  test('keeps no more of a flood of one key than it may', () => {
    const plan = { id: 'doors', types: ['door.opened'], by: [() => 'one'], filters: [] };
    const stream = createStream(plan, 1e12, { events: 1_000, eventsPerKey: 10 });
    for (let second = 0; second < 500; second++) stream.add({ event: door(second), at: NOWHERE });
    expect(stream.size).toBe(10);
    expect(stream.entries().map(({ event }) => event.time)).toEqual(
      Array.from({ length: 10 }, (_, at) => door(490 + at).time),
    );
    expect(stream.held).toBeLessThan(100);
  });

  test('ignores an event without a time', () => {
    const monitor = monitorOf(RESPONSE);
    monitor.accept({ ...paid(0), time: Number.NaN }, NOWHERE);
    expect(monitor.counts).toMatchObject({ ignored: 1, open: 0 });
  });

  test('keeps a bounded number of events under a flood of keys, and says so', () => {
    const monitor = monitorOf(COUNT, { limits: { events: 1_000, open: 50, waiting: 10, ids: 100 } });
    for (let ms = 0; ms < 5_000; ms++) monitor.accept(door(ms / 1_000, `w${ms}`), NOWHERE);
    const { kept, open, forgotten, unwatched } = monitor.counts;
    expect(kept).toBeLessThanOrEqual(1_000);
    expect(open).toBeLessThanOrEqual(50);
    expect(forgotten + unwatched).toBeGreaterThan(3_000);
  });

  test('says in an alert that events are missing from a window', () => {
    const monitor = monitorOf(COUNT, { limits: { eventsPerKey: 3 } });
    const alerts = [0, 1, 2, 3, 4].flatMap((second) => monitor.accept(door(second), NOWHERE));
    expect([...alerts, ...monitor.end().alerts][0]?.reasons).toEqual(['3 times within 2 seconds.']);
    const flooded = monitorOf(COUNT.replace('quiet: 20s', ''), { limits: { eventsPerKey: 3 } });
    const all = [0, 1, 2, 3, 4].flatMap((second) => flooded.accept(door(second), NOWHERE));
    expect([...all, ...flooded.end().alerts].at(-1)?.reasons?.[1]).toMatch(
      /older ones are missing from `before`/,
    );
  });

  test('forgets what no verdict asks for any more', () => {
    const monitor = monitorOf(COUNT);
    for (let second = 0; second < 1_000; second++) monitor.accept(door(second, `w${second}`), NOWHERE);
    expect(monitor.counts.kept).toBeLessThanOrEqual(13);
  });

  test('explains what each policy makes of an event', () => {
    const monitor = monitorOf(RESPONSE + COUNT);
    const event = paid(0);
    const none = paid(0, 'b', { amount: 0 });
    for (const each of [event, none]) monitor.accept(each, NOWHERE);
    monitor.advance(event.time + 1_000);
    const outcome = (of: ChainEvent) =>
      monitor.explain(of).map((look) => [look.policy, look.outcome, look.why[0]]);
    expect(outcome(none)).toEqual([
      ['t/policy/one', 'not-looked-at', 'Its condition `amount > 0` does not hold of the event.'],
    ]);
    expect(outcome(event).map((look) => look.slice(0, 2))).toEqual([['t/policy/one', 'open']]);
    monitor.advance(event.time + 99_000);
    expect(outcome(event)).toEqual([['t/policy/one', 'broken', 'Sale a over 12.50 was paid and not taken.']]);
    expect(outcome(taken(1))).toEqual([['t/policy/one', 'counted', 'It counts in taken of other events.']]);
    expect(outcome({ ...event, keys: {} })[0]).toEqual([
      't/policy/one',
      'not-looked-at',
      'The event lacks the key sale.',
    ]);
  });
});
