// SPDX-License-Identifier: Apache-2.0
// What the examples show, pinned: who reaches what and through which rules, which single measure ends it, which control
// holds the rest, and what each gap decides.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  analyse,
  type CompiledRules,
  checkCertificate,
  compileRules,
  type Report,
  subjectOf,
  type Verdict,
} from '../src/analyse/index.ts';
import { loadModel, type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const TODAY = '2026-01-01';

interface Ready {
  readonly pack: Pack;
  readonly compiled: CompiledRules;
}
const packs = new Map<string, Ready>();

function packOf(id: string): Ready {
  const known = packs.get(id);
  if (known !== undefined) return known;
  const pack = resolvePack(id, packReader(path.join(ROOT, 'packs'))).value;
  const compiled = pack === undefined ? undefined : compileRules(pack).value;
  if (pack === undefined || compiled === undefined) throw new Error(`The pack ${id} does not load`);
  const ready = { pack, compiled };
  packs.set(id, ready);
  return ready;
}

/** An example after a change of its text; every version of it loads without one problem or warning. */
function load(name: string, change: (text: string) => string = (text) => text) {
  const file = path.join(ROOT, 'examples', name, 'ensuresec.yaml');
  const text = change(readFileSync(file, 'utf8'));
  const { pack, compiled } = packOf(/^pack: (\S+)$/m.exec(text)?.[1] ?? '');
  const { value: loaded, problems } = loadModel(Buffer.from(text), file, pack);
  expect(problems).toEqual([]);
  if (loaded === undefined) throw new Error(`${name} does not load`);
  return { loaded, pack, compiled };
}

/** The verdict on one question once the text of the example is changed. */
function verdictAfter(name: string, change: (text: string) => string, asked: Verdict): string {
  const { attack, attacker, target } = asked;
  const { report } = analyse({
    ...load(name, change),
    today: TODAY,
    attacks: [attack],
    attackers: [attacker],
  });
  return report.verdicts.find((each) => each.target === target)?.verdict ?? 'not asked';
}

const install = (measure: string, on: string) => (text: string) =>
  /^measures:$/m.test(text)
    ? text.replace(/^measures:\n/m, `$&  - { id: added, measure: ${measure}, on: [${on}] }\n`)
    : `${text}\nmeasures:\n  - { id: added, measure: ${measure}, on: [${on}] }\n`;

/** The text with a part replaced; fails when the part does not stand there. */
const replace = (from: string | RegExp, to: string) => (text: string) => {
  expect(text).toMatch(from);
  return text.replace(from, to);
};

/** The text without a measure of one element. */
const remove = (measure: string, on: string) =>
  replace(new RegExp(`(\\{ id: ${on},[^}]*(?:\\{[^}]*\\}[^}]*)*?[[ ])${measure}(?:, )?`), '$1');

const ending = (id: string, short: string): boolean => id.endsWith(`/${short}`);

function question(report: Report, attack: string, attacker: string, target: string): Verdict {
  const found = report.verdicts.find(
    (each) => ending(each.attack, attack) && ending(each.attacker, attacker) && each.target === target,
  );
  if (found === undefined) throw new Error(`Nobody asks whether ${attacker} reaches ${attack} at ${target}`);
  return found;
}

/** Attack and target of every question with this verdict, whoever the attacker. */
function answered(verdict: string, report: Report): readonly string[] {
  const found = report.verdicts.filter((each) => each.verdict === verdict);
  const named = found.map(({ attack, target }) => `${attack.slice(attack.lastIndexOf('/') + 1)}: ${target}`);
  return [...new Set(named)].sort();
}

/** Short names of the acts of a proof, without where the attacker starts. */
const actsOf = ({ steps }: Verdict): readonly string[] =>
  steps.map(({ rule }) => rule.slice(rule.lastIndexOf('/') + 1)).filter((rule) => !rule.includes('#'));

const check = (name: string) => analyse({ ...load(name), today: TODAY });

const DEMO = check('demo-shop');
const TWO = check('two-person-shop');

describe('the demo shop', () => {
  const { report } = DEMO;

  test('falls to these attacks', () => {
    expect(answered('INSECURE', report)).toEqual([
      'brand-impersonated: brand',
      'card-data-skimmed: checkout',
      'chilled-goods-spoiled: cold-room',
      'chilled-goods-spoiled: fresh',
      'cold-chain-falsified: cold-room',
      'controller-changed: cold-plc',
      'customer-deceived: anna',
      'order-diverted: labels',
      'order-diverted: shipping',
      'order-diverted: wms',
      'parcel-rerouted: parcel',
      'supplier-money-diverted: erp',
      'unpaid-order-shipped: orders',
      'vehicle-robbed: van',
    ]);
  });

  test.each([
    ['vehicle-robbed', 'internet-stranger', 'van', 'phishing proxy-phishing position-read remote-unlock'],
    ['unpaid-order-shipped', 'customer', 'orders', 'webhook-forged paid-passed-on'],
    ['card-data-skimmed', 'supplier', 'checkout', 'supplier-account tag-added false-form-shown'],
    [
      'card-data-skimmed',
      'internet-stranger',
      'checkout',
      'contractor-phished supplier-staff-deceived supplier-account tag-added false-form-shown',
    ],
    ['order-diverted', 'warehouse-insider', 'wms', 'touch carried-away scanner-of-another ghost-order'],
    ['order-diverted', 'warehouse-insider', 'labels', 'touch second-label'],
    [
      'cold-chain-falsified',
      'warehouse-insider',
      'cold-room',
      'touch sensor-by-hand false-temperature sensor-wrapped',
    ],
  ])('falls to %s by %s at %s through: %s', (attack, attacker, target, rules) => {
    const asked = question(report, attack, attacker, target);
    expect([asked.verdict, ...actsOf(asked)]).toEqual(['INSECURE', ...rules.split(' ')]);
  });

  test('tells every path in at most ten sentences', () => {
    for (const { steps } of report.verdicts) {
      expect(steps.length).toBeLessThanOrEqual(10);
      for (const { text } of steps) expect(text).toMatch(/^[A-Z].*\.$/);
    }
  });

  test.each([
    ['vehicle-robbed', 'van', 'internet-stranger', 'load-space-alarm', 'van'],
    ['vehicle-robbed', 'van', 'internet-stranger', 'password-manager', 'dispatcher'],
    ['vehicle-robbed', 'van', 'internet-stranger', 'scoped-courier-data', 'telematics'],
    ['card-data-skimmed', 'checkout', 'supplier', 'tag-approval', 'tags'],
    ['card-data-skimmed', 'checkout', 'supplier', 'payment-page-watch', 'checkout'],
    ['unpaid-order-shipped', 'orders', 'customer', 'webhook-signature', 'webhook'],
    ['unpaid-order-shipped', 'orders', 'customer', 'payment-confirmation', 'orders'],
    ['order-diverted', 'labels', 'warehouse-insider', 'label-count', 'labels'],
    ['order-diverted', 'wms', 'warehouse-insider', 'screen-lock', 'scanner'],
    ['parcel-rerouted', 'parcel', 'internet-stranger', 'reroute-confirmation', 'tracking'],
    ['supplier-money-diverted', 'erp', 'internet-stranger', 'bank-data-verification', 'erp'],
    ['cold-chain-falsified', 'cold-room', 'warehouse-insider', 'independent-sensor', 'cold-room'],
    ['brand-impersonated', 'brand', 'internet-stranger', 'brand-watch', 'brand'],
  ])(
    'names a cut against %s at %s by %s: %s on %s, with which it is SECURE',
    (attack, target, attacker, measure, on) => {
      const asked = question(report, attack, attacker, target);
      const cuts = asked.steps.flatMap((step) => step.cuts.map((cut) => `${cut.measure} on ${cut.on}`));
      expect(cuts).toContain(`${measure} on ${on}`);
      expect(verdictAfter('demo-shop', install(measure, on), asked)).toBe('SECURE');
    },
  );

  test.each([
    ['shop-code-changed', 'shop', 'internet-stranger', 'virtual-patching', 'shop'],
    ['order-underpriced', 'orders', 'customer', 'server-side-pricing', 'orders'],
    ['locker-opened', 'locker', 'thief-on-site', 'one-time-locker-code', 'locker'],
    ['delivery-faked', 'parcel', 'courier-insider', 'geo-bound-proof', 'courier-app'],
    ['load-collected-by-stranger', 'load', 'courier-insider', 'pick-up-pin', 'check-in'],
  ])('is kept from %s at %s by %s through %s on %s alone', (attack, target, attacker, measure, on) => {
    const asked = question(report, attack, attacker, target);
    expect(asked.verdict).toBe('SECURE');
    expect(verdictAfter('demo-shop', remove(measure, on), asked)).toBe('INSECURE');
  });

  test('cannot decide what depends on two gaps', () => {
    const unknown = report.verdicts.filter(({ verdict }) => verdict === 'UNKNOWN');
    const pairs = unknown.flatMap(({ attack, target, missing }) =>
      missing.map(({ gap }) => `${gap}: ${attack.slice(attack.lastIndexOf('/') + 1)} of ${target}`),
    );
    expect([...new Set(pairs)].sort()).toEqual([
      'carrier-rights: attacker-code-run of booking',
      'carrier-rights: delivery-addresses-read of booking',
      'carrier-rights: personal-data-read of booking',
      'locker-port: controller-changed of locker-plc',
      'locker-port: locker-opened of locker',
    ]);
  });

  test.each([
    ['as bad as feared', '      properties: [default-credentials], measures: [signed', 'INSECURE'],
    ['as good as hoped', '      measures: [signed', 'SECURE'],
  ])('knows about the locker once the maker has answered: %s', (_, line, expected) => {
    const asked = question(report, 'locker-opened', 'internet-stranger', 'locker');
    const settle = (text: string): string =>
      replace(/^ {6}measures: \[signed/m, line)(replace(/^ {2}- \{ id: locker-port,.*\n.*\}\n/m, '')(text));
    expect(verdictAfter('demo-shop', settle, asked)).toBe(expected);
  });
});

describe('the shop of two people', () => {
  const { report } = TWO;

  test('falls to these attacks', () => {
    expect(answered('INSECURE', report)).toEqual([
      'attacker-code-run: shop',
      'customer-data-read: shop',
      'parcel-stolen: parcel',
      'payout-redirected: payout',
      'personal-data-read: shop',
      'prices-changed: shop',
      'shop-code-changed: shop',
      'stock-stolen: soap',
      'storefront-changed: shop',
    ]);
    expect(answered('UNKNOWN', report)).toEqual([]);
  });

  test.each([
    ['payout-redirected', 'payout', 'internet-stranger', 'payout-change-control', 'payout'],
    ['customer-data-read', 'shop', 'internet-stranger', 'plugin-review', 'shop'],
    ['stock-stolen', 'soap', 'thief-on-site', 'tamper-alarm', 'soap'],
    ['stock-stolen', 'soap', 'thief-on-site', 'intrusion-alarm', 'garage'],
    ['parcel-stolen', 'parcel', 'thief-on-site', 'signature-delivery', 'parcel'],
  ])(
    'names a cut against %s at %s by %s: %s on %s, with which it is SECURE',
    (attack, target, attacker, measure, on) => {
      const asked = question(report, attack, attacker, target);
      expect(asked.steps.flatMap((step) => step.cuts.map((cut) => cut.measure))).toContain(measure);
      expect(verdictAfter('two-person-shop', install(measure, on), asked)).toBe('SECURE');
    },
  );
});

describe.each([
  ['demo-shop', DEMO],
  ['two-person-shop', TWO],
  ['known-flaws', check('known-flaws')],
  ['water-utility', check('water-utility')],
])('the certificate of %s', (name, { certificate, report }) => {
  test('is accepted, claim by claim', () => {
    const { loaded, pack, compiled } = load(name);
    const result = checkCertificate(
      JSON.parse(JSON.stringify(certificate)),
      subjectOf(loaded, pack, compiled, TODAY),
    );
    expect(result).toMatchObject({ accepted: true, problems: [] });
    expect(certificate.verdicts.length).toBe(report.verdicts.length);
    expect(result.checked.proofs).toBe(report.counts.insecure + report.counts.unknown);
  });
});
