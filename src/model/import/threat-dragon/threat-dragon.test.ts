// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import type { ModelPart } from '../importer.ts';
import { threatDragonImporter } from './index.ts';

type Json = Readonly<Record<string, unknown>>;

function read(cells: readonly Json[]): ModelPart {
  const model = {
    version: '2.3.0',
    summary: { title: 'Shop' },
    detail: { diagrams: [{ title: 'Main', cells }] },
  };
  const hints = [{ on: 'name' as const, words: ['orders'], type: 'database', confidence: 0.9 }];
  const { value, problems } = threatDragonImporter.read(
    [{ file: 'td.json', bytes: new TextEncoder().encode(JSON.stringify(model)) }],
    contextOf(hints),
  );
  expect(problems).toEqual([]);
  return value as ModelPart;
}

function thing(id: string, shape: string, name: string, x: number, y: number, data: Json = {}): Json {
  return { id, shape, position: { x, y }, size: { width: 10, height: 10 }, data: { name, ...data } };
}

function box(id: string, name: string, x: number, y: number, size: number): Json {
  return {
    id,
    shape: 'trust-boundary-box',
    position: { x, y },
    size: { width: size, height: size },
    data: { type: 'tm.BoundaryBox', name },
  };
}

function flow(from: string, to: string, name: string, data: Json = {}): Json {
  return {
    shape: 'flow',
    source: { cell: from },
    target: { cell: to },
    data: { type: 'tm.Flow', name, ...data },
  };
}

const words = (list: readonly (string | { id: string })[] | undefined): string[] =>
  (list ?? []).map((item) => (typeof item === 'string' ? item : item.id));

const CELLS: readonly Json[] = [
  box('b1', 'Cloud', 100, 0, 100),
  box('b2', 'Private network', 150, 0, 40),
  thing('u', 'actor', 'Browser', 0, 0),
  thing('w', 'process', 'Web\nApp', 110, 10, { isWebApplication: true, privilegeLevel: 'root' }),
  thing('d', 'store', 'Orders', 160, 10, {
    storesCredentials: true,
    isEncrypted: true,
    outOfScope: true,
    reasonOutOfScope: 'Bought',
  }),
];

describe('Threat Dragon import', () => {
  it('puts things into the smallest box around them, and boxes into boxes', () => {
    const part = read(CELLS);
    expect(part.zones?.map(({ id, type, within }) => [id, type, within])).toEqual([
      ['main', 'network', undefined],
      ['cloud', 'cloud', 'main'],
      ['private-network', 'network', 'cloud'],
    ]);
    expect(part.assets?.map(({ id, type, zone }) => [id, type, zone])).toEqual([
      ['browser', 'browser', 'main'],
      ['web-app', 'web-application', 'cloud'],
      ['orders', 'database', 'private-network'],
    ]);
  });

  it('reads properties of things', () => {
    const [, web, store] = read(CELLS).assets ?? [];
    expect([words(web?.properties), words(store?.stores), words(store?.measures)]).toEqual([
      ['runs-as-root'],
      ['secrets'],
      ['encryption-at-rest'],
    ]);
    expect(web?.note).toBe('privilege level: root');
  });

  it('makes an assumption of what is out of scope', () => {
    expect(read(CELLS).assumptions).toMatchObject([
      { text: 'orders is out of scope of the threat model: Bought', about: ['orders'] },
    ]);
  });

  it('reads requests as flows and listeners, but not answers', () => {
    const part = read([
      ...CELLS,
      flow('u', 'w', 'Log in', { protocol: 'HTTPS' }),
      flow('w', 'u', 'Page', {}),
      flow('w', 'd', 'Query'),
      flow('d', 'w', 'Rows'),
    ]);
    expect(part.flows?.map(({ id, port, protections }) => [id, port, words(protections)])).toEqual([
      ['log-in', 443, ['tls']],
      ['page', 'unnamed', []],
      ['query', 'unnamed', []],
      ['rows', 'unnamed', []],
    ]);
    expect(
      part.assets?.map(({ listens }) =>
        (listens ?? []).map((listener) => typeof listener === 'object' && listener.port),
      ),
    ).toEqual([[], [443], ['unnamed']]);
  });

  it('reads both ways of a flow with two heads', () => {
    expect(
      read([...CELLS, flow('u', 'w', 'Chat', { isBidirectional: true })]).flows?.map(({ from, to }) => [
        from,
        to,
      ]),
    ).toEqual([
      ['browser', 'web-app'],
      ['web-app', 'browser'],
    ]);
  });

  it('opens to the internet what a public network carries', () => {
    const part = read([...CELLS, flow('u', 'w', 'Visit', { isPublicNetwork: true, protocol: 'HTTP' })]);
    expect(part.zones?.at(-1)).toMatchObject({ id: 'internet', type: 'internet' });
    expect(part.flows?.at(-1)).toMatchObject({
      from: 'internet',
      to: 'web-app',
      port: 80,
      source: { how: 'inferred' },
    });
  });

  it.each([
    ['Spoofing', 'credentials'],
    ['Tampering', 'credentials'],
    ['Repudiation', 'measures'],
    ['Information disclosure', 'credentials'],
    ['Denial of service', 'exposure'],
    ['Elevation of privilege', 'software'],
    ['Something else', 'measures'],
  ])('makes a gap of an open threat of type %s', (type, unknown) => {
    const part = read([
      thing('d', 'store', 'Orders', 0, 0, {
        threats: [{ title: 'T', type, status: 'Open', severity: 'High', description: 'D' }],
      }),
    ]);
    expect(part.gaps).toMatchObject([
      { about: 'orders', unknown, text: `Open threat (high), ${type}: T. D` },
    ]);
  });

  it('asks for the protection of a flow, whatever threatens it', () => {
    const threats = [{ title: 'T', type: 'Tampering', status: 'Open', description: 'D' }];
    const part = read([...CELLS, flow('u', 'w', 'Visit', { threats })]);
    expect(part.gaps).toMatchObject([{ about: part.flows?.at(-1)?.id, unknown: 'measures' }]);
  });

  it('makes a note of a mitigated threat', () => {
    const part = read([
      thing('d', 'store', 'Orders', 0, 0, {
        threats: [{ title: 'T', type: 'Tampering', status: 'Mitigated', mitigation: 'M' }],
      }),
    ]);
    expect([part.assets?.[0]?.note, part.gaps]).toEqual(['threat "T" is mitigated: M', []]);
  });

  it('makes gaps of loose ends and curves', () => {
    const part = read([
      { shape: 'flow', source: { x: 1, y: 1 }, target: { cell: 'w' }, data: { name: 'Call' } },
      { shape: 'trust-boundary-curve', data: { name: 'Edge' } },
      ...CELLS,
    ]);
    expect(part.gaps?.map(({ about, unknown, text }) => [about, unknown, text])).toEqual([
      ['web-app', 'flows', 'The flow "Call" has no source in the drawing'],
      [
        'main',
        'exposure',
        'The boundary curve "Edge" encloses nothing, so it makes no zone: draw a boundary box instead',
      ],
    ]);
    expect(part.assets?.find(({ id }) => id === 'web-app')?.listens).toHaveLength(1);
  });
});
