// SPDX-License-Identifier: Apache-2.0
// Zones of a cluster: the groups of pods that no policy, and no way in from outside, tells apart.

import { type Block, contains, isEverybody, isPrivate, parseBlock } from '../../../core/address-block.ts';
import type { Source } from '../../schema.ts';
import { claim, type Port, portName, portsOf } from '../container/draft.ts';
import { sourceOf } from '../container/tree.ts';
import { isPeer, type Party, type PodParty, selecting } from './allow.ts';
import type { Cluster, Exposure, Workload } from './cluster.ts';
import type { Peer, Policy } from './policy.ts';

/** A zone and who is in it, as policies see them. */
export interface Place {
  readonly zone: string;
  readonly party: Party;
  readonly workloads: readonly Workload[];
  /** Ports that somebody there listens on, by name. */
  readonly ports: ReadonlyMap<string, Port>;
}

/** Pods as policies see them. */
export function partyOf(cluster: Cluster, workload: Workload): PodParty {
  const { namespace } = workload.object;
  return {
    kind: 'pod',
    namespace,
    namespaceLabels: cluster.namespaces.get(namespace) ?? new Map(),
    labels: workload.labels,
    namedPorts: workload.namedPorts,
  };
}

/** Puts workloads in zones, one a group. Pods on the network of their node are beyond policies and go to its zone. */
export function placeWorkloads(
  cluster: Cluster,
  workloads: readonly Workload[],
  policies: readonly Policy[],
  exposures: readonly Exposure[],
): readonly Place[] {
  for (const workload of workloads.filter((one) => one.hostNetwork)) workload.asset.zone = cluster.nodes.zone;
  const inPods = workloads.filter((one) => !one.hostNetwork);
  const exposed = exposedBy(exposures);
  const groups = groupsOf(cluster, inPods, policies, exposed);
  // A signature holds the namespace, so no group spans two.
  return groupBy(groups, (group) => group[0]?.object.namespace ?? '').flatMap((own) =>
    placeNamespace(cluster, own[0]?.[0]?.object.namespace ?? '', own, policies, exposed),
  );
}

function groupsOf(
  cluster: Cluster,
  workloads: readonly Workload[],
  policies: readonly Policy[],
  exposed: Exposed,
): readonly (readonly Workload[])[] {
  const bySight = groupBy(workloads, (workload) => signature(partyOf(cluster, workload), policies));
  return bySight.flatMap((group) => groupBy(group, exposureSignature(group, exposed)));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Two pods with the same signature are the same to every policy: selected alike, peers alike, same numbers for named ports. */
function signature(party: PodParty, policies: readonly Policy[]): string {
  const bits = policies.map((policy) => {
    const chosen = (['ingress', 'egress'] as const).map((direction) =>
      Number(selecting([policy], party, direction).length > 0),
    );
    return [...chosen, ...peersOf(policy).map((peer) => Number(isPeer(policy, peer, party, [])))].join('');
  });
  const names = policies.flatMap((policy) =>
    rulesOf(policy).flatMap((rule) =>
      (rule.ports ?? []).flatMap(({ protocol, port }) =>
        typeof port === 'string' ? [`${protocol}/${port}`] : [],
      ),
    ),
  );
  return JSON.stringify([party.namespace, bits, names.map((name) => party.namedPorts.get(name) ?? null)]);
}

function rulesOf(policy: Policy): readonly NonNullable<Policy['ingress']>[number][] {
  return [...(policy.ingress ?? []), ...(policy.egress ?? [])];
}

function peersOf(policy: Policy): readonly Peer[] {
  return rulesOf(policy).flatMap((rule) => rule.peers ?? []);
}

/** How each workload is exposed: `8080/tcp all`, `443/tcp 192.0.2.0/24`. */
type Exposed = ReadonlyMap<Workload, ReadonlySet<string>>;

function exposedBy(exposures: readonly Exposure[]): Exposed {
  const ways = new Map<Workload, Set<string>>();
  for (const exposure of exposures) {
    const own = ways.get(exposure.workload) ?? new Set<string>();
    ways.set(exposure.workload, own.add(`${portName(exposure.port)} ${originsText(exposure)}`));
  }
  return ways;
}

/** A flow opens a port for a whole zone: who is exposed stands apart from neighbours that listen on the same port and are not. */
function exposureSignature(group: readonly Workload[], exposed: Exposed): (workload: Workload) => string {
  const listening = new Map<string, number>();
  const open = new Map<string, number>();
  const count = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1);
  for (const workload of group) {
    for (const port of portsOf(workload.asset).keys()) count(listening, port);
    for (const way of exposed.get(workload) ?? []) count(open, way);
  }
  return (workload) =>
    [...(exposed.get(workload) ?? [])]
      .filter((way) => (listening.get(way.split(' ')[0] ?? '') ?? 0) > (open.get(way) ?? 0))
      .sort()
      .join();
}

