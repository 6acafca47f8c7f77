// SPDX-License-Identifier: Apache-2.0
// Kubernetes manifests: https://kubernetes.io/docs/reference/kubernetes-api/
import { basename } from 'node:path/posix';
import type { Parsed, Problem } from '../../../core/problem.ts';
import { quoted } from '../../words.ts';
import {
  addFlow,
  addGaps,
  claim,
  createDraft,
  partOf,
  portName,
  portsOf,
  prose,
} from '../container/draft.ts';
import { get, type Reporter, report, sourceOf, type Tree } from '../container/tree.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { readAccounts } from './account.ts';
import { isAllowed, type Party } from './allow.ts';
import { buildBarriers, numbered } from './barrier.ts';
import { type Call, readCalls } from './call.ts';
import { byName, type Cluster, type Exposure, ofKind, type Workload } from './cluster.ts';
import { policyFields } from './fields.ts';
import { readIngresses } from './ingress.ts';
import { type KubeObject, type Manifests, readManifests } from './object.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type Labels, labelsOf, matches } from './selector.ts';
import { readServices, serviceExposures } from './service.ts';
import { stateUnread } from './unread.ts';
import { readWorkloads } from './workload.ts';
import { mayUse, type Place, partyOf, placeOutsiders, placeWorkloads } from './zone.ts';

/** The format shows within this many bytes. */
const SNIFF_BYTES = 65_536;

/** Reads all manifests of one cluster as one part. */
export const kubernetesImporter: Importer = { id: 'kubernetes', title: 'Kubernetes manifests', sniff, read };

