// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replay } from '../src/learn/candidate/replay.ts';
import { type ChainEvent, type Pack, resolvePack } from '../src/model/index.ts';
import { type Alert, compilePolicies, createPolicyMonitor, type Policy } from '../src/monitor/index.ts';
import { packReader } from '../src/platform/index.ts';
import { generate, readTraffic, type Traffic } from '../src/traffic/index.ts';

const ROOT = join(import.meta.dirname, '..');
const PACK = resolvePack('e-commerce', packReader(join(ROOT, 'packs'))).value as Pack;
const FILE = join(ROOT, 'examples/demo-shop/traffic.yaml');
const TRAFFIC = readTraffic(readFileSync(FILE), FILE, PACK).value as Traffic;
const EVENTS = 20_000;

/** As `replay`, with every event. */
function whole(policies: readonly Policy[], events: readonly ChainEvent[]): readonly Alert[] {
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const alerts = events.flatMap((event, at) => monitor.accept(event, { file: '', line: at + 1 }));
  const wait = Math.max(...policies.map((policy) => policy.wait));
  return [...alerts, ...monitor.advance((events.at(-1)?.time ?? 0) + wait + 1), ...monitor.end().alerts];
}

const told = (alerts: readonly Alert[]): readonly string[] =>
  alerts.map(({ rule, at, time, keys }) => JSON.stringify([rule.id, at.line, time, keys])).sort();

test('events that no policy looks at are left out, and every alert is the same', () => {
  const attacks = TRAFFIC.attacks.map(({ id }) => id);
  const day = generate(TRAFFIC, { seed: 3, start: Date.UTC(2026, 9, 5), days: 1, attacks });
  const events = [...day].slice(0, EVENTS).map(({ event }) => event);
  const policies = compilePolicies(PACK).value ?? [];
  expect(policies.length).toBeGreaterThan(40);
  const all = told(replay(policies, events));
  expect(all.length).toBeGreaterThan(5);
  expect(all).toEqual(told(whole(policies, events)));
  for (const policy of policies.filter((_, at) => at % 4 === 0))
    expect(told(replay([policy], events))).toEqual(told(whole([policy], events)));
});
