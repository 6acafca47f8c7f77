// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import type { ModelPart } from '../importer.ts';
import { otmImporter } from './index.ts';

const MODEL = `
otmVersion: 0.2.0
project: { name: Shop, id: shop }
assets:
  - { id: cards, name: Credit cards, risk: { confidentiality: 100, integrity: 100, availability: 100 } }
  - { id: people, name: Customer data, risk: { confidentiality: 100, integrity: 100, availability: 100 } }
trustZones:
  - { id: z1, name: Internet, risk: { trustRating: 1 } }
  - { id: z2, name: Public Cloud, risk: { trustRating: 50 } }
  - { id: z3, name: Private, parent: { trustZone: z2 }, risk: { trustRating: 90 } }
components:
  - { id: c1, name: Shopper, type: web-client, parent: { trustZone: z1 } }
  - id: c2
    name: Web Service
    type: web-service
    parent: { trustZone: z2 }
    assets: { processed: [cards], stored: [people] }
    threats:
      - { threat: t1, state: exposed, mitigations: [{ mitigation: m1, state: required }] }
      - { threat: t2, state: exposed, mitigations: [{ mitigation: m1, state: implemented }] }
  - { id: c3, name: Customers, type: CD-V2-AWS-RDS, parent: { trustZone: z3 } }
  - { id: c4, name: Login class, type: code-class, parent: { component: c2 } }
  - { id: c5, name: Thing, type: mystery }
dataflows:
  - { id: f1, name: Browse, source: c1, destination: c2, bidirectional: true, tags: [https], assets: [cards] }
  - { id: f2, name: Store, source: c2, destination: c3, assets: [people] }
threats:
  - { id: t1, name: Forgery, description: Somebody else, categories: [Spoofing], risk: { likelihood: 1, impact: 1 } }
  - { id: t2, name: Flood, categories: [Denial of service], risk: { likelihood: 1, impact: 1 } }
mitigations:
  - { id: m1, name: Second factor, riskReduction: 50 }
`;

function read(text: string): ModelPart {
  const { value, problems } = otmImporter.read(
    [{ file: 'shop.otm', bytes: new TextEncoder().encode(text) }],
    contextOf([]),
  );
  expect(problems).toEqual([]);
  return value as ModelPart;
}

describe('Open Threat Model import', () => {
  const part = read(MODEL);

  it('makes zones of trust zones', () => {
    expect(part.zones?.map(({ id, type, within, note }) => [id, type, within, note])).toEqual([
      ['internet', 'internet', undefined, 'trust rating 1'],
      ['public-cloud', 'cloud', undefined, 'trust rating 50'],
      ['private', 'network', 'public-cloud', 'trust rating 90'],
    ]);
  });

  it('makes assets of components, each in its zone', () => {
    expect(part.assets?.map(({ id, type, zone, runsOn }) => [id, type, zone, runsOn])).toEqual([
      ['shopper', 'browser', 'internet', undefined],
      ['web-service', 'api', 'public-cloud', undefined],
      ['customers', 'database', 'private', undefined],
      ['login-class', 'software-component', 'public-cloud', 'web-service'],
      ['thing', 'system', undefined, undefined],
    ]);
    expect(part.assets?.[0]?.source).toEqual({
      file: 'shop.otm',
      line: 12,
      column: 5,
      pointer: '/components/0',
      how: 'declared',
      confidence: 0.7,
    });
  });

  it('makes flows and listeners of data flows', () => {
    expect(part.flows?.map(({ id, from, to, port }) => [id, from, to, port])).toEqual([
      ['browse', 'shopper', 'web-service', 443],
      ['browse/back', 'web-service', 'shopper', 443],
      ['store', 'web-service', 'customers', 'unnamed'],
    ]);
    expect(part.assets?.map(({ listens }) => listens?.length ?? 0)).toEqual([0, 1, 1, 0, 0]);
  });

  it('understands data by its name, and says what it does not understand', () => {
    expect(part.assets?.[1]?.stores).toMatchObject([{ id: 'personal-data' }]);
    expect(part.flows?.at(-1)?.carries).toMatchObject([{ id: 'personal-data' }]);
    expect(part.assumptions).toMatchObject([{ id: 'data/credit-cards' }]);
    expect(part.assets?.[1]?.note).toBe('handles Credit cards; threat "Flood" is mitigated by Second factor');
  });

  it('takes classes of data that the pack hints at, and ports of tags', () => {
    const { value } = otmImporter.read(
      [
        {
          file: 'a.otm',
          bytes: new TextEncoder().encode(
            'otmVersion: 0.2.0\nassets: [{ id: c, name: Credit cards }]\ncomponents: [{ id: a, name: A }, { id: b, name: B }]\ndataflows: [{ id: f, name: F, source: a, destination: b, assets: [c], tags: [TLS, TCP/5432] }]\n',
          ),
        },
      ],
      contextOf([{ on: 'data', words: ['credit cards'], type: 'card-data', confidence: 0.8 }]),
    );
    expect(value?.flows).toMatchObject([{ port: 5432, carries: [{ id: 'card-data' }] }]);
    expect(value?.assumptions ?? []).toEqual([]);
  });

  it('makes gaps of exposed threats and of components without a zone', () => {
    expect(part.gaps?.map(({ about, unknown, text }) => [about, unknown, text])).toEqual([
      ['web-service', 'credentials', 'Open threat: Forgery. Somebody else Proposed: Second factor'],
      ['thing', 'exposure', 'The document does not say in which trust zone thing is'],
    ]);
  });

  it('reads JSON, and a version without quotes', () => {
    expect(
      read('{"otmVersion": "0.2.0", "project": {}, "trustZones": [{"id": "a", "name": "A"}]}').zones,
    ).toHaveLength(1);
    expect(read('otmVersion: 0.2\n').zones).toEqual([]);
  });

  it('ends at components that contain each other', () => {
    expect(
      read(
        'otmVersion: 0.2.0\ncomponents:\n  - { id: a, name: a, parent: { component: b } }\n  - { id: b, name: b, parent: { component: a } }',
      ).gaps,
    ).toHaveLength(2);
  });

  it.each([
    ['otmVersion: 0.2.0', 1],
    ['{ "otmVersion": "0.2.0" }', 1],
    ['version: 3', 0],
  ])('sniffs %j', (text, confidence) => {
    expect(otmImporter.sniff({ file: 'x', bytes: new TextEncoder().encode(text) })).toBe(confidence);
  });
});
