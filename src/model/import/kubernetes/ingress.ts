// SPDX-License-Identifier: Apache-2.0
// Ingress objects (Kubernetes API: networking.k8s.io/v1 and the older v1beta1): a controller that takes requests from
// outside and passes them on. The controller is not in the manifest, so it becomes an asset of its own.
import type { Asset } from '../../schema.ts';
import { quoted, written } from '../../words.ts';
import { addFlow, addListener, claim, type Port, prose } from '../container/draft.ts';
import { get, itemsOf, report, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import { type Cluster, ofKind } from './cluster.ts';
import { unknownFields } from './fields.ts';
import type { KubeObject } from './object.ts';
import type { Service } from './service.ts';

/** Confidence that the controller runs in the cluster and serves the usual ports. */
const CONTROLLER_CONFIDENCE = 0.9;

/** States the controllers of all Ingress objects and their flows; the zone of the controllers, when there is one. */
export function readIngresses(cluster: Cluster, services: readonly Service[]): string | undefined {
  const controllers = new Map<string, Asset>();
  let zone: string | undefined;
  for (const object of ofKind(cluster, 'Ingress', 'networking.k8s.io', 'extensions')) {
    zone ??= controllerZone(cluster, object);
    const what = `Ingress ${quoted(object.name)}`;
    unknownFields(cluster.draft, zone, 'exposure', 'IngressSpec', get(object.tree, 'spec'), what);
    const asset = controllerOf(cluster, object, zone, controllers);
    exposeController(cluster, object, asset, zone);
    for (const backend of backendsOf(cluster, object)) connect(cluster, object, asset, backend, services);
  }
  return zone;
}

function controllerZone(cluster: Cluster, object: KubeObject): string {
  const id = claim(cluster.draft, `${cluster.zone}/ingress`);
  cluster.draft.zones.push({
    id,
    type: 'cluster-network',
    within: cluster.zone,
    name: 'Where the ingress controllers run',
    source: sourceOf(object.tree, 'inferred', CONTROLLER_CONFIDENCE),
  });
  return id;
}

function controllerOf(
  cluster: Cluster,
  object: KubeObject,
  zone: string,
  controllers: Map<string, Asset>,
): Asset {
  const annotation = get(object.tree, 'metadata', 'annotations')?.entries?.get('kubernetes.io/ingress.class');
  const name = scalarOf(get(object.tree, 'spec', 'ingressClassName') ?? annotation) ?? 'default';
  const known = controllers.get(name);
  if (known !== undefined) return known;
  const id = claim(cluster.draft, `ingress/${name}`);
  const asset: Asset = {
    id,
    type: 'gateway',
    zone,
    name: `Ingress controller of class ${name}`.slice(0, 200),
    runsOn: cluster.nodes.asset,
    source: sourceOf(object.tree, 'inferred', CONTROLLER_CONFIDENCE),
  };
  cluster.draft.assets.push(asset);
  controllers.set(name, asset);
  return asset;
}

/** Plain requests are taken even with TLS: controllers answer them, if only with a redirection. */
function exposeController(cluster: Cluster, object: KubeObject, asset: Asset, zone: string): void {
  const tls = get(object.tree, 'spec', 'tls');
  for (const [port, tree] of [
    [80, object.tree],
    [443, tls],
  ] as const) {
    if (tree === undefined) continue;
    const source = sourceOf(port === 80 ? (get(object.tree, 'metadata', 'name') ?? tree) : tree);
    addListener(asset, port, source);
    if (cluster.draft.flows.some((flow) => flow.to === zone && flow.port === port)) continue;
    const id = claim(cluster.draft, `publish/${asset.id}/${port}-tcp`);
    cluster.draft.flows.push({
      id,
      from: 'internet',
      to: zone,
      port,
      note: prose(`Ingress ${object.name}`),
      source,
      ...(port === 443 ? { protections: [{ id: 'tls', source }] } : {}),
    });
  }
}

interface Backend {
  readonly service: string;
  readonly port: string | undefined;
  readonly at: Tree;
}

function backendsOf(cluster: Cluster, object: KubeObject): Backend[] {
  const what = `Ingress ${quoted(object.name)}`;
  const spec = get(object.tree, 'spec');
  const paths = itemsOf(get(spec, 'rules'), `\`rules\` of ${what}`, cluster).flatMap((rule) =>
    itemsOf(get(rule, 'http', 'paths'), `\`paths\` of ${what}`, cluster),
  );
  const backends = [
    get(spec, 'defaultBackend'),
    get(spec, 'backend'),
    ...paths.map((path) => get(path, 'backend') ?? path),
  ];
  return backends.flatMap((backend) => {
    if (backend === undefined || get(backend, 'resource') !== undefined) return [];
    const name = get(backend, 'service', 'name') ?? get(backend, 'serviceName');
    const port =
      get(backend, 'service', 'port', 'number') ??
      get(backend, 'service', 'port', 'name') ??
      get(backend, 'servicePort');
    if (name !== undefined) return [{ service: scalarOf(name) ?? '', port: scalarOf(port), at: name }];
    report(
      cluster,
      'error',
      'BAD_BACKEND',
      `A path of ${what} leads to ${written(backend.value)}: expected \`backend.service.name\``,
      backend.at(),
    );
    return [];
  });
}

function connect(
  cluster: Cluster,
  object: KubeObject,
  asset: Asset,
  backend: Backend,
  services: readonly Service[],
): void {
  const service = services.find(
    (one) => one.object.name === backend.service && one.object.namespace === object.namespace,
  );
  if (service === undefined) {
    report(
      cluster,
      'warning',
      'NO_SERVICE',
      `Ingress ${quoted(object.name)} leads to service ${quoted(backend.service)} of namespace ${quoted(object.namespace)}, which is not among the inputs`,
      backend.at.at('value'),
    );
    return;
  }
  const ports = service.ports.filter(
    (port) =>
      backend.port === undefined || port.number === Number(backend.port) || port.name === backend.port,
  );
  if (ports.length === 0)
    report(
      cluster,
      'warning',
      'NO_SERVICE_PORT',
      `Ingress ${quoted(object.name)} leads to port ${quoted(backend.port ?? 'nothing')} of service ${quoted(backend.service)}: expected a port that the service has`,
      backend.at.at('value'),
    );
  const flow = (to: string, port: Port): void =>
    addFlow(cluster.draft, {
      from: asset.id,
      to,
      port,
      note: `Ingress ${object.name} leads to service ${service.object.name}`,
      source: sourceOf(backend.at),
    });
  for (const { targets } of ports) for (const { workload, port } of targets) flow(workload.asset.id, port);
}
