// SPDX-License-Identifier: Apache-2.0
// The zones, barriers and links of imported NetworkPolicies, against a plain evaluator of the Kubernetes documentation
// ("Network Policies") that was written separately and works on the manifests themselves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSink } from '../../src/analyse/facts/fact.ts';
import { linkFacts } from '../../src/analyse/facts/links.ts';
import { kubernetesImporter } from '../../src/model/import/kubernetes/index.ts';
import type { Model, Pack } from '../../src/model/index.ts';

type Labels = Record<string, string>;
interface Expression {
  key: string;
  operator: string;
  values?: string[];
}
interface Selector {
  matchLabels?: Labels;
  matchExpressions?: Expression[];
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: Port[];
}
interface Policy {
  namespace: string;
  spec: { podSelector: Selector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] };
}
interface Pod {
  name: string;
  namespace: string;
  labels: Labels;
  ports: { name?: string; containerPort: number; protocol: string }[];
  exposed: boolean;
}
interface World {
  namespaces: Labels;
  pods: Pod[];
  policies: Policy[];
}

/** Links ask the pack only whether zones are cyber or physical. */
const NO_PACK = { ancestors: () => [], words: { zone: new Map() } } as unknown as Pack;

const NAMESPACES = ['one', 'two'];

const labels = fc.record(
  { app: fc.constantFrom('a', 'b', 'c'), tier: fc.constantFrom('x', 'y') },
  { requiredKeys: [] },
) as fc.Arbitrary<Labels>;
const expression: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    key: fc.constantFrom('app', 'tier'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b', 'x', 'y'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector: fc.Arbitrary<Selector> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.record({ matchLabels: labels }) },
  {
    weight: 2,
    arbitrary: fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) }),
  },
);
const namespaceSelector: fc.Arbitrary<Selector> = fc.constantFrom<Selector[]>(
  {},
  { matchLabels: { team: 'red' } },
  { matchLabels: { 'kubernetes.io/metadata.name': 'two' } },
  { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['red'] }] },
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.record({
    ipBlock: fc.constantFrom(
      { cidr: '0.0.0.0/0' },
      { cidr: '203.0.113.0/24' },
      { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] },
      { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] },
    ),
  }),
);
const port: fc.Arbitrary<Port> = fc.constantFrom<Port[]>(
  { port: 80 },
  { port: 443, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
  { port: 'web' },
  { protocol: 'UDP' },
  { port: 80, endPort: 443 },
  { port: 8080, endPort: 9090 },
  { port: 'absent' },
);
const rule = (side: 'from' | 'to'): fc.Arbitrary<Rule> =>
  fc.record(
    {
      [side]: fc.array(peer as fc.Arbitrary<Peer>, { maxLength: 2 }),
      ports: fc.array(port, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Rule>;
const policy: fc.Arbitrary<Policy> = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  spec: fc.record(
    {
      podSelector: selector,
      policyTypes: fc.subarray(['Ingress', 'Egress']),
      ingress: fc.array(rule('from'), { maxLength: 2 }),
      egress: fc.array(rule('to'), { maxLength: 2 }),
    },
    { requiredKeys: ['podSelector'] },
  ) as fc.Arbitrary<Policy['spec']>,
});
const podPort = fc.constantFrom(
  { name: 'web', containerPort: 80, protocol: 'TCP' },
  { name: 'web', containerPort: 8080, protocol: 'TCP' },
  { containerPort: 443, protocol: 'TCP' },
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
);
const pods: fc.Arbitrary<Pod[]> = fc
  .array(
    fc.record({
      namespace: fc.constantFrom(...NAMESPACES),
      labels,
      exposed: fc.boolean(),
      ports: fc.uniqueArray(podPort, { minLength: 1, maxLength: 3, selector: (one) => one.name ?? 'none' }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => list.map((pod, index) => ({ ...pod, name: `p${index}` })));
const world: fc.Arbitrary<World> = fc.record({
  namespaces: fc.constant({ one: 'red', two: 'blue' }),
  pods,
  policies: fc.array(policy, { maxLength: 4 }),
});

describe('imported network policies', () => {
  it('let pass exactly what Kubernetes lets pass, for every pair of pods and every port', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { zoneOf, passes } = importWorld(one);
        for (const from of one.pods) {
          for (const to of one.pods) {
            for (const open of from === to ? [] : to.ports) {
              const got = passes(zoneOf(from), zoneOf(to), portText(open));
              expect([from.name, to.name, open, got]).toEqual([
                from.name,
                to.name,
                open,
                allowed(one, from, to, open),
              ]);
            }
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it('let pass exactly what Kubernetes lets in from addresses outside', () => {
    const origins = [
      ['internet', '8.8.8.8'],
      ['network/203.0.113.0/24', '203.0.113.5'],
      ['network/203.0.113.128/25', '203.0.113.200'],
      ['network/10.0.0.0/8', '10.1.2.3'],
    ] as const;
    fc.assert(
      fc.property(world, (one) => {
        const { zoneOf, passes, model } = importWorld(one);
        const zones = new Set(model.zones?.map((zone) => zone.id));
        for (const [zone, address] of origins.filter(([id]) => zones.has(id))) {
          for (const to of one.pods) {
            for (const open of to.ports) {
              const want =
                to.exposed &&
                open.protocol === 'TCP' &&
                (zone !== 'internet' || !zones.has(address)) &&
                allowed(one, address, to, open);
              expect([zone, to.name, open, passes(zone, zoneOf(to), portText(open))]).toEqual([
                zone,
                to.name,
                open,
                want,
              ]);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function importWorld(one: World): {
  model: Model;
  zoneOf: (pod: Pod) => string;
  passes: (from: string, to: string, port: string) => boolean;
} {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects(one) }),
  );
  const { value, problems } = kubernetesImporter.read([{ file: 'world.json', bytes }], {
    guess: () => undefined,
  });
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  const model: Model = { ensuresec: 1, name: 'world', pack: 'common', ...value };
  const sink = createSink();
  linkFacts(model, NO_PACK, sink, '2026-01-01');
  const key = (args: readonly string[]) => args.slice(0, 3).join(' ');
  const links = new Set(sink.facts.filter((fact) => fact.predicate === 'link').map((fact) => key(fact.args)));
  const denied = new Set(
    sink.facts.filter((fact) => fact.predicate === 'denied').map((fact) => key(fact.args)),
  );
  return {
    model,
    zoneOf: (pod) => String(model.assets?.find((asset) => asset.id === pod.name)?.zone),
    passes: (from, to, port) => links.has(key([from, to, port])) && !denied.has(key([from, to, port])),
  };
}

function objects(one: World): unknown[] {
  const namespaces = Object.entries(one.namespaces).map(([name, team]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { team } },
  }));
  const made = one.pods.flatMap((pod) => {
    const metadata = { name: pod.name, namespace: pod.namespace };
    const own = { ...pod.labels, pod: pod.name };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'LoadBalancer',
        selector: { pod: pod.name },
        ports: pod.ports
          .filter((open) => open.protocol === 'TCP')
          .map((open) => ({ port: open.containerPort })),
      },
    };
    const it = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels: own },
      spec: { containers: [{ name: 'main', image: 'example/app:1', ports: pod.ports }] },
    };
    return pod.exposed ? [it, service] : [it];
  });
  const policies = one.policies.map(({ namespace, spec }, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace },
    spec,
  }));
  return [...namespaces, ...made, ...policies];
}

function portText(open: { containerPort: number; protocol: string }): string {
  return `${open.containerPort}/${open.protocol.toLowerCase()}`;
}

// The evaluator. It shares nothing with the importer.

function allowed(one: World, from: Pod | string, to: Pod, open: Pod['ports'][number]): boolean {
  const sends = typeof from === 'string' || side(one, from, to, 'egress', to, open);
  return sends && side(one, to, from, 'ingress', to, open);
}

function side(
  one: World,
  pod: Pod,
  other: Pod | string,
  direction: 'ingress' | 'egress',
  target: Pod,
  open: Pod['ports'][number],
): boolean {
  const all = one.policies.filter(
    (each) =>
      each.namespace === pod.namespace &&
      fits(each.spec.podSelector, { ...pod.labels, pod: pod.name }) &&
      concerns(each, direction),
  );
  if (all.length === 0) return true;
  for (const each of all) {
    for (const rule of each.spec[direction] ?? []) {
      const peers = direction === 'ingress' ? rule.from : rule.to;
      const who =
        peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(one, each, peer, other));
      const where =
        rule.ports === undefined ||
        rule.ports.length === 0 ||
        rule.ports.some((port) => isPort(port, target, open));
      if (who && where) return true;
    }
  }
  return false;
}

function concerns(each: Policy, direction: 'ingress' | 'egress'): boolean {
  const types = each.spec.policyTypes ?? [];
  if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || (each.spec.egress ?? []).length > 0;
}

function isPeer(one: World, each: Policy, peer: Peer, other: Pod | string): boolean {
  if (peer.ipBlock !== undefined) {
    // Pods have addresses in a private range that nobody named.
    const address = typeof other === 'string' ? other : '10.244.0.9';
    if (typeof other !== 'string' && peer.ipBlock.cidr !== '0.0.0.0/0') return false;
    return (
      isIn(address, peer.ipBlock.cidr) && !(peer.ipBlock.except ?? []).some((block) => isIn(address, block))
    );
  }
  if (typeof other === 'string') return false;
  const space: Labels = {
    team: one.namespaces[other.namespace] ?? '',
    'kubernetes.io/metadata.name': other.namespace,
  };
  const home =
    peer.namespaceSelector === undefined
      ? other.namespace === each.namespace
      : fits(peer.namespaceSelector, space);
  return (
    home && (peer.podSelector === undefined || fits(peer.podSelector, { ...other.labels, pod: other.name }))
  );
}

function isPort(port: Port, target: Pod, open: Pod['ports'][number]): boolean {
  if ((port.protocol ?? 'TCP') !== open.protocol) return false;
  if (port.port === undefined) return true;
  if (typeof port.port === 'string')
    return target.ports.some(
      (named) =>
        named.name === port.port &&
        named.protocol === open.protocol &&
        named.containerPort === open.containerPort,
    );
  return port.endPort === undefined
    ? port.port === open.containerPort
    : open.containerPort >= port.port && open.containerPort <= port.endPort;
}

function fits(wanted: Selector, has: Labels): boolean {
  for (const [key, value] of Object.entries(wanted.matchLabels ?? {})) if (has[key] !== value) return false;
  for (const { key, operator, values = [] } of wanted.matchExpressions ?? []) {
    const value = has[key];
    if (operator === 'In' && (value === undefined || !values.includes(value))) return false;
    if (operator === 'NotIn' && value !== undefined && values.includes(value)) return false;
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
  }
  return true;
}

function isIn(address: string, block: string): boolean {
  const [base = '', bits = '0'] = block.split('/');
  const number = (text: string) => text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}
