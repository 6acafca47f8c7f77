// SPDX-License-Identifier: Apache-2.0
// From SECURE verdicts to events: what the line rests on is written down, and an event that contradicts it alerts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyse, expectationsOf, newRoutes } from '../src/analyse/index.ts';
import { type Expectation, type ExpectationFile, readExpectations, resolvePack } from '../src/model/index.ts';
import { expectationPolicies } from '../src/monitor/index.ts';
import { packReader } from '../src/platform/index.ts';
import { ensuresec } from './cli/terminal.ts';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from './support/tiny.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const pack = tinyPack(`${TINY}
contradictions:
  - { id: tiny/contradiction/changed, title: { en: Changed }, of: [asset], measures: [patching], event: host.changed, key: asset, where: 'not approved', say: { en: It changed. } }
  - { id: tiny/contradiction/flaw, title: { en: Flaw }, of: [asset], absent: [vulnerable], event: host.changed, key: asset, where: flawed, say: { en: It is flawed. } }
  - { id: tiny/contradiction/route, title: { en: Route }, of: [route], event: host.sent, key: zone, to: receiver, port: port, where: sent, say: { en: It got there. } }
  - { id: tiny/contradiction/route-of, title: { en: Route of }, of: [route], event: host.sent, key: asset, to: receiver, where: sent, say: { en: It got there. } }
