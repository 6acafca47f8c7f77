// SPDX-License-Identifier: Apache-2.0
// Detections of the pack on whole days of the demo shop: usual ones raise nothing at medium or above.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ChainEvent, eventFields } from '../src/model/index.ts';
import {
  compileDerivations,
  createDetector,
  packRules,
  type RuleSet,
  recogniseEvents,
} from '../src/monitor/index.ts';
import { generate, readTraffic } from '../src/traffic/index.ts';
import { loadedPack } from './support/loaded-pack.ts';
import { ORDINARY_WAYS, ordinaryOrders } from './support/ordinary-orders.ts';

const root = join(import.meta.dirname, '..');
const pack = loadedPack('e-commerce');
const rules = packRules(pack).value as RuleSet;

function firedIn(events: Iterable<ChainEvent>): ReadonlyMap<string, string> {
  const recognise = recogniseEvents(pack.events, (row) => ({ row, source: undefined }));
  const detector = createDetector(rules, {
    recognise,
    derive: compileDerivations(pack.derivations),
    lateness: 0,
  });
  const fired = new Map<string, string>();
  for (const event of events)
    for (const { rule, record } of detector.accept(eventFields(event), { file: 'day', line: 1 }))
      if (!['informational', 'low'].includes(rule.level))
        fired.set(rule.id, JSON.stringify(record).slice(0, 400));
  return fired;
}

describe('usual days', () => {
  const traffic = readTraffic(
    readFileSync(join(root, 'examples/demo-shop/traffic.yaml')),
    'traffic.yaml',
    pack,
  ).value;
  if (traffic === undefined) throw new Error('the traffic of the demo shop cannot be read');
  const day = { seed: 11, start: Date.UTC(2026, 9, 5), days: 1 };

  test('of the demo shop raise nothing', () => {
    const events = [...generate(traffic, { ...day, attacks: [] })].map(({ event }) => event);
    expect(events.length).toBeGreaterThan(10_000);
    expect([...firedIn(events)]).toEqual([]);
  });

  test('of orders in all their ordinary ways raise nothing', () => {
    expect([...firedIn(ordinaryOrders(ORDINARY_WAYS.length * 60, 7))]).toEqual([]);
  });

  test.each(traffic.attacks.map(({ id }) => id))('with the attack %s raise something', (id) => {
    const events = [...generate(traffic, { ...day, attacks: [id] })];
    const attack = events.filter((each) => each.attack !== undefined).map(({ event }) => event);
    expect(attack.length).toBeGreaterThan(0);
    expect(firedIn(attack).size).toBeGreaterThan(0);
  });
});
