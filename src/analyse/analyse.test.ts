// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from '../../test/support/tiny.ts';
import { analyse } from './index.ts';

const pack = tinyPack(TINY);
const compiled = tinyRules(pack);

function check(model: string, more: { assumed?: string[]; today?: string } = {}) {
  return analyse({ loaded: tinyModel(model, pack), pack, compiled, today: '2026-01-01', ...more });
}

const OUTCOMES: readonly (readonly [what: string, model: string, outcome: string])[] = [
  ['both hosts vulnerable', TWO_HOSTS, 'INSECURE'],
  ['the store patched', `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [db] }\n`, 'SECURE'],
  ['the web host patched', `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [web] }\n`, 'SECURE'],
  [
    'a patch only available',
    `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [web], status: available }\n`,
    'INSECURE',
  ],
  [
    'a patch whose proof ran out',
    `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [web], source: { file: f, until: 2025-12-31 } }\n`,
    'INSECURE',
  ],
  [
    'a patch proven until today',
    `${TWO_HOSTS}measures:\n  - { id: m, measure: patching, on: [web], source: { file: f, until: 2026-01-01 } }\n`,
    'SECURE',
  ],
  ['a firewall between', `${TWO_HOSTS}barriers:\n  - { id: wall, type: firewall, to: [inner] }\n`, 'SECURE'],
  [
    'a firewall that excepts the port',
    `${TWO_HOSTS}barriers:\n  - { id: wall, type: firewall, to: [inner], except: [{ from: [dmz], ports: [5432] }] }\n`,
    'INSECURE',
  ],
  [
    'a VEX statement on the store',
    TWO_HOSTS.replace('id: cve-2', 'id: cve-2, status: not_affected'),
    'SECURE',
  ],
  [
    'a flaw of the store looked into',
    TWO_HOSTS.replace('id: cve-2', 'id: cve-2, status: under_investigation'),
    'UNKNOWN',
  ],
  [
    'a gap about the store',
    `${TWO_HOSTS.replace(', vulnerabilities: [{ id: cve-2 }]', '')}gaps:\n  - { id: g, about: db, unknown: software, text: Nobody knows }\n`,
    'UNKNOWN',
  ],
  [
    'a gap that does not matter',
    `${TWO_HOSTS.replace(', vulnerabilities: [{ id: cve-2 }]', '')}gaps:\n  - { id: g, about: web, unknown: software, text: Nobody knows }\n`,
    'SECURE',
  ],
  [
    'only staff may talk to the store',
    TWO_HOSTS.replace('listens: [5432]', 'listens: [{ port: 5432, accepts: staff }]'),
    'SECURE',
  ],
];

describe('analyse', () => {
  test.each(OUTCOMES)('%s', (_, model, outcome) => {
    expect(check(model).report.verdicts.map((verdict) => verdict.verdict)).toEqual([outcome]);
  });

  test('narrates a proof in order, each step with its line, technique and cheapest cut', () => {
    const [verdict] = check(TWO_HOSTS).report.verdicts;
    expect(verdict?.steps.map((step) => [step.text, step.at.line, step.techniques[0] ?? ''])).toEqual([
      ['The attacker is on net', 6, ''],
      ['The attacker exploits cve-1 of Web host on 443/tcp', 10, 'T1190'],
      ['The attacker exploits cve-2 of Record store on 5432/tcp', 11, 'T1190'],
    ]);
    expect(verdict?.steps[1]?.cuts).toEqual([
      { measure: 'patching', on: 'web', name: 'Patching', cost: 100, removes: 1 },
      { measure: 'sandbox', on: 'web', name: 'Sandbox', cost: 900, removes: 1 },
    ]);
    expect(verdict?.days).toBe(8);
  });

  test('names the control that holds the line, and that it is decisive', () => {
    const [verdict] = check(
      `${TWO_HOSTS}barriers:\n  - { id: wall, name: Inner wall, type: firewall, to: [inner] }\n`,
    ).report.verdicts;
    expect(verdict?.frontier[0]).toMatchObject({
      holds: 'Inner wall',
      kind: 'control',
      decisive: true,
      then: 'reaches(inner, 5432/tcp)',
      missing: 'not denied(dmz, inner, 5432/tcp)',
      at: { line: 16 },
    });
  });

  test('names the fact whose absence holds the line', () => {
    const [verdict] = check(TWO_HOSTS.replace(', vulnerabilities: [{ id: cve-2 }]', '')).report.verdicts;
    expect(verdict?.frontier).toEqual([
      expect.objectContaining({
        kind: 'absent',
        decisive: true,
        then: 'executes(db)',
        missing: 'vulnerable(db, _, network, code)',
      }),
    ]);
  });

  test('answers for an assumed breach with the profile that has nothing else', () => {
    const { report } = check(TWO_HOSTS, { assumed: ['executes(web)'] });
    expect(report.verdicts.map(({ attacker, verdict, steps }) => [attacker, verdict, steps.length])).toEqual([
      ['tiny/attacker/assume-breach', 'INSECURE', 2],
    ]);
    expect(report.assumed).toEqual(['executes(web)']);
  });

  test('lists attacks without a target as not applicable', () => {
    const { report } = check(TWO_HOSTS.replace('type: store', 'type: host'));
    expect([report.notApplicable, report.verdicts]).toEqual([['tiny/attack/records-read'], []]);
  });

  test('collapses a long chain to ten steps without losing an instance', () => {
    const hosts = Array.from(
      { length: 30 },
      (_, at) =>
        `  - { id: h${at}, type: host, zone: z${at}, listens: [22], vulnerabilities: [{ id: cve-${at} }] }`,
    ).join('\n');
    const zones = Array.from({ length: 30 }, (_, at) => `  - { id: z${at}, type: network }`).join('\n');
    const flows = Array.from(
      { length: 29 },
      (_, at) => `  - { from: z${at}, to: z${at + 1}, port: 22 }`,
    ).join('\n');
    const model = `ensuresec: 1\nname: Chain\npack: tiny\nzones:\n  - { id: net, type: internet }\n${zones}\nassets:\n${hosts}\n  - { id: db, type: store, zone: z29, stores: [records], listens: [22], vulnerabilities: [{ id: cve-x }] }\nflows:\n  - { from: net, to: z0, port: 22 }\n${flows}\n`;
    const [verdict] = check(model).report.verdicts;
    expect(verdict?.steps.length).toBeLessThanOrEqual(10);
    expect(verdict?.steps.reduce((sum, step) => sum + step.instances, 0)).toBe(31);
    expect(verdict?.days).toBe(120);
  });
});
