// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = 'examples/demo-shop';
const FEW = ['--runs', '60'];

const SCENARIOS = [
  'payment-provider-down',
  'warehouse-ransom',
  'help-desk-call',
  'power-cut',
  'cooling-fails',
  'sorter-tampered',
  'van-stolen',
  'name-hijacked',
  'one-click',
  'wrong-prices',
  'forged-labels',
  'page-reads-along',
];

interface Mark {
  readonly asset: string;
  readonly why: readonly { readonly asset: string }[];
  readonly preventedBy: string | null;
}

interface Answer {
  readonly schema: string;
  readonly without: {
    readonly eur: { readonly p50: number; readonly mean: number };
    readonly eurBy: Readonly<
      Record<'availability' | 'integrity' | 'confidentiality', { readonly mean: number }>
    >;
    readonly services: readonly {
      readonly asset: string;
      readonly lost: { readonly p95: number };
      readonly wrong: { readonly p50: number };
    }[];
    readonly records: readonly { readonly unit: string; readonly leaked: { readonly p50: number } }[];
    readonly replay: {
      readonly outages: readonly unknown[];
      readonly marks: readonly Mark[];
      readonly notices: readonly unknown[];
    };
  };
  readonly with?: { readonly eur: { readonly mean: number } };
  readonly avoided?: { readonly low: number; readonly mean: number; readonly high: number };
  readonly measures: readonly { readonly id: string; readonly credit?: number }[];
  readonly dependencies: { readonly total: number; readonly inferred: number };
  readonly published?: readonly { readonly off: number | null }[];
  readonly limits: readonly string[];
}

