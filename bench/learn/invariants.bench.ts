// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- invariants --orders 100000`: what always held in so many usual orders, mined from a stream that is read
// twice, and which of the twelve first policies it sees broken in a changed log.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { confirmed, createKept, createTrial, proposeInvariants } from '../../src/learn/index.ts';
import { type ChainEvent, type Pack, resolvePack } from '../../src/model/index.ts';
import { compilePolicies } from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { generate, readTraffic, type Traffic } from '../../src/traffic/index.ts';
import { fired, mutated, TWELVE } from '../../test/support/first-policies.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { orders: { type: 'string', default: '100000' } } });
const pack = resolvePack('e-commerce', packReader(path.join(root, 'packs'))).value as Pack;
const file = path.join(root, 'examples/demo-shop/traffic.yaml');
const whole = trafficIn(file);
const ORDERS_A_DAY = 420;
const START = Date.UTC(2026, 9, 5);
const DAY = 86_400_000;
const days = Math.ceil(Number(values.orders) / ORDERS_A_DAY);

/** Comes by the thousand a day and says nothing of orders: processes that make nothing else are left out. */
const BULK = new Set([
  ...['http.request', 'cart.update', 'vehicle.pos', 'sensor.reading', 'svc.health', 'camera.status'],
  ...['acct.login', 'iam.event', 'net.flow', 'dep.inventory'],
]);
const ofOrders: Traffic = {
  ...whole,
  processes: whole.processes.filter((each) => {
    const made = [...JSON.stringify(each).matchAll(/"event":"([^"]+)"/g)].map(([, type]) => type ?? '');
    return made.some((type) => !BULK.has(type));
  }),
};

function* stream(seed: number, length: number): Generator<ChainEvent> {
  const span = { seed, start: START, days: length, attacks: [] };
  for (const { event } of generate(ofOrders, span)) yield event;
}

print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${days} days`);
print('| step | result | CPU s, without making the events | RSS MiB |');
print('|---|---|---|---|');
const making = timed(() => {
  let [events, orders] = [0, 0];
  for (const { type } of stream(1, days)) {
    events++;
    if (type === 'order.placed') orders++;
  }
  return { events, orders };
});
const { events, orders } = making.result;
row(
  'events made',
  `${orders.toLocaleString('en')} orders, ${events.toLocaleString('en')} events`,
  making.seconds,
  0,
);

const kept = createKept();
const reading = timed(() => {
  for (const event of stream(1, days)) kept.accept(event);
});
row('read once', `${kept.counts.kept.toLocaleString('en')} kept`, reading.seconds, making.seconds);
const proposing = timed(() => proposeInvariants(pack, [kept.episode()]));
row('statements proposed', String(proposing.result.length), proposing.seconds, 0);
const trying = timed(() => {
  const trial = createTrial(proposing.result.map(({ policy }) => policy));
  for (const event of stream(1, days)) trial.accept(event);
  return trial.end();
});
row('tried on all events', `${trying.result.size} broken`, trying.seconds, making.seconds);
const found = confirmed(pack, proposing.result, trying.result);

const at = { file: 'mined', line: 1, column: 1 };
const placed = found.map(({ policy }) => ({ ...policy, pack: pack.id, at, locate: () => at }));
const policies = compilePolicies({ events: pack.events, policies: placed }).value ?? [];
// Two days kept aside, and the changes of suppliers of a fortnight, which are rare.
const usual = [...stream(21, 14)].filter(
  ({ type, time }) => type === 'supplier.change' || time < START + 2 * DAY,
);
const before = fired(policies, usual);
const sound = policies.filter(({ head }) => !before.has(head.id));
print('');
print(
  `${policies.length} statements held; ${before.size} of them fire on two other usual days; of the twelve, seen when broken:`,
);
for (const [name, mutation] of TWELVE)
  print(`- ${name}: ${fired(sound, mutated(usual, mutation)).size} statements fire`);

function trafficIn(name: string): Traffic {
  const { value } = readTraffic(readFileSync(name), name, pack);
  if (value === undefined) throw new Error(`Cannot read ${name}`);
  return value;
}

function timed<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: (user + system) / 1e6 };
}

function row(step: string, result: string, seconds: number, less: number): void {
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  print(`| ${step} | ${result} | ${Math.max(0, seconds - less).toFixed(1)} | ${memory} |`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
