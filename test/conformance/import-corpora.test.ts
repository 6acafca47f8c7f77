// SPDX-License-Identifier: Apache-2.0
// Published SBOMs, VEX statements, threat models and scans, imported as they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse, compileRules } from '../../src/analyse/index.ts';
import {
  importFiles,
  loadModel,
  type Model,
  type Pack,
  resolvePack,
  writeModel,
} from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { corpus } from './corpora.ts';
import { expectSourcesIn } from './sources.ts';

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs'))).value as Pack;

const VEX = 'cyclonedx/VEX/CISA-Use-Cases';
const DRAGON = 'threat-dragon/td.vue/src/service/demo';
const SCANS = 'defectdojo/unittests/scans';

interface Case {
  readonly files: readonly string[];
  /** Elements by section; those without any are left out. */
  readonly counts: Readonly<Record<string, number>>;
  /** Codes of the warnings, each once. */
  readonly warnings?: readonly string[];
  readonly holds?: Readonly<Record<string, unknown>>;
}

const statement = (id: string, status: string) => expect.objectContaining({ id, status });
const asset = (id: string, type: string, rest: object = {}) => expect.objectContaining({ id, type, ...rest });

const CASES: readonly Case[] = [
  {
    files: ['cyclonedx/SBOM/juice-shop/v11.1.2/bom.json'],
    counts: { zones: 1, assets: 1, gaps: 1 },
    warnings: ['CYCLONEDX_OLD_VERSION'],
    holds: { assets: [{ id: 'juice-shop', software: { length: 841 } }], gaps: [{ unknown: 'exposure' }] },
  },
  {
    files: [`${VEX}/Case-1/vex-not_affected.json`],
    counts: { zones: 1, assets: 1, assumptions: 1, gaps: 1 },
    holds: {
      assets: [{ id: 'abc', vulnerabilities: [{ id: 'CVE-2021-44228', status: 'not_affected' }] }],
      assumptions: [{ about: ['abc'], source: { line: 28 } }],
    },
  },
  {
    files: [`${VEX}/Case-1/vex-affected.json`],
    counts: { zones: 1, assets: 1, assumptions: 1, gaps: 1 },
    holds: { assets: [{ vulnerabilities: [{ id: 'CVE-2021-44228', status: 'affected' }] }] },
  },
  {
    files: [`${VEX}/Case-1/vex-fixed.json`],
    counts: { zones: 1, assets: 1, assumptions: 1, gaps: 1 },
    holds: { assets: [{ vulnerabilities: [{ id: 'CVE-2021-44228', status: 'fixed' }] }] },
  },
  {
    files: [`${VEX}/Case-1/vex-under_investigation.json`],
    counts: { zones: 1, assets: 1, gaps: 2 },
    holds: {
      assets: [{ vulnerabilities: [{ status: 'under_investigation' }] }],
      gaps: [{ unknown: 'exposure' }, { unknown: 'software' }],
    },
  },
  {
    files: [`${VEX}/Case-2/vex.json`],
    counts: { zones: 1, assets: 1, assumptions: 19, gaps: 1 },
    holds: { assets: [{ vulnerabilities: { length: 19 } }] },
  },
  {
    files: [`${VEX}/Case-3/vex.json`],
    counts: { zones: 1, assets: 1, assumptions: 10, gaps: 2 },
    holds: {
      assets: [
        {
          id: 'ghi',
          vulnerabilities: expect.arrayContaining([
            statement('CVE-2020-11896', 'under_investigation'),
            statement('CVE-2020-11897', 'not_affected'),
            statement('CVE-2020-11898', 'affected'),
            statement('CVE-2020-11901', 'fixed'),
          ]),
        },
      ],
    },
  },
  { files: [`${VEX}/Case-4/vex.json`], counts: { zones: 1, assets: 1, gaps: 1 } },
  { files: [`${VEX}/Case-5/vex.json`], counts: { zones: 1, assets: 1, gaps: 2 } },
  {
    files: [`${VEX}/Case-6/vex.json`],
    counts: { zones: 1, assets: 1, gaps: 1 },
    warnings: ['CYCLONEDX_CONTRADICTION'],
    holds: { assets: [{ vulnerabilities: [{ status: 'affected' }] }] },
  },
  {
    files: [`${VEX}/Case-7/bom-1.json`, `${VEX}/Case-7/bom-2.json`, `${VEX}/Case-7/vex.json`],
    counts: { zones: 1, assets: 2, gaps: 2 },
    warnings: ['CYCLONEDX_CONTRADICTION'],
    holds: { assets: [{ id: 'abc' }, { id: 'jkl' }] },
  },
  {
    files: [`${VEX}/Case-7/vex.json`],
    counts: { zones: 1, assets: 2, gaps: 2 },
    warnings: ['CYCLONEDX_UNKNOWN_REF', 'CYCLONEDX_CONTRADICTION'],
  },
  {
    files: [`${SCANS}/cyclonedx/log4j.json`],
    counts: { zones: 1, assets: 1, gaps: 2 },
    holds: {
      assets: [
        {
          id: 'log4j-core',
          type: 'software-component',
          software: [{ purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.13.2' }],
          vulnerabilities: { length: 8 },
        },
      ],
    },
  },
  {
    files: [`${DRAGON}/payment-online.json`],
    counts: { zones: 4, assets: 5, flows: 11 },
    holds: {
      zones: [{}, { id: 'customer-internet', type: 'internet' }, {}, {}],
      assets: [
        asset('customer', 'external-system', { zone: 'payment' }),
        asset('customer-client', 'browser', { zone: 'customer-internet' }),
        asset('merchant-web-server', 'web-application', { zone: 'merchant-web' }),
        asset('stripe-api-service', 'payment-provider', { zone: 'stripe-web' }),
        asset('stripe-payment-service', 'payment-service', { zone: 'stripe-web' }),
      ],
    },
  },
  {
    files: [`${DRAGON}/v2-threat-model.json`],
    counts: { zones: 2, assets: 7, flows: 10, assumptions: 3, gaps: 14 },
    holds: {
      assets: [
        asset('worker-config', 'data-store'),
        asset('database', 'database'),
        asset('web-application-config', 'data-store'),
        asset('message-queue', 'message-broker'),
        asset('background-worker-process', 'service'),
        asset('web-application', 'web-application'),
        asset('browser', 'customer-browser'),
      ],
    },
  },
  {
    files: [`${SCANS}/nmap/issue12411.xml`],
    counts: { zones: 3, assets: 2, flows: 2, assumptions: 1, gaps: 5 },
    holds: {
      assets: [
        {
          id: 'google.com',
          listens: [
            { port: 80, source: { line: 19 } },
            { port: 443, source: { line: 20 } },
          ],
        },
        {
          id: 'amazon.com',
          listens: [
            { port: 80, source: { line: 32 } },
            { port: 443, source: { line: 35 } },
          ],
        },
      ],
    },
  },
  {
    files: [`${SCANS}/nmap/nmap_multiple_port.xml`],
    counts: { zones: 2, assets: 1, flows: 1, assumptions: 1, gaps: 2 },
    holds: { assets: [{ id: 'joaquinlp.me', type: 'host', listens: { length: 13 } }] },
  },
];

describe('published files', () => {
  for (const { files, counts, warnings = [], holds = {} } of CASES) {
    const paths = files.map((file) => corpus(file));
    it.skipIf(paths.includes(undefined))(`are imported: ${files.join(' and ')}`, () => {
      const inputs = paths.map((path, index) => ({
        file: files[index] as string,
        bytes: readFileSync(path as string),
      }));
      const into: Model = { ensuresec: 1, name: 'Imported', pack: pack.id };
      const { value, problems } = importFiles(inputs, { into, hints: pack.hints });
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect([...new Set(problems.map(({ code }) => code))]).toEqual(warnings);
      const model = value?.model as Model;
      const sizes = Object.entries(model).flatMap(([key, list]) =>
        Array.isArray(list) ? [[key, list.length]] : [],
      );
      expect(Object.fromEntries(sizes)).toEqual(counts);
      expect(model).toMatchObject(holds);
      const texts = inputs.map(({ file, bytes }) => ({ file, text: new TextDecoder().decode(bytes) }));
      expectSourcesIn(model, texts);
      expect(loadModel(new TextEncoder().encode(writeModel(model)), 'out.yaml', pack).problems).toEqual([]);
    });
  }
});

describe('a statement about a vulnerability', () => {
  const hints = [
    ...pack.hints,
    { on: 'name' as const, words: ['abc', 'def'], type: 'storefront', confidence: 1 },
  ];
  const compiled = compileRules(pack).value;
  const running = (name: string) => ({
    file: 'compose.yaml',
    bytes: new TextEncoder().encode(`services: {${name}: {image: "${name}:1", ports: ["80:80"]}}`),
  });
  it.each([
    ['affected, of a product that is on the internet, is a way in', 'def', 'affected', true, 'INSECURE'],
    ['affected, of a product whose place nobody knows, is a question', 'def', 'affected', false, 'UNKNOWN'],
    ['not_affected closes the way', 'abc', 'not_affected', true, 'SECURE'],
  ])('%s', (_, name, status, isRunning, verdict) => {
    const path = corpus(`${VEX}/Case-1/vex-${status}.json`);
    if (path === undefined || compiled === undefined) return;
    const vex = { file: 'vex.json', bytes: readFileSync(path) };
    const into: Model = { ensuresec: 1, name: 'Imported', pack: pack.id };
    const { value, problems } = importFiles(isRunning ? [vex, running(name)] : [vex], { into, hints });
    expect(problems).toEqual([]);
    const bytes = new TextEncoder().encode(writeModel(value?.model as Model));
    const loaded = loadModel(bytes, 'out.yaml', pack).value;
    if (loaded === undefined) throw new TypeError('The model does not load');
    const attacks = ['e-commerce/attack/shop-code-changed'];
    const attackers = ['e-commerce/attacker/internet-stranger'];
    const { report } = analyse({ loaded, pack, compiled, today: '2026-01-01', attacks, attackers });
    expect(report.verdicts.map((one) => [one.target, one.verdict])).toEqual([[name, verdict]]);
    expect(report.assumptions.map(({ text }) => text).join()).toContain('CVE-2021-44228');
  });
});
