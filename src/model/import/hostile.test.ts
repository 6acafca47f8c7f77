// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
// Whatever the bytes are, an importer answers; and what it gives is a model.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Model, neededAsset } from '../schema.ts';
import { contextOf } from './guess.ts';
import { importers } from './importers.ts';
import { mergeParts } from './merge/index.ts';

const context = contextOf([{ on: 'name', words: ['a', 'web'], type: 'cache', confidence: 0.5 }]);

/** Small documents with every part that an importer looks at. */
const SEEDS: Readonly<Record<string, unknown>> = {
  compose: {
    name: 'a',
    services: {
      web: {
        image: 'r.example:5000/a/b:1@sha256:00',
        extends: { service: 'base', file: 'x.yaml' },
        ports: [
          '127.0.0.1:80:80/tcp',
          '${P}',
          { target: 80, published: '81-82', host_ip: '::1', protocol: 'udp' },
        ],
        expose: ['90-91/udp'],
        environment: { DB_HOST: 'db', DB_PORT: 5432, PASSWORD: 'admin', URL: 'http://u:p@db:1', E: null },
        env_file: [{ path: 'a.env', required: false }, 'b.env'],
        networks: { back: { aliases: ['w'] } },
        volumes: ['/var/run/docker.sock:/s', { type: 'bind', source: '/etc', target: '/x', read_only: true }],
        cap_add: ['ALL'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true', 'seccomp=unconfined'],
        user: '0',
        privileged: true,
        pid: 'host',
        depends_on: { db: { condition: 'service_started', required: true } },
        links: ['db:d'],
        external_links: ['e:f'],
        secrets: ['s', { source: 's' }],
        profiles: ['p'],
      },
      db: {
        build: { context: '.' },
        environment: ['A=1', 'B'],
        networks: ['back'],
        network_mode: 'service:web',
      },
      host: { image: 'x', network_mode: 'host' },
    },
    networks: { back: { internal: true, driver: 'macvlan', external: true } },
    secrets: { s: { file: './s' } },
    include: ['y.yaml', { path: ['z.yaml'] }],
  },
  kubernetes: {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'n', labels: { app: 'web' } },
        spec: {
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: {
              serviceAccountName: 'sa',
              automountServiceAccountToken: true,
              hostNetwork: true,
              hostPID: false,
              securityContext: { runAsNonRoot: true, runAsUser: 0 },
              containers: [
                {
                  name: 'c',
                  image: 'x/y:1',
                  ports: [{ name: 'http', containerPort: 80, hostPort: 80, protocol: 'TCP' }],
                  env: [
                    { name: 'DB_ADDR', value: 'db:$(PORT)' },
                    { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
                    { name: 'M', valueFrom: { configMapKeyRef: { name: 'm', key: 'k', optional: true } } },
                  ],
                  envFrom: [{ prefix: 'P_', configMapRef: { name: 'm' } }, { secretRef: { name: 's' } }],
                  securityContext: { privileged: true, capabilities: { add: ['ALL'], drop: ['ALL'] } },
                  volumeMounts: [{ name: 'v', mountPath: '/x', readOnly: true }],
                },
              ],
              volumes: [{ name: 'v', hostPath: { path: '/var/run/docker.sock' } }],
            },
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'db', namespace: 'n', labels: { app: 'db' } },
        spec: { containers: [{ name: 'd', image: 'postgres' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'n' },
        spec: {
          type: 'LoadBalancer',
          selector: { app: 'web' },
          ports: [{ name: 'p', port: 80, targetPort: 'http' }],
          loadBalancerSourceRanges: ['192.0.2.0/24'],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'out', namespace: 'n' },
        spec: { type: 'ExternalName', externalName: 'x.example' },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'i', namespace: 'n' },
        spec: {
          ingressClassName: 'nginx',
          tls: [{}],
          rules: [{ http: { paths: [{ backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
        },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'np', namespace: 'n' },
        spec: {
          podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [
            {
              from: [
                { podSelector: {}, namespaceSelector: {} },
                { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
              ],
              ports: [{ protocol: 'TCP', port: 80, endPort: 90 }, { port: 'http' }],
            },
          ],
          egress: [{}],
        },
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'rb', namespace: 'n' },
        roleRef: { kind: 'ClusterRole', name: 'edit' },
        subjects: [
          { kind: 'ServiceAccount', name: 'sa', namespace: 'n' },
          { kind: 'User', name: 'u' },
          { kind: 'Group', name: 'g' },
        ],
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'n' }, data: { k: 'v' } },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'n' },
        stringData: { k: 'admin' },
      },
      { apiVersion: 'example.org/v1', kind: 'Odd', metadata: { name: 'o' } },
    ],
  },
  cyclonedx: {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:cbb2cd68-2857-43b8-a10b-e8c03d277d18',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: 'web',
        'bom-ref': 'web',
        components: [{ type: 'library', name: 'n' }],
      },
    },
    components: [
      { type: 'library', group: 'g', name: 'a', version: '1', 'bom-ref': 'a', purl: 'pkg:npm/a@1' },
      { type: 'container', name: 'x/y:1', 'bom-ref': 'y' },
    ],
    services: [
      { name: 's', endpoints: ['https://a.example'], authenticated: true, data: [{ classification: 'PII' }] },
    ],
    dependencies: [{ ref: 'y', dependsOn: ['a'] }],
    compositions: [{ aggregate: 'incomplete' }],
    vulnerabilities: [
      {
        id: 'CVE-1',
        ratings: [{ vector: 'AV:N/C:H/I:H/A:H' }],
        analysis: { state: 'in_triage', detail: 'd' },
        affects: [{ ref: 'a', versions: [{ range: 'vers:npm/>=1' }] }],
      },
    ],
  },
  otm: {
    otmVersion: '0.2.0',
    assets: [{ id: 'd', name: 'data' }],
    trustZones: [{ id: 'z', name: 'Z', type: 't', risk: { trustRating: 1 }, parent: { trustZone: 'z' } }],
    components: [
      {
        id: 'c',
        name: 'C',
        type: 'db',
        parent: { trustZone: 'z', component: 'c' },
        assets: { stored: ['d'], processed: ['d'] },
        threats: [{ threat: 't', state: 'exposed', mitigations: [{ mitigation: 'm', state: 'done' }] }],
      },
    ],
    dataflows: [
      {
        id: 'f',
        name: 'F',
        source: 'c',
        destination: 'z',
        bidirectional: true,
        tags: ['https'],
        assets: ['d'],
      },
    ],
    threats: [{ id: 't', name: 'T', categories: ['Spoofing'] }],
    mitigations: [{ id: 'm', name: 'M' }],
  },
  'threat-dragon': {
    version: '2.0',
    summary: {},
    detail: {
      diagrams: [
        {
          title: 'T',
          cells: [
            {
              id: '1',
              shape: 'process',
              position: { x: 1, y: 1 },
              size: { width: 2, height: 2 },
              data: {
                name: 'P',
                isWebApplication: true,
                privilegeLevel: 'root',
                outOfScope: true,
                threats: [{ title: 't', type: 'Tampering', status: 'Open' }],
              },
            },
            {
              id: '2',
              shape: 'store',
              data: { name: 'S', isALog: true, storesCredentials: true, isEncrypted: true },
            },
            {
              id: '3',
              shape: 'flow',
              source: { cell: '1' },
              target: { cell: '2' },
              data: { name: 'F', isPublicNetwork: true, isBidirectional: true, protocol: 'HTTPS' },
            },
            {
              id: '4',
              shape: 'trust-boundary-box',
              position: { x: 0, y: 0 },
              size: { width: 9, height: 9 },
              data: { name: 'B' },
            },
            { id: '5', shape: 'trust-boundary-curve', data: { name: 'C' } },
          ],
        },
      ],
    },
  },
};