function sniff(input: ImportInput): number {
  if (!/\.(?:ya?ml|json)$/i.test(input.file)) return 0;
  if (/^kustomization\.ya?ml$/i.test(basename(input.file))) return 0.7;
  const text = new TextDecoder().decode(input.bytes.subarray(0, SNIFF_BYTES));
  const hasVersion = /(?:^|[{,])[ \t]*["']?apiVersion["']?[ \t]*:/m.test(text);
  return hasVersion && /(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:/m.test(text) ? 0.95 : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const to: Reporter = { problems, prefix: 'KUBERNETES' };
  const manifests = readManifests(inputs, to);
  const place = manifests.objects[0]?.tree ?? manifests.unread[0]?.at;
  if (place === undefined) {
    if (problems.length === 0)
      report(to, 'error', 'EMPTY', 'The files hold no objects: expected `apiVersion` and `kind`', {
        file: inputs[0]?.file ?? '',
        line: 1,
        column: 1,
      });
    return { problems };
  }
  const cluster = createCluster(to, manifests, context, place);
  const workloads = readWorkloads(cluster);
  stateUnread(cluster, manifests, workloads);
  const services = readServices(cluster, workloads);
  const controllers = readIngresses(cluster, services);
  readAccounts(cluster, workloads);
  const calls = readCalls(cluster, workloads, services);
  const policies = ofKind(cluster, 'NetworkPolicy', 'networking.k8s.io', 'extensions').map((object) =>
    policyOf(cluster, object, workloads),
  );
  const exposures = serviceExposures(cluster, services);
  const pods = placeWorkloads(cluster, workloads, policies, exposures);
  const outsiders = placeOutsiders(cluster, policies, exposures);
  const unknown: Place[] =
    controllers === undefined
      ? []
      : [{ zone: controllers, party: { kind: 'unknown' }, workloads: [], ports: new Map() }];
  buildBarriers(cluster, policies, [...pods, ...withCalls(outsiders, calls), ...unknown]);
  exposeWorkloads(cluster, exposures, outsiders);
  stateCalls(cluster, calls, policies);
  for (const workload of workloads) unnamedListeners(cluster, workload);
  if (policies.length > 0) assume(cluster, policies);
  return { value: partOf(cluster.draft), problems };
}

function policyOf(cluster: Cluster, object: KubeObject, workloads: readonly Workload[]): Policy {
  const policy = readPolicy(object, cluster);
  for (const workload of workloads) {
    if (workload.object.namespace === policy.namespace && matches(policy.pods, workload.labels))
      policyFields(cluster.draft, workload.asset.id, object);
  }
  return policy;
}

function createCluster(to: Reporter, manifests: Manifests, context: ImportContext, place: Tree): Cluster {
  const draft = createDraft();
  const source = sourceOf(place, 'inferred', 0.9);
  const zone = claim(draft, 'cluster');
  const internet = claim(draft, 'internet');
  const nodes = { asset: claim(draft, 'cluster-nodes'), zone: claim(draft, 'cluster/nodes') };
  draft.zones.push({ id: internet, type: 'internet', source });
  // Pods of a cluster reach each other on every port, as long as no policy says otherwise.
  draft.zones.push({ id: zone, type: 'cluster-network', open: true, name: 'Cluster', source });
  draft.zones.push({
    id: nodes.zone,
    type: 'host-network',
    within: zone,
    name: 'Network of the nodes',
    source,
  });
  draft.assets.push({
    id: nodes.asset,
    type: 'container-host',
    name: 'Nodes of the cluster',
    zone: nodes.zone,
    source,
  });
  return {
    ...to,
    draft,
    context,
    secrets: new Map(),
    objects: manifests.objects,
    named: byName(manifests.objects),
    namespaces: namespacesOf(to, manifests.objects),
    zone,
    nodes,
  };
}

/** Every namespace carries its own name as a label (Kubernetes documentation, "Automatic labelling"). */
function namespacesOf(to: Reporter, objects: readonly KubeObject[]): ReadonlyMap<string, Labels> {
  const labels = new Map<string, Labels>();
  for (const { namespace } of objects)
    labels.set(namespace, new Map([['kubernetes.io/metadata.name', namespace]]));
  for (const { kind, group, name, tree } of objects) {
    if (kind !== 'Namespace' || group !== '') continue;
    const own = labelsOf(get(tree, 'metadata', 'labels'), `the labels of Namespace ${quoted(name)}`, to);
    labels.set(name, new Map([...own, ['kubernetes.io/metadata.name', name]]));
  }
  return labels;
}

/** Ports outside that somebody calls, for rules about ranges of ports. */
function withCalls(outsiders: readonly Place[], calls: readonly Call[]): readonly Place[] {
  const ports = calls.flatMap((call) =>
    typeof call.to === 'string' && call.port !== undefined ? [call.port] : [],
  );
  return outsiders.map((place) =>
    place.zone === 'internet'
      ? { ...place, ports: new Map(ports.map((port) => [portName(port), port])) }
      : place,
  );
}

function exposeWorkloads(
  cluster: Cluster,
  exposures: readonly Exposure[],
  outsiders: readonly Place[],
): void {
  for (const exposure of exposures) {
    const { workload, port, note, at } = exposure;
    const zones = exposure.internal
      ? [cloudZone(cluster, at)]
      : outsiders.filter((place) => mayUse(exposure, place.party)).map((place) => place.zone);
    for (const from of zones) {
      const to = String(workload.asset.zone);
      if (cluster.draft.flows.some((flow) => flow.from === from && flow.to === to && flow.port === port))
        continue;
      const id = claim(cluster.draft, `publish/${workload.asset.id}/${portName(port).replace('/', '-')}`);
      cluster.draft.flows.push({ id, from, to, port, note: prose(note), source: sourceOf(at) });
    }
  }
}

function cloudZone(cluster: Cluster, at: Tree): string {
  const known = cluster.draft.zones.find((zone) => zone.type === 'cloud');
  if (known !== undefined) return known.id;
  const id = claim(cluster.draft, 'cloud-network');
  cluster.draft.zones.push({
    id,
    type: 'cloud',
    name: 'Private network at the provider',
    source: sourceOf(at),
  });
  return id;
}

/** States the calls that policies let pass; what they hold is no flow. */
function stateCalls(cluster: Cluster, calls: readonly Call[], policies: readonly Policy[]): void {
  for (const call of calls.flatMap((one) => (policies.length === 0 ? [one] : portByPort(one)))) {
    const { from, to, port, note, source } = call;
    const id = typeof to === 'string' ? to : to.asset.id;
    if (isHeld(cluster, call, policies)) warnHeld(cluster, call, id);
    else
      addFlow(cluster.draft, {
        from: from.asset.id,
        to: id,
        ...(port === undefined ? {} : { port }),
        note,
        source,
      });
  }
}

/** Policies judge each port; a call to no port in particular is one to any of them. */
function portByPort(call: Call): readonly Call[] {
  if (call.port !== undefined || typeof call.to === 'string') return [call];
  const ports = [...portsOf(call.to.asset).values()];
  return ports.length === 0 ? [call] : ports.map((port) => ({ ...call, port }));
}

/** Pods on the network of their node are beyond policies. */
function isHeld(cluster: Cluster, { from, to, port }: Call, policies: readonly Policy[]): boolean {
  if (port === undefined || from.hostNetwork || (typeof to !== 'string' && to.hostNetwork)) return false;
  const party: Party = typeof to === 'string' ? { kind: 'block' } : partyOf(cluster, to);
  return !isAllowed(
    policies,
    [...cluster.namespaces.values()],
    partyOf(cluster, from),
    party,
    numbered(port),
  );
}

function warnHeld(cluster: Cluster, call: Call, to: string): void {
  const { file, line = 1, column = 1 } = call.source;
  report(
    cluster,
    'warning',
    'CALL_HELD',
    `${call.note}, but network policies hold traffic from ${quoted(call.from.asset.id)} to ${quoted(to)}: no flow is stated`,
    { file, line, column },
  );
}

/** Ports of a container need not be declared: when nothing names one, it is not known whether the pods listen. */
function unnamedListeners(cluster: Cluster, { asset, object, spec }: Workload): void {
  if ((asset.listens ?? []).length > 0 || object.group === 'batch') return;
  const text = `No port of ${object.name} is declared, and nothing that calls it says one: where it listens, if it does, is not known`;
  addGaps(cluster.draft, asset.id, ['listeners'], text, sourceOf(spec, 'inferred', 0.9));
}

/** What a SECURE verdict over policies rests on, and no manifest shows. */
function assume(cluster: Cluster, policies: readonly Policy[]): void {
  const { draft } = cluster;
  const about = draft.barriers.map((barrier) => barrier.id).slice(0, 1_000);
  const source = policies[0]?.source;
  const text =
    'The network plug-in of the cluster enforces NetworkPolicy objects, sees the original address of what comes from outside, and gives pods no address of a block that a policy names';
  draft.assumptions.push({
    id: claim(draft, 'assumption/network-policies-enforced'),
    text,
    ...(about.length === 0 ? {} : { about }),
    ...(source === undefined ? {} : { source }),
  });
}
