// SPDX-License-Identifier: Apache-2.0
// Service objects (Kubernetes API: Service v1): names for pods, and ways in from outside.

import { parseBlock } from '../../../core/address-block.ts';
import { quoted, written } from '../../words.ts';
import { addGaps, addListener, claim, type Port, portName, portOf } from '../container/draft.ts';
import { get, itemsOf, report, scalarOf, sourceOf, type Tree, textOf } from '../container/tree.ts';
import { type Cluster, type Exposure, ofKind, type Workload } from './cluster.ts';
import { unknownFields } from './fields.ts';
import type { KubeObject } from './object.ts';
import { isPort, protocolOf } from './port.ts';
import { labelsOf } from './selector.ts';
import { targetPort } from './workload.ts';

/** A service with the pods behind it. */
export interface Service {
  readonly object: KubeObject;
  readonly type: string;
  /** Its clients talk to the pods themselves, on any port. */
  readonly headless: boolean;
  readonly ports: readonly ServicePort[];
  readonly workloads: readonly Workload[];
  /** Asset outside of the cluster that an ExternalName stands for. */
  readonly external?: string;
}

/** A port that clients use, and what the pods listen on for it. */
export interface ServicePort {
  readonly number: number;
  readonly name?: string;
  readonly protocol: string;
  readonly at: Tree;
  readonly targets: readonly { readonly workload: Workload; readonly port: Port }[];
}

/** Annotations of providers for a load balancer without a public address. */
const INTERNAL: readonly (readonly [string, RegExp])[] = [
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?:true|0\.0\.0\.0\/0)$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/i],
];

/** Reads all services; states the ports that their pods listen on. */
export function readServices(cluster: Cluster, workloads: readonly Workload[]): readonly Service[] {
  const labelled = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const label of workload.labels) {
      const key = labelKey(workload.object.namespace, label);
      const known = labelled.get(key);
      if (known === undefined) labelled.set(key, [workload]);
      else known.push(workload);
    }
  }
  return ofKind(cluster, 'Service', '').map((object) => readService(cluster, object, labelled));
}

function labelKey(namespace: string, [key, value]: readonly [string, string]): string {
  return `${namespace}\n${key}\n${value}`;
}

/** Workloads by namespace and label. */
type Labelled = ReadonlyMap<string, readonly Workload[]>;

