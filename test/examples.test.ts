// SPDX-License-Identifier: Apache-2.0
// What the examples show, pinned: who reaches what, through which rules, and which single measure ends it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyse, checkCertificate, compileRules, subjectOf } from '../src/analyse/index.ts';
import { loadModel, type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const TODAY = '2026-01-01';
const packs = new Map<string, Pack>();

function packOf(id: string): Pack {
  const pack = packs.get(id) ?? resolvePack(id, packReader(path.join(ROOT, 'packs'))).value;
  if (pack === undefined) throw new Error(`The pack ${id} does not load`);
  packs.set(id, pack);
  return pack;
}

/** Analyses an example, with measures installed on top of what it has. */
function check(name: string, install: readonly (readonly [measure: string, on: string])[] = []) {
  const file = path.join(ROOT, 'examples', name, 'ensuresec.yaml');
  const text = readFileSync(file, 'utf8');
  const pack = packOf(/^pack: (\S+)$/m.exec(text)?.[1] ?? '');
  const compiled = compileRules(pack).value;
  if (compiled === undefined) throw new Error(`The rules of ${pack.id} do not compile`);
  const entries = install.map(
    ([measure, on]) => `  - { id: added/${measure}, measure: ${measure}, on: [${on}] }\n`,
  );
  const hasList = /^measures:$/m.test(text);
  const changed =
    entries.length === 0
      ? text
      : hasList
        ? text.replace(/^measures:\n/m, `measures:\n${entries.join('')}`)
        : `${text}\nmeasures:\n${entries.join('')}`;
  const { value: loaded, problems } = loadModel(Buffer.from(changed), file, pack);
  expect(problems).toEqual([]);
  if (loaded === undefined) throw new Error(`${name} does not load`);
  const result = analyse({ loaded, pack, compiled, today: TODAY });
  return { ...result, subject: subjectOf(loaded, pack, compiled, TODAY) };
}

/** Short names of the attacks with a verdict, on any target by any attacker. */
function attacksThatAre(verdict: string, report: ReturnType<typeof check>['report']): readonly string[] {
  const found = report.verdicts.filter((each) => each.verdict === verdict);
  return [...new Set(found.map(({ attack }) => attack.slice(attack.lastIndexOf('/') + 1)))].sort();
}

describe('the demo shop', () => {
  const { report } = check('demo-shop');
  test('falls to these attacks', () => {
    expect(attacksThatAre('INSECURE', report)).toEqual([
      'brand-impersonated',
      'card-data-skimmed',
      'chilled-goods-spoiled',
      'cold-chain-falsified',
      'controller-changed',
      'customer-deceived',
      'order-diverted',
      'parcel-rerouted',
      'supplier-money-diverted',
      'unpaid-order-shipped',
      'vehicle-robbed',
    ]);
  });

  test('cannot decide what depends on the locker', () => {
    const unknown = report.verdicts.filter(({ verdict }) => verdict === 'UNKNOWN');
    expect(new Set(unknown.flatMap(({ missing }) => missing.map(({ gap }) => gap)))).toEqual(
      new Set(['locker-port']),
    );
    expect(attacksThatAre('UNKNOWN', report)).toEqual([
      'controller-changed',
      'locker-opened',
      'parcel-stolen',
    ]);
  });

  test('loses a van to a stranger who never comes near a computer of the shop', () => {
    const [robbed] = report.verdicts.filter(
      ({ attack, attacker }) => attack.endsWith('vehicle-robbed') && attacker.endsWith('internet-stranger'),
    );
    expect(robbed?.steps.map(({ rule }) => rule)).toEqual([
      'start:e-commerce/attacker/internet-stranger#2',
      'common/rule/phishing',
      'common/rule/proxy-phishing',
      'e-commerce/rule/position-read',
      'e-commerce/rule/remote-unlock',
    ]);
  });

  test.each([
    ['vehicle-robbed', 'load-space-alarm', 'van'],
    ['vehicle-robbed', 'password-manager', 'dispatcher'],
    ['card-data-skimmed', 'tag-approval', 'tags'],
    ['card-data-skimmed', 'payment-page-watch', 'checkout'],
    ['unpaid-order-shipped', 'webhook-signature', 'webhook'],
    ['unpaid-order-shipped', 'payment-confirmation', 'orders'],
    ['order-diverted', 'label-count', 'labels'],
    ['parcel-rerouted', 'reroute-confirmation', 'tracking'],
    ['supplier-money-diverted', 'bank-data-verification', 'erp'],
    ['cold-chain-falsified', 'temperature-logger', 'cold-room'],
    ['brand-impersonated', 'brand-watch', 'brand'],
  ])('is proven secure against %s once %s is installed on %s', (attack, measure, on) => {
    const { report: after } = check('demo-shop', [[measure, on]]);
    expect(attacksThatAre('INSECURE', after)).not.toContain(attack);
    const verdict = after.verdicts.find((each) => each.attack.endsWith(`/${attack}`));
    expect(verdict?.verdict).toBe('SECURE');
  });
});

describe('the shop of two people', () => {
  test('falls to these attacks', () => {
    expect(attacksThatAre('INSECURE', check('two-person-shop').report)).toEqual([
      'customer-data-read',
      'parcel-stolen',
      'payout-redirected',
      'personal-data-read',
      'prices-changed',
      'shop-code-changed',
      'storefront-changed',
    ]);
  });

  test('loses no payout once changes are guarded', () => {
    const { report } = check('two-person-shop', [['payout-change-control', 'payout']]);
    expect(attacksThatAre('INSECURE', report)).not.toContain('payout-redirected');
  });
});

describe.each(['demo-shop', 'two-person-shop', 'water-utility'])('the certificate of %s', (name) => {
  const { certificate, report, subject } = check(name);
  test('is accepted, claim by claim', () => {
    const result = checkCertificate(JSON.parse(JSON.stringify(certificate)), subject);
    expect(result).toMatchObject({ accepted: true, problems: [] });
    expect(certificate.verdicts.length).toBe(report.verdicts.length);
    expect(result.checked.proofs).toBe(report.counts.insecure + report.counts.unknown);
  });
});