const SCAN =
  '<nmaprun><scaninfo protocol="tcp" numservices="9"/><host><status state="up"/><address addr="192.0.2.1"/><hostnames><hostname name="a.example"/></hostnames><ports><port protocol="tcp" portid="80"><state state="open"/><service name="http" product="x" conf="7" tunnel="ssl"><cpe>cpe:/a:v:p:1</cpe></service><script id="vulners" output="CVE-2020-1234"/></port></ports><os><osmatch name="L" accuracy="90"><osclass type="router" accuracy="90"/></osmatch></os></host></nmaprun>';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function answers(id: string, bytes: Uint8Array): void {
  const importer = importers.find((candidate) => candidate.id === id);
  if (importer === undefined) throw new Error(`No importer ${id}`);
  const input = { file: 'in', bytes };
  const sure = importer.sniff(input);
  expect(sure >= 0 && sure <= 1, 'sniff gives a number from 0 to 1').toBe(true);
  const { value, problems } = importer.read([input], context);
  expect(value !== undefined || problems.length > 0, 'neither a part of a model nor a problem').toBe(true);
  for (const { at } of problems) expect(at.line >= 1 && at.column >= 1).toBe(true);
  const { value: model } = mergeParts([{ label: 'in', part: value ?? {} }]);
  expect(Model.safeParse(model).error?.issues ?? []).toEqual([]);
  expectReferences(model as Model);
}

