// SPDX-License-Identifier: Apache-2.0
// NetworkPolicies as barriers: one a group of pods and direction, with everything that any of its policies lets pass.
import type { Barrier } from '../../schema.ts';
import { claim, type Port, portName, portOf } from '../container/draft.ts';
import { type Direction, isAllowed, isPortOf, passesPeer, selecting } from './allow.ts';
import type { Cluster } from './cluster.ts';
import type { Policy, PortRule, Rule } from './policy.ts';
import type { Place } from './zone.ts';

type Exception = NonNullable<Barrier['except']>[number];

/** What the rules of one barrier are judged with. */
interface Judge {
  readonly cluster: Cluster;
  readonly places: readonly Place[];
  readonly place: Place;
  readonly direction: Direction;
}

/** States the barriers around groups of pods, and which groups are kept apart from themselves. */
export function buildBarriers(cluster: Cluster, policies: readonly Policy[], places: readonly Place[]): void {
  for (const place of places) {
    if (place.party.kind !== 'pod') continue;
    for (const direction of ['ingress', 'egress'] as const) {
      const all = selecting(policies, place.party, direction);
      if (all.length > 0) addBarrier({ cluster, places, place, direction }, all);
    }
    keepApart(cluster, policies, place);
  }
}

function addBarrier(judge: Judge, policies: readonly Policy[]): void {
  const { cluster, place, direction } = judge;
  const source = policies[0]?.source;
  const around = (zones: 'all' | string[]): { from: 'all' | string[]; to: 'all' | string[] } =>
    direction === 'ingress' ? { from: zones, to: [place.zone] } : { from: [place.zone], to: zones };
  cluster.draft.barriers.push({
    id: claim(cluster.draft, `network-policy/${place.zone.slice(cluster.zone.length + 1)}/${direction}`),
    type: 'network-policy',
    name: `NetworkPolicy ${policies.map((policy) => policy.name).join(', ')}`.slice(0, 200),
    ...around('all'),
    except: [
      // Traffic between a pod and its own node always passes (Kubernetes documentation, "Network Policies").
      { ...around([cluster.nodes.zone]), ...(source === undefined ? {} : { source }) },
      ...policies.flatMap((policy) =>
        (policy[direction] ?? []).flatMap((rule) => exceptionsOf(judge, policy, rule)),
      ),
    ],
    ...(source === undefined ? {} : { source }),
  });
  const opensAll = isOpenToInternet(judge, policies);
  if (direction === 'egress' && !opensAll && source !== undefined) {
    for (const { asset } of place.workloads)
      asset.measures = [...(asset.measures ?? []), { id: 'egress-filter', source }];
  }
}

function isOpenToInternet({ places, cluster }: Judge, policies: readonly Policy[]): boolean {
  const internet = places.find((place) => place.zone === 'internet');
  return (
    internet === undefined ||
    policies.some((policy) =>
      (policy.egress ?? []).some((rule) =>
        passesPeer(policy, rule, internet.party, [...cluster.namespaces.values()]),
      ),
    )
  );
}

function exceptionsOf(judge: Judge, policy: Policy, rule: Rule): Exception[] {
  const { cluster, places, place, direction } = judge;
  const namespaces = [...cluster.namespaces.values()];
  const peers = places.filter((peer) => peer !== place && passesPeer(policy, rule, peer.party, namespaces));
  const zones = rule.peers === undefined ? ('all' as const) : peers.map((peer) => peer.zone);
  if (zones.length === 0) return [];
  if (direction === 'ingress') return exception(zones, [place.zone], portsFor(rule, place), rule);
  // Ranges and names mean other numbers at each target.
  const isPlain =
    rule.ports === undefined ||
    rule.ports.every((port) => typeof port.port === 'number' && port.endPort === undefined);
  if (isPlain) return exception([place.zone], zones, portsFor(rule, place), rule);
  return peers.flatMap((peer) => exception([place.zone], [peer.zone], portsFor(rule, peer), rule));
}

function exception(
  from: 'all' | string[],
  to: 'all' | string[],
  ports: Port[] | undefined,
  rule: Rule,
): Exception[] {
  if (ports === undefined) return [{ from, to, source: rule.source }];
  return ports.length === 0 ? [] : [{ from, to, ports, source: rule.source }];
}

/** The ports that a rule opens at a target; all when undefined. */
function portsFor(rule: Rule, target: Place): Port[] | undefined {
  if (rule.ports === undefined) return undefined;
  const ports = rule.ports.flatMap((port) => expand(port, target));
  return [...new Map(ports.map((port) => [portName(port), port])).values()];
}

/** A range or a whole protocol opens those of its ports that somebody listens on. */
function expand(rule: PortRule, target: Place): Port[] {
  const { protocol, port } = rule;
  if (typeof port === 'number' && rule.endPort === undefined) return [portOf(port, protocol)];
  return [...target.ports.values()].filter((one) => isPortOf(rule, target.party, numbered(one)));
}

/** A port in its parts. */
export function numbered(port: Port): { readonly number: number; readonly protocol: string } {
  const [number = '', protocol = 'tcp'] = portName(port).split('/');
  return { number: Number(number), protocol };
}

/** Pods of one group are one zone; when policies hold traffic among them, they do not reach each other. */
function keepApart(cluster: Cluster, policies: readonly Policy[], place: Place): void {
  const { party } = place;
  const ports = [...place.ports.values()];
  const allowed = ports.filter((port) =>
    isAllowed(policies, [...cluster.namespaces.values()], party, party, numbered(port)),
  );
  if (ports.length === allowed.length) return;
  const zone = cluster.draft.zones.find((one) => one.id === place.zone);
  if (zone !== undefined) zone.isolated = true;
  for (const port of allowed) among(cluster, place, port);
}

/** Some ports stay open within the group: a flow between two of its members says which. */
function among(cluster: Cluster, place: Place, port: Port): void {
  const to = place.workloads.find(({ asset }) =>
    (asset.listens ?? []).some((listener) => typeof listener === 'object' && listener.port === port),
  );
  const from = place.workloads.find((workload) => workload !== to) ?? to;
  if (to === undefined || from === undefined) return;
  const id = claim(cluster.draft, `within/${place.zone}/${portName(port).replace('/', '-')}`);
  const source = to.asset.source;
  cluster.draft.flows.push({
    id,
    from: from.asset.id,
    to: to.asset.id,
    port,
    note: 'Policies let pods of this group use this port of each other',
    ...(source === undefined ? {} : { source }),
  });
}