`);

function expectations(model: string): readonly Expectation[] {
  const loaded = tinyModel(model, pack);
  const { report } = analyse({ loaded, pack, compiled: tinyRules(pack), today: '2026-01-01' });
  return expectationsOf(report, loaded.model, pack).expectations;
}

function routesOf(model: string): ReturnType<typeof newRoutes> {
  return newRoutes({ loaded: tinyModel(model, pack), pack, compiled: tinyRules(pack), today: '2026-01-01' });
}

const installed = (word: string): string =>
  `${TWO_HOSTS}measures:\n  - { id: m, name: Mended, measure: ${word}, on: [web] }\n`;

describe('expectationsOf', () => {
  test('names the control that holds, where, and the events that contradict it', () => {
    expect(expectations(installed('patching'))).toEqual([
      {
        id: 'expectation/measure/web/patching',
        holds: 'Mended',
        on: 'web',
        fact: 'not measure(web, patching)',
        decisive: true,
        against: 'The attacker exploits cve-1 of Web host on 443/tcp',
        verdicts: 1,
        attacks: ['Records are read'],
        watch: [
          { event: 'host.changed', key: 'asset', value: 'web', where: 'not approved', say: 'It changed.' },
        ],
      },
    ]);
  });

  test('says which control no event would show to be gone', () => {
    expect(expectations(installed('sandbox')).map(({ fact, watch }) => [fact, watch])).toEqual([
      ['not measure(web, sandbox)', []],
    ]);
  });

  test('watches a fact that must stay absent', () => {
    const sound = TWO_HOSTS.replace(', vulnerabilities: [{ id: cve-2 }]', '');
    expect(expectations(sound).map(({ id, watch }) => [id, watch.map(({ where }) => where)])).toEqual([
      ['expectation/absent/vulnerable/db/network/code', ['flawed']],
    ]);
  });

  test('watches a route that must stay absent, from its start to all at its end', () => {
    const apart = TWO_HOSTS.replace('  - { from: web, to: db, port: 5432 }\n', '');
    const { expectations: routes } = routesOf(apart);
    expect(routes.map(({ id }) => id)).toEqual([
      'expectation/route/net/inner',
      'expectation/route/dmz/inner',
    ]);
    const route = routes[1];
    expect(route).toMatchObject({
      id: 'expectation/route/dmz/inner',
      holds: 'no route from dmz to inner on 5432/tcp',
      verdicts: 1,
      attacks: ['Records are read'],
    });
    expect(route?.watch).toEqual(
      [
        ['zone', 'dmz', "(sent) and receiver in ['inner', 'db'] and port in [5432]"],
        ['asset', 'web', "(sent) and receiver in ['inner', 'db']"],
      ].map(([key, value, where]) => ({ event: 'host.sent', key, value, where, say: 'It got there.' })),
    );
  });

  test('tries all routes or none', () => {
    const zones = Array.from({ length: 80 }, (_, at) => `  - { id: z${at}, type: network }\n`).join('');
    const large = TWO_HOSTS.replace('zones:\n', `zones:\n${zones}`).replace(
      'listens: [5432]',
      'listens: [5432, 5433, 5434, 5435]',
    );
    const wide = large.replace(
      'zone: inner',
      `zone: [inner, ${Array.from({ length: 20 }, (_, at) => `z${at}`).join(', ')}]`,
    );
    expect(routesOf(wide)).toMatchObject({ expectations: [], tried: false });
  });

  test('expects nothing where the attack succeeds', () => {
    expect(expectations(TWO_HOSTS)).toEqual([]);
  });
});

test.each(['common', 'e-commerce', 'water-utility'])(
  'every contradiction of %s compiles for its event',
  (id) => {
    const { value } = resolvePack(id, packReader(path.join(ROOT, 'packs')));
    const contradictions = value?.contradictions ?? [];
    expect(contradictions.length).toBeGreaterThan(0);
    const all = contradictions.map(({ event, key, where, say, id: name }): Expectation => {
      const watch = [{ event, key, value: "it's \\ {1}", where, say: say['en'] ?? '' }];
      return {
        id: name,
        holds: 'x',
        on: 'x',
        fact: 'x',
        decisive: true,
        against: 'x',
        verdicts: 1,
        attacks: ['{x}'],
        watch,
      };
    });
    const { value: policies, problems } = expectationPolicies(all, 'e.json', value?.events ?? []);
    expect(problems).toEqual([]);
    expect(policies).toHaveLength(contradictions.length);
  },
);

describe('check and detect --expectations', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
    await ensuresec(['check', path.join(ROOT, 'examples/demo-shop'), '-q', '--expectations', 'e.json'], {
      cwd,
    });
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const event = (asset: string, data: object, type = 'audit.admin'): string =>
    JSON.stringify({
      specversion: '1.0',
      id: '1',
      source: 's',
      type,
      time: '2026-01-01T10:00:00Z',
      asset,
      actor: 'a',
      data,
    });
  const detect = (line: string) => {
    writeFileSync(path.join(cwd, 'events.ndjson'), `${line}\n`);
    return ensuresec(['detect', 'events.ndjson', '--expectations', 'e.json'], { cwd });
  };

  test.each([
    [
      'a change that nobody approved, where a control holds',
      'shop',
      { action: 'change-setting', approved: false },
      1,
    ],
    ['an approved change', 'shop', { action: 'change-setting', approved: true }, 0],
    ['a look at something', 'shop', { action: 'view' }, 0],
    ['a change where nothing is expected', 'elsewhere', { action: 'change-setting', approved: false }, 0],
  ])('%s', async (_, asset, data, code) => {
    const ended = await detect(event(asset, data));
    expect(ended.stdout.includes('May be gone: web application firewall on shop')).toBe(code === 1);
    expect(ended.code).toBe(code);
  });

  test.each([
    ['a new route', { destination: 'wms', port: 8443 }, 1],
    ['another port', { destination: 'wms', port: 443 }, 0],
    ['somewhere else', { destination: 'shop', port: 8443 }, 0],
  ])('a flow: %s', async (_, data, code) => {
    const ended = await detect(event('tags', data, 'net.flow'));
    expect(ended.stdout.replace(/\s+│?\s*/g, ' ')).toMatch(
      code === 1 ? /May be gone: no route from internet to hall-net/ : /^(?!.*May be gone: no route)/,
    );
  });

  test('the file is what it says it is, and a broken one is refused with its place', async () => {
    const bytes = readFileSync(path.join(cwd, 'e.json'));
    const { value, problems } = readExpectations(bytes, 'e.json');
    expect(problems).toEqual([]);
    expect(value?.expectations.some(({ watch }) => watch.length > 0)).toBe(true);
    const broken = {
      ...(value as ExpectationFile),
      expectations: [{ ...value?.expectations[0], verdicts: 0, colour: 'red' }],
    };
    writeFileSync(path.join(cwd, 'e2.json'), JSON.stringify(broken));
    const ended = await ensuresec(['detect', 'events.ndjson', '--expectations', 'e2.json'], { cwd });
    expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('EXPECTATION_UNKNOWN_KEY')]);
  });
});