function expectReferences(model: Model): void {
  const sections = [
    ...[model.zones, model.assets, model.flows, model.barriers, model.identities, model.credentials],
    ...[model.assumptions, model.gaps],
  ];
  const ids = sections.flatMap((elements) => (elements ?? []).flatMap(({ id }) => id ?? []));
  const known = new Set(ids);
  expect(known.size).toBe(ids.length);
  const named = [
    ...(model.zones ?? []).flatMap(({ within }) => within ?? []),
    ...(model.assets ?? []).flatMap(({ zone, runsOn }) => [zone ?? [], runsOn ?? []].flat(2)),
    ...(model.flows ?? []).flatMap(({ from, to }) => [from, to]),
    ...(model.barriers ?? []).flatMap(({ from, to, except }) =>
      [from, to, ...(except ?? []).flatMap((one) => [one.from, one.to])].flat().filter((id) => id !== 'all'),
    ),
    ...(model.identities ?? []).flatMap(({ grants }) => (grants ?? []).map(({ on }) => on)),
    ...(model.credentials ?? []).flatMap(({ unlocks, keptIn }) => [...(unlocks ?? []), ...(keptIn ?? [])]),
    ...(model.dependencies ?? []).flatMap(({ of, needs }) => [of, ...needs.map(neededAsset)]),
    ...(model.gaps ?? []).map(({ about }) => about),
    ...(model.assumptions ?? []).flatMap(({ about }) => about ?? []),
  ];
  expect(named.filter((id) => !known.has(id))).toEqual([]);
}

/** The document with one value replaced by another, anywhere. */
function mutated(seed: unknown): fc.Arbitrary<unknown> {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
  };
  walk(seed, []);
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      0,
      -1,
      1e308,
      true,
      [],
      {},
      '__proto__',
      '\u0000',
      'ü/ü',
      'x'.repeat(3_000),
      '../../..',
      'pkg:npm/a',
      'all',
    ),
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'grapheme' }),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((value, [path, part]) => replaced(value, path, part), seed));
}

function replaced(value: unknown, path: readonly (string | number)[], part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return part;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === String(key) ? replaced(item, rest, part) : item));
  return { ...value, [key]: replaced((value as Readonly<Record<string, unknown>>)[key], rest, part) };
}

describe('importers', () => {
  it.each(importers.map(({ id }) => id))('%s answers any bytes', (id) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map(encode),
          fc.json().map(encode),
        ),
        (bytes) => answers(id, bytes),
      ),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(SEEDS))('%s makes a valid model of what is nearly right', (id) => {
    answers(id, encode(JSON.stringify(SEEDS[id])));
    fc.assert(
      fc.property(mutated(SEEDS[id]), (document) => answers(id, encode(JSON.stringify(document)))),
      { numRuns: 400 },
    );
  });

  it('nmap makes a valid model of what is nearly right', () => {
    answers('nmap', encode(SCAN));
    const cut = fc.tuple(
      fc.nat(SCAN.length),
      fc.nat(30),
      fc.oneof(
        fc.constantFrom('', '"', '<', '>', '&', '/>', '999999', '-1', 'NaN', 'open|filtered'),
        fc.string({ unit: 'grapheme' }),
      ),
    );
    fc.assert(
      fc.property(cut, ([from, length, text]) =>
        answers('nmap', encode(SCAN.slice(0, from) + text + SCAN.slice(from + length))),
      ),
      { numRuns: 500 },
    );
    const value = fc.oneof(
      fc.constantFrom('', '-1', '1e9', 'NaN', 'x'.repeat(3_000), '../..', 'ü', '::1', ':::::::'),
      fc.stringMatching(/^[^<&"]{0,30}$/),
    );
    fc.assert(
      fc.property(fc.nat(40), value, (nth, text) =>
        answers(
          'nmap',
          encode(
            SCAN.replace(/="[^"]*"/g, (old, offset: number) => (offset % 41 === nth ? `="${text}"` : old)),
          ),
        ),
      ),
      { numRuns: 500 },
    );
  });
});