async function json(...args: readonly string[]): Promise<Answer> {
  const { code, stdout: out, stderr: err } = await ensuresec(['simulate', SHOP, ...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
}

describe('simulate', () => {
  test('all scenarios of the pack hit the demo shop and cost something', async () => {
    const { code, stdout } = await ensuresec(['simulate', SHOP, '--json']);
    expect(code).toBe(0);
    const { scenarios } = JSON.parse(stdout) as { scenarios: { id: string; eur?: { mean: number } }[] };
    expect(scenarios.map(({ id }) => id.split('/')[2])).toEqual(SCENARIOS);
    expect(scenarios.filter(({ eur }) => !((eur?.mean ?? 0) > 0))).toEqual([]);
  });

  test.each([
    ['--html', 'replay.html'],
    ['--budget', '5000'],
    ['--measures', 'redundancy'],
  ])('%s is not passed over where all scenarios are listed', async (...option) => {
    const { code, stdout, stderr } = await ensuresec(['simulate', SHOP, ...option]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`Cannot use ${option[0]} without --scenario or --attack`);
    expect(existsSync('replay.html')).toBe(false);
  });

  test('the answer has a schema, outages with reasons, and a measure that prevents', async () => {
    const answer = await json('--scenario', 'payment-provider-down', ...FEW);
    expect(answer.schema).toBe('ensuresec/simulation/1');
    expect(answer.without.replay.outages).toMatchObject([
      {
        asset: 'checkout',
        lowest: 0.3,
        why: [{ asset: 'checkout' }, { asset: 'payments' }, { asset: 'provider', cause: 'damage' }],
      },
    ]);
  });

  test('the same seed gives the same answer, another one another', async () => {
    const once = async (seed: string): Promise<string> =>
      JSON.stringify(await json('--scenario', 'power-cut', '--seed', seed, ...FEW));
    const first = await once('1');
    expect(await once('1')).toBe(first);
    expect(await once('2')).not.toBe(first);
  });

  test('the published case is met within a tenth, and how far off is said', async () => {
    const { published = [] } = await json('--scenario', 'help-desk-call', '--runs', '500');
    expect(published.length).toBe(2);
    expect(Math.abs(published[0]?.off ?? 1)).toBeLessThan(0.1);
  });

  test('named measures are compared, and share what they avoid together', async () => {
    const asked = 'tested-backup@labels,manual-mode@load';
    const { avoided, measures } = await json('--scenario', 'warehouse-ransom', '--measures', asked, ...FEW);
    expect(avoided?.low).toBeGreaterThan(0);
    const credit = measures.reduce((sum, each) => sum + (each.credit ?? 0), 0);
    expect(credit).toBeCloseTo(avoided?.mean ?? 0, 6);
  });

  test('wrong prices are sold while everything is up, and the why-chain names how they came in', async () => {
    const { without, measures } = await json('--scenario', 'wrong-prices', ...FEW);
    expect(without.replay.outages).toEqual([]);
    const checkout = without.services.find(({ asset }) => asset === 'checkout');
    expect(checkout?.lost.p95).toBe(0);
    expect(checkout?.wrong.p50).toBeGreaterThan(100);
    expect([without.eurBy.availability.mean, without.eurBy.confidentiality.mean]).toEqual([0, 0]);
    expect(without.eurBy.integrity.mean).toBeCloseTo(without.eur.mean, 6);
    const mark = without.replay.marks.find(({ asset }) => asset === 'checkout');
    expect(mark?.why.map(({ asset }) => asset)).toEqual(['checkout', 'shop', 'erp']);
    expect(mark?.preventedBy).toBe('price-plausibility@shop');
    expect(measures.map(({ id }) => id)).toEqual(['price-plausibility@shop']);
  });

  test('forged labels reach people, and nothing before the label station', async () => {
    const { without } = await json('--scenario', 'forged-labels', ...FEW);
    const wrong = new Set(without.replay.marks.map(({ asset }) => asset));
    expect([...wrong].sort()).toEqual(['labels', 'load', 'parcel', 'printer']);
  });

  test('a page that reads along leaks people, and no cards where their fields stand elsewhere', async () => {
    const { without, measures } = await json('--scenario', 'page-reads-along', ...FEW);
    const leaked = new Map(without.records.map((each) => [each.unit, each.leaked.p50]));
    expect(leaked.get('people')).toBeGreaterThan(1000);
    expect(leaked.get('cards')).toBe(0);
    expect(without.eurBy.availability.mean).toBe(0);
    expect(measures[0]?.id).toBe('payment-page-watch@checkout');
  });

  test('an attack hits the channel of its last step: a skimmer leaks and stops nothing', async () => {
    const { without } = await json('--attack', 'card-data-skimmed', ...FEW);
    expect(without.eurBy.confidentiality.mean).toBeGreaterThan(0);
    expect(without.replay.marks.map(({ asset }) => asset)).toContain('checkout');
    expect(without.eurBy.integrity.mean).toBe(0);
    const spoiled = await json('--attack', 'chilled-goods-spoiled', ...FEW);
    expect(spoiled.without.eurBy.availability.mean).toBeGreaterThan(0);
  });

  test('noticing an attack sooner lowers its loss, and the limits say that isolation costs', async () => {
    const attack = ['--attack', 'chilled-goods-spoiled', ...FEW];
    const [late, soon] = [await json(...attack), await json(...attack, '--detect', '1h')];
    expect(soon.without.eur.p50).toBeLessThan(late.without.eur.p50);
    expect(late.limits.join()).toContain('faster detection can cost');
  });

  test.each([
    [['--scenario', 'power-cutt'], 2, 'Did you mean `e-commerce/scenario/power-cut`?'],
    [['--scenario', 'power-cut', '--attack', 'shop-stopped'], 2, 'give one of them'],
    [['--scenario', 'power-cut', '--measures', 'magic'], 2, 'Cannot find the measure `magic`'],
    [['--attack', 'chilled-goods-spoiled', '--detect', 'soon'], 2, 'expected a length of time'],
  ])('%j is refused', async (args, expected, message) => {
    const { code, stderr: err } = await ensuresec(['simulate', SHOP, ...args]);
    expect(code).toBe(expected);
    expect(err).toContain(message);
  });

  test.each([
    ['pump-station-fails', 'availability', 'tank-hill'],
    ['telecontrol-ransom', 'availability', 'tank-hill'],
    ['dosing-stops', 'availability', 'tank-hill'],
    ['dose-altered', 'integrity', 'tank-hill'],
    ['customers-read', 'confidentiality', 'billing'],
  ] as const)(
    'the engine knows no trade: %s at a water utility costs by %s at %s',
    async (id, channel, at) => {
      const args = ['simulate', 'examples/water-utility', '--scenario', id, ...FEW, '--json'];
      const { code, stdout } = await ensuresec(args);
      expect(code).toBe(0);
      const { without } = JSON.parse(stdout) as Answer;
      expect(without.eurBy[channel].mean).toBeGreaterThan(0);
      const { outages, marks } = without.replay;
      const hit = channel === 'availability' ? (outages as readonly { asset: string }[]) : marks;
      expect(hit.map(({ asset }) => asset)).toContain(at);
    },
  );

  test('an altered dose is told back to the screen, and the cheapest measure that prevents it is named', async () => {
    const args = ['simulate', 'examples/water-utility', '--scenario', 'dose-altered', ...FEW, '--json'];
    const { without } = JSON.parse((await ensuresec(args)).stdout) as Answer;
    const mark = without.replay.marks.find(({ asset }) => asset === 'tank-hill');
    expect(mark?.why.map(({ asset }) => asset)).toEqual(['tank-hill', 'dosing', 'dosing-plc', 'screen']);
    expect(mark?.preventedBy).toBe('attended-remote-session@screen');
  });

  test('a model that says nothing of what it delivers is nothing to simulate', async () => {
    const { code, stderr: err } = await ensuresec([
      'simulate',
      'examples/two-person-shop',
      '--scenario',
      'payment-provider-down',
    ]);
    expect(code).toBe(4);
    expect(err).toContain('Nothing to simulate');
  });

  test('the replay is one page without a request, or says that the engine must be compiled', async () => {
    const {
      code,
      stdout: out,
      stderr: err,
    } = await ensuresec(['simulate', SHOP, '--scenario', 'power-cut', '--html', '-', ...FEW]);
    if (!existsSync(path.join(ROOT, 'dist/src/cascade/simulation/side.js'))) {
      expect([code, err]).toEqual([6, expect.stringContaining('npm run build')]);
      return;
    }
    expect([code, err]).toEqual([0, '']);
    expect(out.length).toBeLessThan(1_000_000);
    expect(out).toContain("default-src 'none'");
    expect(out.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
    const map = /<script type="importmap">(.*)<\/script>/.exec(out)?.[1] ?? '{}';
    const { imports } = JSON.parse(map) as { imports: Record<string, string> };
    for (const url of Object.values(imports)) {
      const source = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString();
      const wanted = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name as string);
      expect(wanted.filter((name) => imports[name] === undefined)).toEqual([]);
    }
  });
});
