// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import type { ModelPart } from '../importer.ts';
import { cyclonedxImporter } from './index.ts';

type Json = Readonly<Record<string, unknown>>;

const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

function bom(rest: Json): Json {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', ...rest };
}

function read(...documents: Json[]): ModelPart {
  const inputs = documents.map((document, index) => ({
    file: `bom${index}.json`,
    bytes: new TextEncoder().encode(JSON.stringify(document)),
  }));
  const { value, problems } = cyclonedxImporter.read(
    inputs,
    contextOf([{ on: 'name', words: ['cache'], type: 'cache', confidence: 0.9 }]),
  );
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return value as ModelPart;
}

function purls(part: ModelPart): Record<string, string[]> {
  return Object.fromEntries(
    (part.assets ?? []).map(({ id, software }) => [
      id,
      (software ?? []).map((item) => (typeof item === 'string' ? item : item.purl)),
    ]),
  );
}

function statuses(part: ModelPart): Record<string, string[]> {
  return Object.fromEntries(
    (part.assets ?? []).map(({ id, vulnerabilities }) => [
      id,
      (vulnerabilities ?? []).map((found) => `${found.id} ${found.status} ${found.access} ${found.effect}`),
    ]),
  );
}

const PRODUCT = { component: { type: 'application', name: 'web', version: '2.0', 'bom-ref': 'web' } };
const LOG4J = {
  type: 'library',
  group: 'org.example',
  name: 'log',
  version: '1.1',
  'bom-ref': 'log',
  purl: 'pkg:maven/org.example/log@1.1',
};
const SBOM = bom({
  serialNumber: 'urn:uuid:cbb2cd68-2857-43b8-a10b-e8c03d277d18',
  version: 1,
  metadata: PRODUCT,
  components: [LOG4J],
});
const AFFECTED = {
  id: 'CVE-2021-1',
  ratings: [{ method: 'CVSSv31', vector: VECTOR }],
  affects: [{ ref: 'log' }],
};

describe('CycloneDX ratings', () => {
  const EPSS_SOURCE = { name: 'FIRST', url: 'https://api.first.org/data/v1/epss?cve=CVE-2021-44228' };
  const KEV_URL = 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search=CVE-2021-44228';
  // What the vulnerability has beside its id, and what the model then knows of its use.
  it.each<[string, object, object]>([
    ['a vector', { ratings: [{ method: 'CVSSv31', vector: VECTOR }] }, { cvss: VECTOR }],
    ['a score alone', { ratings: [{ method: 'CVSSv31', score: 9.8 }] }, {}],
    [
      'EPSS by its source',
      { ratings: [{ source: EPSS_SOURCE, score: 0.94, method: 'other' }] },
      { epss: 0.94 },
    ],
    ['EPSS as a property', { properties: [{ name: 'scan:epss_score', value: '0.5' }] }, { epss: 0.5 }],
    ['the percentile of EPSS', { properties: [{ name: 'scan:epss_percentile', value: '0.99' }] }, {}],
    ['EPSS in per cent', { ratings: [{ source: EPSS_SOURCE, score: 94 }] }, {}],
    ['a certain EPSS', { ratings: [{ source: EPSS_SOURCE, score: 1 }] }, { epss: 0.9999 }],
    ['no number as EPSS', { properties: [{ name: 'epss', value: 'high' }] }, {}],
    ['KEV as an advisory', { advisories: [{ url: KEV_URL }] }, { kev: true }],
    ['KEV as a property', { properties: [{ name: 'scan:kev', value: 'true' }] }, { kev: true }],
    ['KEV denied', { properties: [{ name: 'scan:kev', value: 'false' }] }, {}],
  ])('takes over %s', (_, rated, expected) => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: [{ type: 'library', name: 'log', 'bom-ref': 'log' }],
        vulnerabilities: [{ id: 'CVE-2021-44228', ...rated, affects: [{ ref: 'log' }] }],
      }),
    );
    const { cvss, epss, kev } = part.assets?.[0]?.vulnerabilities?.[0] ?? {};
    expect(JSON.parse(JSON.stringify({ cvss, epss, kev }))).toEqual(expected);
  });
});

