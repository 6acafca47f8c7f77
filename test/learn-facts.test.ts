// SPDX-License-Identifier: Apache-2.0
// What events say of a model: flows, rights and promises of measures; and the file of approved facts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createObserver, OBSERVED_SCHEMA, readObserved, withObserved } from '../src/learn/index.ts';
import { type ChainEvent, type LoadedModel, loadModel } from '../src/model/index.ts';
import { loadedPack } from './support/loaded-pack.ts';

const DAY = 86_400_000;
const PACK = loadedPack('e-commerce');
const FILE = path.resolve(import.meta.dirname, '../examples/demo-shop/ensuresec.yaml');
const LOADED = loadModel(readFileSync(FILE), 'ensuresec.yaml', PACK).value as LoadedModel;

type Told = Pick<ChainEvent, 'type' | 'keys' | 'data'>;

/** Each of the events ten times a day, for so many days. */
function observed(told: readonly Told[], days = 8) {
  const observer = createObserver(PACK, LOADED.model);
  for (let at = 0; at < days * 10; at++)
    for (const [number, each] of told.entries())
      observer.accept({
        ...each,
        id: `${at}-${number}`,
        source: 'test',
        time: Date.UTC(2026, 9, 5) + at * (DAY / 10) + number,
        trust: 'signed',
      });
  return observer.end();
}

const flow = (from: string, to: string, port: number, direction = 'internal'): Told => ({
  type: 'net.flow',
  keys: direction === 'in' ? { address: from, asset: to } : { asset: from, address: `10.0.0.${from.length}` },
  data: { destination: to, port, direction },
});
const act = (account: string, asset: string, action: string): Told => ({
  type: 'audit.admin',
  keys: { actor: 'x', account, asset },
  data: { action },
});
const delivered = (distance: number): Told => ({
  type: 'pod.captured',
  keys: { parcel: 't' },
  data: { distance },
});

describe('observed facts', () => {
  test.each<readonly [string, readonly Told[], readonly string[]]>([
    ['a declared flow', [flow('camera', 'recorder', 554)], []],
    ['a flow between declared zones', [flow('203.0.113.9', 'shop', 443, 'in')], []],
    ['a flow within one zone', [flow('scanner', 'wms', 9999)], []],
    [
      'a flow on another port',
      [flow('orders', 'booking', 22)],
      ['orders reaches booking on port 22, which no flow of the model declares'],
    ],
    [
      'a flow over the network where only a door is declared',
      [flow('street', 'yard', 22)],
      ['street reaches yard on port 22, which no flow of the model declares'],
    ],
    [
      'a flow from outside',
      [flow('203.0.113.9', 'depot', 8130, 'in')],
      ['internet reaches depot on port 8130, which no flow of the model declares'],
    ],
    ['a private address that nobody knows', [flow('10.7.7.7', 'depot', 8130, 'in')], []],
    ['a device that the model does not know', [flow('printer-9', 'depot', 1)], []],
    ['a right that is granted', [act('support-account', 'admin', 'view')], []],
    ['a right by the name of the account', [act('support@nordwind', 'admin', 'view')], []],
    [
      'a right that is not granted',
      [act('support-account', 'webhook', 'change-setting')],
      ['support-account uses the right `administer` on webhook, which the model does not grant'],
    ],
    ['goods handed over near', [delivered(12)], []],
    [
      'goods handed over far away',
      [delivered(12), delivered(900)],
      ['geo-bound-proof on courier-app does not hold: 50.0 % of 160 were above 150 m'],
    ],
  ])('%s', (_, told, texts) => {
    const { facts } = observed(told);
    expect(facts.filter(({ says }) => says !== 'unused').map(({ text }) => text)).toEqual(texts);
  });

  test('an address belongs to the asset that sends from it', () => {
    const { facts, unknown } = observed([flow('recorder', 'camera', 1), flow('depot', '10.0.0.8', 99)]);
    expect(facts.map(({ text }) => text)).toContain(
      'depot reaches recorder on port 99, which no flow of the model declares',
    );
    expect(unknown).toEqual([]);
  });

  test('declared and never seen is told from enough days on', () => {
    const unused = (days: number) =>
      observed([flow('orders', 'booking', 443)], days).facts.filter(({ says }) => says === 'unused');
    expect(unused(3)).toEqual([]);
    expect(unused(8).map(({ text }) => text)).toContain(
      'The flow from orders to shipping on port 443 is declared, and was never seen among 80 flows of orders',
    );
  });

  test('confidence grows with the days', () => {
    const sure = [1, 8, 200].map(
      (days) => observed([flow('orders', 'booking', 22)], days).facts[0]?.confidence,
    );
    expect(sure).toEqual([0.67, 0.9, 0.99]);
  });

  test('the radius is told beside what the measure promises', () => {
    const { spreads } = observed([delivered(10), delivered(30)]);
    expect(spreads).toMatchObject([{ most: 150, above: 0, count: 160, quantiles: { half: 20, p95: 30 } }]);
  });
});

describe('file of observed facts', () => {
  const fact = observed([flow('203.0.113.9', 'depot', 8130, 'in')]).facts[0];
  const bytes = (facts: readonly unknown[]) =>
    new TextEncoder().encode(JSON.stringify({ schema: OBSERVED_SCHEMA, from: 'e.ndjson', facts }));

  test('makes premises that say what they are', () => {
    const file = readObserved(bytes([fact]), 'observed.json', LOADED.model).value;
    const { model, sha256 } = withObserved(LOADED, file?.facts ?? [], 'observed.json');
    expect(model.flows?.at(-1)).toEqual({
      from: 'internet',
      to: 'depot',
      port: 8130,
      source: { file: 'observed.json', how: 'observed', confidence: 0.9 },
    });
    // What was seen to pass is not held back by a firewall.
    expect(model.barriers?.[0]?.except?.at(-1)).toMatchObject({
      from: ['internet'],
      to: ['back-net'],
      ports: [8130],
    });
    expect(sha256).not.toBe(LOADED.sha256);
  });

  test.each<readonly [string, readonly unknown[], string]>([
    ['an unknown name', [{ ...fact, to: 'nowhere' }], 'LEARN_UNKNOWN_ELEMENT'],
    ['an unknown kind', [{ ...fact, shows: 'wonder' }], 'LEARN_BAD_VALUE'],
    ['an unknown key', [{ ...fact, more: 1 }], 'LEARN_UNKNOWN_KEY'],
    ['no number', [{ ...fact, confidence: 'much' }], 'LEARN_WRONG_TYPE'],
  ])('refuses %s at its place', (_, facts, code) => {
    const { value, problems } = readObserved(bytes(facts), 'observed.json', LOADED.model);
    expect(value).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.at.column).toBeGreaterThan(1);
  });
});
