// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- policy`: all policies of a pack over a stream of orders, beside a naive monitor that keeps every event
// and searches all of them for each window. `--orders 12000 --naive 3000 --traffic FILE` choose.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ChainEvent, type Pack, resolvePack } from '../../src/model/index.ts';
import { compilePolicies, createPolicyMonitor, type Policy } from '../../src/monitor/index.ts';
import { joined, sliceOf } from '../../src/monitor/policy/policy.ts';
import type { Stream } from '../../src/monitor/policy/stream.ts';
import { judge } from '../../src/monitor/policy/verdict.ts';
import { packReader } from '../../src/platform/index.ts';
import { generate, readTraffic } from '../../src/traffic/index.ts';
import { asTheyArrive, ordinaryOrders } from '../../test/support/ordinary-orders.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '12000' },
    naive: { type: 'string', default: '3000' },
    traffic: { type: 'string', default: path.join(root, 'examples/demo-shop/traffic.yaml') },
  },
});

const pack = resolvePack('e-commerce', packReader(path.join(root, 'packs'))).value as Pack;
const policies = compilePolicies(pack).value ?? [];
const AT = { file: 'bench', line: 1 };
const HOUR = 3_600_000;

print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${policies.length} policies`);
print('');
print(
  '| events | count | alerts | engine events/CPU s (first pass, best of 3) | naive events/CPU s | ratio | RSS MiB |',
);
print('|---|---|---|---|---|---|---|');
const orders = ordinaryOrders(Number(values.orders), 30);
row('orders, in order', orders, 0);
row('orders, up to an hour late, some twice', asTheyArrive(orders, HOUR), HOUR);
row('three days of the demo shop with eight attacks', demoShop(), 60_000);

function demoShop(): readonly ChainEvent[] {
  const traffic = readTraffic(readFileSync(values.traffic), values.traffic, pack).value;
  if (traffic === undefined) throw new Error(`Cannot read ${values.traffic}`);
  const attacks = traffic.attacks.map(({ id }) => id);
  const span = { seed: 1, start: Date.UTC(2027, 0, 4), days: 3, attacks };
  return [...generate(traffic, span)].map(({ event }) => event);
}

function row(name: string, events: readonly ChainEvent[], lateness: number): void {
  const passes = Array.from({ length: 3 }, () => timed(events, () => engine(policies, events, lateness)));
  const best = Math.max(...passes.map(({ rate }) => rate));
  // Without `quiet`, which thins alerts; the sample is the first events, in their order.
  const loud = policies.map((policy) => ({ ...policy, quiet: 0 }));
  const sample = inOrder(events.slice(0, Number(values.naive)));
  const slow = timed(sample, () => naive(loud, sample));
  const alerts = engine(loud, sample, 0);
  if (slow.alerts !== alerts)
    throw new Error(`${name}: the engine raises ${alerts} alerts, the naive monitor ${slow.alerts}`);
  const cells = [
    name,
    events.length.toLocaleString('en'),
    passes[0]?.alerts ?? 0,
    `${Math.round(passes[0]?.rate ?? 0).toLocaleString('en')}, ${Math.round(best).toLocaleString('en')}`,
    `${Math.round(slow.rate).toLocaleString('en')} (${sample.length.toLocaleString('en')} events, ${slow.alerts} alerts)`,
    `${(best / slow.rate).toFixed(0)}×`,
    (process.memoryUsage().rss / 2 ** 20).toFixed(0),
  ];
  print(`| ${cells.join(' | ')} |`);
}

function timed(events: readonly ChainEvent[], work: () => number): { rate: number; alerts: number } {
  const before = process.cpuUsage();
  const alerts = work();
  const { user, system } = process.cpuUsage(before);
  return { rate: events.length / ((user + system) / 1e6), alerts };
}

function engine(given: readonly Policy[], events: readonly ChainEvent[], lateness: number): number {
  const monitor = createPolicyMonitor(given, { lateness });
  let alerts = 0;
  for (const event of events) alerts += monitor.accept(event, AT).length;
  return alerts + monitor.end().alerts.length;
}

/** Sorted, each id once. */
function inOrder(events: readonly ChainEvent[]): readonly ChainEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()].sort((a, b) => a.time - b.time);
}

/** Every window of every event looked at is searched in all events. */
function naive(given: readonly Policy[], events: readonly ChainEvent[]): number {
  const end = events.at(-1)?.time ?? 0;
  const entries = events.map((event) => ({ event, at: AT }));
  let alerts = 0;
  for (const policy of given) {
    const streams = policy.windows.map(({ stream }): Stream => {
      const find = (key: string) => ({
        key,
        lost: Number.NEGATIVE_INFINITY,
        entries: entries.filter(
          ({ event }) =>
            stream.types.includes(event.type) &&
            stream.filters.every(({ run }) => run({ on: event, it: event, windows: [] }) === true) &&
            joined(event, stream.by) === key,
        ),
      });
      return { find, lost: Number.NEGATIVE_INFINITY } as unknown as Stream;
    });
    for (const entry of entries) {
      const { event } = entry;
      if (
        !policy.types.includes(event.type) ||
        sliceOf(policy, event) === undefined ||
        event.time + policy.wait > end
      )
        continue;
      if (policy.where !== undefined && policy.where.run({ on: event, it: event, windows: [] }) !== true)
        continue;
      if (judge(policy, entry, streams).broken.length > 0) alerts++;
    }
  }
  return alerts;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
