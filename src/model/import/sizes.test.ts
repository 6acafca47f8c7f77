// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
// Files of some hundred kilobytes that make careless readers slow: each of these once took seconds, or did not end.
import { describe, expect, it } from 'vitest';
import { importers } from './importers.ts';

/** What is quadratic takes sixteen times as long for four times as much. */
const [COUNT, GROWTH, LIMIT] = [2_000, 4, 10];
/** Milliseconds that clocks, compilers and neighbours on the machine may cost. */
const NOISE_MS = 60;
const TRIES = 8;

type Case = readonly [title: string, id: string, text: string, env?: string];

function casesOf(count: number): readonly Case[] {
  const each = <T>(make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const services = (make: (index: number) => object): string =>
    JSON.stringify({ services: Object.fromEntries(each((index) => [`s${index}`, make(index)])) });
  const list = (...items: object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const deployment = (index: number): object => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `d${index}`, namespace: `n${index % 100}` },
    spec: {
      template: {
        metadata: { labels: { app: `d${index}` } },
        spec: {
          serviceAccountName: `d${index}`,
          containers: [
            {
              image: 'a:1',
              ports: [{ containerPort: 80 }],
              env: [{ name: 'B_HOST', value: `d${index + 1}` }],
            },
          ],
        },
      },
    },
  });
  const service = (index: number): object => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `d${index}`, namespace: `n${index % 100}` },
    spec: { type: 'LoadBalancer', selector: { app: `d${index}` }, ports: [{ port: 80 }] },
  });
  const doubling = Array.from({ length: 60 }, (_, index) => ({
    name: `A${index + 1}`,
    value: `$(A${index})`.repeat(2),
  }));

  return [
    ...importers.map(({ id }) => ['line breaks', id, '\n'.repeat(200_000)] as const),
    ...importers.map(({ id }) => ['blanks', id, ' '.repeat(200_000)] as const),
    ...importers.map(({ id }) => ['brackets', id, '['.repeat(200_000)] as const),
    [
      'services that publish one port',
      'compose',
      services((index) => ({ build: '.', ports: [`${index + 1}:80`] })),
    ],
    [
      'services that call each other',
      'compose',
      services((index) => ({ build: '.', environment: { A_HOST: `s${index + 1}`, B_HOST: null } })),
    ],
    ['a chain of extensions', 'compose', services((index) => ({ build: '.', extends: `s${index + 1}` }))],
    [
      'a chain of networks',
      'compose',
      services((index) => ({ build: '.', network_mode: `service:s${index + 1}` })),
    ],
    [
      'unknown keys',
      'compose',
      JSON.stringify({
        services: { a: { build: '.', ...Object.fromEntries(each((index) => [`k${index}`, 1])) } },
      }),
    ],
    ['ranges of ports', 'compose', services(() => ({ build: '.', ports: ['1-20', '30-50', '60-90'] }))],
    [
      'a port of brackets',
      'compose',
      JSON.stringify({ services: { a: { build: '.', ports: ['['.repeat(100_000)] } } }),
    ],
    [
      'variables that double',
      'compose',
      '{"services": {"a": {"build": "${A60}"}}}',
      each((index) => `A${index + 1}=$A${index}$A${index}`).join('\n'),
    ],
    ['blanks in a variable', 'compose', '{"services": {"a": {"build": "."}}}', `A=a${' '.repeat(200_000)}b`],
    ['exposed deployments in namespaces', 'kubernetes', list(...each(deployment), ...each(service))],
    [
      'variables that double',
      'kubernetes',
      list({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a' },
        spec: { containers: [{ image: 'a', env: [{ name: 'A0', value: 'x' }, ...doubling] }] },
      }),
    ],
    [
      'components in components',
      'otm',
      JSON.stringify({
        otmVersion: '0.2.0',
        components: each((index) => ({ id: `c${index}`, name: 'c', parent: { component: `c${index + 1}` } })),
      }),
    ],
    [
      'components that depend on each other',
      'cyclonedx',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: each((index) => ({ type: 'application', name: `a${index}`, 'bom-ref': `a${index}` })),
        dependencies: each((index) => ({
          ref: `a${index}`,
          dependsOn: each((other) => `a${(index + other) % count}`).slice(0, 20),
        })),
      }),
    ],
    [
      'boxes in boxes',
      'threat-dragon',
      JSON.stringify({
        version: '2.0',
        summary: {},
        detail: {
          diagrams: [
            {
              title: 't',
              cells: each((index) => ({
                id: `b${index}`,
                shape: 'trust-boundary-box',
                position: { x: 0, y: 0 },
                size: { width: index + 1, height: index + 1 },
                data: { name: 'b' },
              })),
            },
          ],
        },
      }),
    ],
    [
      'hosts',
      'nmap',
      `<nmaprun>${each((index) => `<host><status state="up"/><address addr="10.0.${index >> 8}.${index & 255}"/><ports><port portid="80"><state state="open"/></port></ports></host>`).join('')}</nmaprun>`,
    ],
  ];
}

describe('importers answer in time', () => {
  const small = casesOf(COUNT / GROWTH);
  for (const [at, large] of casesOf(COUNT).entries())
    it(`to ${large[0]}, as ${large[1]}`, () => {
      const base = Math.min(milliseconds(small[at] as Case), milliseconds(small[at] as Case));
      const limit = LIMIT * base + NOISE_MS;
      // A neighbour may take the machine for a while; a slow reader is slow each time.
      let tries = 0;
      while (tries < TRIES && milliseconds(large) >= limit) tries++;
      expect(tries).toBeLessThan(TRIES);
    });
});

function milliseconds([, id, text, env]: Case): number {
  const importer = importers.find((one) => one.id === id);
  const encode = (file: string, content: string) => ({ file, bytes: new TextEncoder().encode(content) });
  const file = { compose: 'compose.yaml', nmap: 'a.xml', otm: 'a.otm' }[id] ?? 'a.json';
  const inputs = [encode(file, text), ...(env === undefined ? [] : [encode('.env', env)])];
  const start = performance.now();
  for (const input of inputs) importer?.sniff(input);
  importer?.companions?.(inputs[0] as (typeof inputs)[0]);
  importer?.read(inputs, { guess: () => undefined });
  return performance.now() - start;
}