describe('CycloneDX inventory', () => {
  it('keeps libraries as the software of the product', () => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: Array.from({ length: 500 }, (_, index) => ({
          type: 'library',
          name: `l${index}`,
          purl: `pkg:npm/l${index}@1`,
        })),
      }),
    );
    expect(part.assets?.map(({ id, type }) => [id, type])).toEqual([['web', 'service']]);
    expect(purls(part)['web']).toHaveLength(500);
    expect(part.gaps?.map(({ about, unknown }) => [about, unknown])).toEqual([['web', 'exposure']]);
  });

  it('names the place of each piece of software', () => {
    expect(read(SBOM).assets?.[0]?.software?.[0]).toEqual({
      purl: 'pkg:maven/org.example/log@1.1',
      source: {
        file: 'bom0.json',
        line: 1,
        column: JSON.stringify(SBOM).indexOf('{"type":"library"') + 1,
        pointer: '/components/0',
        how: 'declared',
        confidence: 1,
      },
    });
  });

  it('makes assets of applications and containers, which run on the product', () => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: [
          {
            type: 'container',
            name: 'registry.example/acme/cache:7',
            components: [{ type: 'library', name: 'ssl', version: '3' }],
          },
        ],
      }),
    );
    expect(part.assets?.map(({ id, type, runsOn }) => [id, type, runsOn])).toEqual([
      ['web', 'service', undefined],
      ['cache', 'cache', 'web'],
    ]);
    expect(purls(part)['cache']).toEqual(['pkg:generic/ssl@3']);
  });

  it('gives top-level libraries to the assets that depend on them', () => {
    const components = [
      { type: 'application', name: 'worker', 'bom-ref': 'w' },
      { ...LOG4J, 'bom-ref': 'a', purl: 'pkg:npm/a' },
      { ...LOG4J, 'bom-ref': 'b', purl: 'pkg:npm/b' },
      { ...LOG4J, 'bom-ref': 'c', purl: 'pkg:npm/c' },
    ];
    const dependencies = [
      { ref: 'w', dependsOn: ['a'] },
      { ref: 'a', dependsOn: ['b', 'a'] },
    ];
    expect(purls(read(bom({ metadata: PRODUCT, components, dependencies })))).toEqual({
      web: ['pkg:npm/c'],
      worker: ['pkg:npm/a', 'pkg:npm/b'],
    });
  });

  it('calls the product after the file when the document names none', () => {
    expect(
      read(bom({ components: [LOG4J] })).assets?.map(({ id, source }) => [id, source?.confidence]),
    ).toEqual([['bom0', 0.4]]);
  });

  it('makes assets of services, with endpoints as listeners and data as classes', () => {
    const service = {
      name: 'Mail API',
      endpoints: ['https://mail.example/v1', 'amqps://mail.example:5671'],
      authenticated: false,
      data: [
        { flow: 'inbound', classification: 'PII' },
        { flow: 'inbound', classification: 'Blue' },
      ],
    };
    const [asset] = read(bom({ services: [service] })).assets ?? [];
    expect(asset).toMatchObject({ id: 'mail-api', type: 'service', note: 'handles data classified Blue' });
    expect(asset?.listens?.map((listener) => typeof listener === 'object' && listener.port)).toEqual([
      443, 5671,
    ]);
    expect(
      [asset?.stores, asset?.properties].map((list) =>
        list?.map((item) => typeof item === 'object' && item.id),
      ),
    ).toEqual([['personal-data'], ['no-authentication']]);
  });

  it('lists what it does not read as a gap', () => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: [{ type: 'cryptographic-asset', name: 'RSA' }],
        compositions: [{ aggregate: 'incomplete' }],
      }),
    );
    expect(part.gaps?.map(({ text }) => text).slice(1)).toEqual([
      'Components of a kind that is not read: RSA (cryptographic-asset)',
      'The document says that its list of the software of web is incomplete',
    ]);
  });
});