function readService(cluster: Cluster, object: KubeObject, labelled: Labelled): Service {
  const spec = get(object.tree, 'spec');
  const what = `Service ${quoted(object.name)}`;
  const type = textOf(get(spec, 'type'), `\`type\` of ${what}`, cluster) ?? 'ClusterIP';
  const behind = selected(cluster, object, type, labelled, what);
  const ports = itemsOf(get(spec, 'ports'), `\`ports\` of ${what}`, cluster).flatMap(
    (item) => readPort(cluster, item, behind, what) ?? [],
  );
  serviceFields(cluster, spec, behind, what);
  const external = type === 'ExternalName' ? externalAsset(cluster, object) : undefined;
  if (!['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].includes(type)) {
    report(
      cluster,
      'error',
      'BAD_SERVICE_TYPE',
      `Cannot use ${quoted(type)} as the type of ${what}: expected \`ClusterIP\`, \`NodePort\`, \`LoadBalancer\` or \`ExternalName\``,
      (get(spec, 'type') ?? object.tree).at('value'),
    );
  }
  return {
    object,
    type,
    headless: get(spec, 'clusterIP')?.value === 'None',
    ports,
    workloads: behind,
    ...(external === undefined ? {} : { external }),
  };
}

/** A field that is misspelt may open the service, or lead it elsewhere. */
function serviceFields(
  cluster: Cluster,
  spec: Tree | undefined,
  behind: readonly Workload[],
  what: string,
): void {
  for (const { asset } of behind) {
    unknownFields(cluster.draft, asset.id, 'exposure', 'ServiceSpec', spec, what);
    for (const port of get(spec, 'ports')?.items ?? [])
      unknownFields(cluster.draft, asset.id, 'exposure', 'ServicePort', port, `a port of ${what}`);
  }
}

function selected(
  cluster: Cluster,
  object: KubeObject,
  type: string,
  labelled: Labelled,
  what: string,
): readonly Workload[] {
  const tree = get(object.tree, 'spec', 'selector');
  if (tree === undefined) {
    if (type !== 'ExternalName')
      addGaps(
        cluster.draft,
        cluster.zone,
        ['flows'],
        `${what} has no selector: what stands behind it is not in the manifests`,
        sourceOf(get(object.tree, 'metadata', 'name') ?? object.tree),
      );
    return [];
  }
  const labels = [...labelsOf(tree, `\`selector\` of ${what}`, cluster)];
  const [first] = labels;
  const likely = first === undefined ? [] : (labelled.get(labelKey(object.namespace, first)) ?? []);
  const found = likely.filter((workload) =>
    labels.every(([key, value]) => workload.labels.get(key) === value),
  );
  if (found.length === 0 && tree.entries !== undefined)
    report(
      cluster,
      'warning',
      'NO_PODS',
      `${what} selects no pods of namespace ${quoted(object.namespace)}: expected labels that a workload has`,
      tree.at(),
    );
  return found;
}

function readPort(
  cluster: Cluster,
  item: Tree,
  behind: readonly Workload[],
  what: string,
): ServicePort | undefined {
  const number = get(item, 'port');
  if (number === undefined || !isPort(number.value)) {
    report(
      cluster,
      'error',
      'BAD_PORT',
      `Cannot use ${written(number?.value)} as \`port\` of ${what}: expected a number from 1 to 65535`,
      (number ?? item).at('value'),
    );
    return undefined;
  }
  const protocol = protocolOf(item, what, cluster);
  if (protocol === undefined) return undefined;
  const target = get(item, 'targetPort');
  if (typeof target?.value === 'number' && !isPort(target.value))
    report(
      cluster,
      'error',
      'BAD_PORT',
      `Cannot use ${written(target.value)} as \`targetPort\` of ${what}: expected a number from 1 to 65535, or the name of a port`,
      target.at('value'),
    );
  const wanted =
    target === undefined
      ? number.value
      : /^\d+$/.test(scalarOf(target) ?? '')
        ? Number(target.value)
        : target.value;
  const targets = behind.flatMap((workload) => {
    const port = targetPort(workload, wanted, protocol);
    if (port !== undefined) {
      addListener(workload.asset, port, sourceOf(target ?? number));
      return [{ workload, port }];
    }
    if (target !== undefined)
      addGaps(
        cluster.draft,
        workload.asset.id,
        ['listeners'],
        `${what} leads to port ${written(target.value)}, which ${workload.object.name} does not name`,
        sourceOf(target),
      );
    return [];
  });
  const name = get(item, 'name')?.value;
  return { number: number.value, protocol, at: item, targets, ...(typeof name === 'string' ? { name } : {}) };
}

/** A name outside of the cluster, under a name inside. */
function externalAsset(cluster: Cluster, object: KubeObject): string {
  const host = get(object.tree, 'spec', 'externalName');
  const id = claim(cluster.draft, scalarOf(host) ?? object.name, `external/${object.name}`);
  cluster.draft.assets.push({
    id,
    type: 'external-system',
    zone: 'internet',
    source: sourceOf(host ?? object.tree),
  });
  return id;
}

/** The ports that services open to outsiders. */
export function serviceExposures(cluster: Cluster, services: readonly Service[]): readonly Exposure[] {
  return services.flatMap((service) => {
    const { object, type } = service;
    const spec = get(object.tree, 'spec');
    const addresses = get(spec, 'externalIPs');
    if (type !== 'NodePort' && type !== 'LoadBalancer' && addresses === undefined) return [];
    const annotations = get(object.tree, 'metadata', 'annotations');
    const internal = INTERNAL.some(([key, value]) =>
      value.test(scalarOf(annotations?.entries?.get(key)) ?? ''),
    );
    const blocks = sourceRanges(cluster, object);
    return service.ports.flatMap((port) =>
      port.targets.map(
        (target): Exposure => ({
          ...target,
          internal,
          ...(blocks === undefined ? {} : { blocks }),
          note: `${type === 'ClusterIP' ? 'External address' : type} of service ${object.name}, port ${portName(portOf(port.number, port.protocol))}`,
          at: port.at,
        }),
      ),
    );
  });
}

/** Blocks that a load balancer lets in. Node ports of the same service stay open to all, but only inside the provider. */
function sourceRanges(cluster: Cluster, object: KubeObject): readonly string[] | undefined {
  const tree = get(object.tree, 'spec', 'loadBalancerSourceRanges');
  const items = itemsOf(tree, '`loadBalancerSourceRanges`', cluster);
  if (items.length === 0) return undefined;
  return items.flatMap((item) => {
    const block = parseBlock((scalarOf(item) ?? '').trim());
    if (block === undefined)
      report(
        cluster,
        'error',
        'BAD_BLOCK',
        `Cannot read ${written(item.value)} in \`loadBalancerSourceRanges\` of ${quoted(object.name)}: expected a block such as \`192.0.2.0/24\``,
        item.at('value'),
      );
    return block === undefined ? [] : [block.text];
  });
}