function originsText(exposure: Exposure): string {
  return exposure.internal ? 'internal' : (exposure.blocks ?? ['all']).join('+');
}

function placeNamespace(
  cluster: Cluster,
  namespace: string,
  groups: readonly (readonly Workload[])[],
  policies: readonly Policy[],
  exposed: Exposed,
): Place[] {
  const { draft } = cluster;
  const source = groups[0]?.[0]?.asset.source;
  const home = claim(draft, `${cluster.zone}/${namespace}`);
  draft.zones.push({
    id: home,
    type: 'cluster-network',
    within: cluster.zone,
    name: `Namespace ${namespace}`.slice(0, 200),
    ...(source === undefined ? {} : { source }),
  });
  // Who is in no way special stays in the zone of the namespace.
  const plain =
    groups.length === 1 ? groups[0] : groups.find((group) => isPlain(cluster, group, policies, exposed));
  return groups.map((group) => {
    const zone = group === plain ? home : groupZone(cluster, home, group);
    const ports = new Map<string, Port>();
    for (const { asset } of group) {
      asset.zone = zone;
      for (const [name, port] of portsOf(asset)) ports.set(name, port);
    }
    return { zone, party: partyOf(cluster, group[0] as Workload), workloads: group, ports };
  });
}

function isPlain(
  cluster: Cluster,
  group: readonly Workload[],
  policies: readonly Policy[],
  exposed: Exposed,
): boolean {
  const party = partyOf(cluster, group[0] as Workload);
  const isSelected = (['ingress', 'egress'] as const).some(
    (direction) => selecting(policies, party, direction).length > 0,
  );
  return !isSelected && !group.some((workload) => exposed.has(workload));
}

function groupZone(cluster: Cluster, home: string, group: readonly Workload[]): string {
  const names = group.map((workload) => workload.object.name).sort();
  const tail = names.length === 1 ? names[0] : `${names[0]}-and-${names.length - 1}-more`;
  const id = claim(cluster.draft, `${home}/${tail}`);
  const source = group[0]?.asset.source;
  cluster.draft.zones.push({
    id,
    type: 'cluster-network',
    within: home,
    name: `Pods of ${names.join(', ')}`.slice(0, 200),
    ...(source === undefined ? {} : { source }),
  });
  return id;
}

/** Zones for blocks of addresses from which rules let in, and the internet for all others. */
export function placeOutsiders(
  cluster: Cluster,
  policies: readonly Policy[],
  exposures: readonly Exposure[],
): readonly Place[] {
  const blocks = new Map<string, { readonly block: Block; readonly source: Source }>();
  const add = (block: Block, source: Source): void => {
    // All addresses are the internet and everything else.
    if (block.prefix !== 0) blocks.set(`${block.version}/${block.first}/${block.last}`, { block, source });
  };
  for (const policy of policies) {
    for (const rule of policy.ingress ?? []) {
      for (const peer of rule.peers ?? [])
        if (peer.kind === 'block') for (const block of [peer.block, ...peer.except]) add(block, rule.source);
    }
  }
  for (const { blocks: ranges = [], at } of exposures) {
    for (const text of ranges) {
      const block = parseBlock(text);
      if (block !== undefined) add(block, sourceOf(at));
    }
  }
  const none = { workloads: [], ports: new Map<string, Port>() };
  const places = [...blocks.values()].map(
    ({ block, source }): Place => ({
      zone: blockZone(cluster, block, source),
      party: { kind: 'block', block },
      ...none,
    }),
  );
  return [{ zone: 'internet', party: { kind: 'block' }, ...none }, ...places];
}

function blockZone(cluster: Cluster, block: Block, source: Source): string {
  const id = claim(cluster.draft, `network/${block.text}`);
  cluster.draft.zones.push({
    id,
    type: !isPrivate(block) && isEverybody(block) ? 'internet' : 'network',
    name: `Addresses ${block.text}`,
    source,
  });
  return id;
}

/** True when a block may be the origin of what comes through an exposure. */
export function mayUse(exposure: Exposure, party: Party): boolean {
  if (exposure.internal || party.kind !== 'block') return false;
  if (exposure.blocks === undefined) return true;
  const { block } = party;
  return exposure.blocks.some((text) => {
    const allowed = parseBlock(text);
    if (allowed === undefined) return false;
    return block === undefined ? allowed.prefix === 0 : allowed.prefix === 0 || contains(allowed, block);
  });
}