describe('CycloneDX vulnerabilities', () => {
  it.each([
    [undefined, 'affected'],
    ['exploitable', 'affected'],
    ['in_triage', 'under_investigation'],
    ['not_affected', 'not_affected'],
    ['false_positive', 'not_affected'],
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
  ])('reads the state %s', (state, status) => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: [LOG4J],
        vulnerabilities: [
          {
            ...AFFECTED,
            ...(state === undefined
              ? {}
              : { analysis: { state, justification: 'code_not_present', detail: 'Removed' } }),
          },
        ],
      }),
    );
    expect(statuses(part)).toEqual({ web: [`CVE-2021-1 ${status} network code`] });
    const excluded = status === 'not_affected' || status === 'fixed';
    expect(part.assumptions?.map(({ about, text }) => [about, text])).toEqual(
      excluded
        ? [
            [
              ['web'],
              `CVE-2021-1 ${status === 'fixed' ? 'is fixed in' : 'does not affect'} web (org.example/log 1.1): code not present: Removed`,
            ],
          ]
        : [],
    );
    expect(part.gaps?.some(({ unknown }) => unknown === 'software')).toBe(status === 'under_investigation');
  });

  it('takes the worst case without a vector, and says so', () => {
    const part = read(
      bom({
        metadata: PRODUCT,
        components: [LOG4J],
        vulnerabilities: [{ id: 'CVE-2021-2', ratings: [{ severity: 'low' }], affects: [{ ref: 'log' }] }],
      }),
    );
    expect(part.assets?.[0]?.vulnerabilities?.[0]).toMatchObject({
      access: 'network',
      effect: 'code',
      source: { confidence: 0.3 },
    });
    expect(part.assumptions?.map(({ text }) => text)).toEqual([
      'No CVSS vector says how these are used, so they count as remote code execution: CVE-2021-2',
    ]);
  });

  const vex = (affects: Json, state = 'not_affected'): Json =>
    bom({
      vulnerabilities: [{ ...AFFECTED, analysis: { state, detail: 'Not called' }, affects: [affects] }],
    });
  const listing = { ...SBOM, vulnerabilities: [AFFECTED] };

  it.each<[string, Json]>([
    ['the bom-ref', { ref: 'log' }],
    ['a BOM-Link', { ref: 'urn:cdx:cbb2cd68-2857-43b8-a10b-e8c03d277d18/1#log' }],
    ['a BOM-Link of another version', { ref: 'urn:cdx:cbb2cd68-2857-43b8-a10b-e8c03d277d18/9#log' }],
    ['a BOM-Link to the product', { ref: 'urn:cdx:cbb2cd68-2857-43b8-a10b-e8c03d277d18/1' }],
    ['the package URL', { ref: 'pkg:maven/org.example/log@1.1' }],
    ['the right version', { ref: 'log', versions: [{ version: '1.1', status: 'unaffected' }] }],
    [
      'a range around the version',
      { ref: 'log', versions: [{ range: 'vers:maven/>=1.0|<2.0', status: 'unaffected' }] },
    ],
  ])('lets a separate VEX take a premise away by %s, in any order', (_, affects) => {
    for (const documents of [
      [listing, vex(affects)],
      [vex(affects), listing],
    ]) {
      const part = read(...documents);
      expect(statuses(part)).toEqual({ web: ['CVE-2021-1 not_affected network code'] });
      expect(part.assumptions?.[0]?.text).toMatch(/^CVE-2021-1 does not affect web.*: Not called$/);
    }
  });

  it.each<[string, Json]>([
    ['another version', { ref: 'log', versions: [{ version: '1.2', status: 'unaffected' }] }],
    [
      'a range beside the version',
      { ref: 'log', versions: [{ range: 'vers:maven/>=1.2|<2.0' }, { range: 'vers:maven/<1.1' }] },
    ],
  ])('keeps the premise when a VEX speaks of %s', (_, affects) => {
    expect(statuses(read(listing, vex(affects)))).toEqual({ web: ['CVE-2021-1 affected network code'] });
  });

  it('keeps the premise when only one of two copies is cleared', () => {
    const copy = { ...LOG4J, version: '1.2', 'bom-ref': 'copy', purl: 'pkg:maven/org.example/log@1.2' };
    const part = read(
      {
        ...SBOM,
        components: [LOG4J, copy],
        vulnerabilities: [{ ...AFFECTED, affects: [{ ref: 'log' }, { ref: 'copy' }] }],
      },
      vex({ ref: 'log' }),
    );
    expect(statuses(part)).toEqual({ web: ['CVE-2021-1 affected network code'] });
  });

  it('keeps a statement about something no document lists, as an asset of its own', () => {
    const part = read(vex({ ref: 'urn:cdx:00000000-0000-0000-0000-000000000000/1#ghost' }, 'exploitable'));
    expect(statuses(part)).toEqual({ ghost: ['CVE-2021-1 affected network code'] });
    expect(part.gaps?.map(({ about }) => about)).toEqual(['ghost']);
  });
});

describe('CycloneDX sniffing', () => {
  it.each([
    ['{ "bomFormat": "CycloneDX" }', 1],
    ['<bom xmlns="http://cyclonedx.org/schema/bom/1.4">', 0.95],
    ['{ "spdxVersion": "SPDX-2.3" }', 0],
  ])('is sure of %j', (text, confidence) => {
    expect(cyclonedxImporter.sniff({ file: 'x', bytes: new TextEncoder().encode(text) })).toBe(confidence);
  });
});
