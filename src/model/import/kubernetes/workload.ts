// SPDX-License-Identifier: Apache-2.0
// Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob and Pod as assets (Kubernetes API: apps/v1, batch/v1, v1).
import type { Asset } from '../../schema.ts';
import { quoted, written } from '../../words.ts';
import { addGaps, addListener, addWord, claim, nameUnless, type Port, portOf } from '../container/draft.ts';
import { imagePurl, isUnpinned, parseImage } from '../container/image.ts';
import { get, itemsOf, report, sourceOf, type Tree, textOf, wrongType } from '../container/tree.ts';
import { surest } from '../guess.ts';
import type { Cluster, Workload } from './cluster.ts';
import { readVariables } from './config.ts';
import type { KubeObject } from './object.ts';
import { isPort, protocolOf } from './port.ts';
import { podRights } from './privilege.ts';
import { labelsOf, matches, readSelector } from './selector.ts';

/** Where each kind keeps the template of its pods. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['apps/Deployment', ['spec', 'template']],
  ['apps/StatefulSet', ['spec', 'template']],
  ['apps/DaemonSet', ['spec', 'template']],
  ['apps/ReplicaSet', ['spec', 'template']],
  ['extensions/Deployment', ['spec', 'template']],
  ['extensions/DaemonSet', ['spec', 'template']],
  ['/ReplicationController', ['spec', 'template']],
  ['batch/Job', ['spec', 'template']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['/Pod', []],
]);

/** True for objects that run pods. */
export function isWorkload(object: KubeObject): boolean {
  return TEMPLATES.has(`${object.group}/${object.kind}`);
}

/** Makes an asset of each workload that no other workload here made. */
export function readWorkloads(cluster: Cluster): readonly Workload[] {
  const all = cluster.objects.filter(isWorkload);
  const own = all.filter((object) => !isOwned(object, all));
  return own.flatMap(
    (object) =>
      readWorkload(cluster, object, own.filter((other) => other.name === object.name).length > 1) ?? [],
  );
}

/** Dumps of a running cluster hold the pods beside the deployments they belong to. */
function isOwned(object: KubeObject, all: readonly KubeObject[]): boolean {
  const owners = get(object.tree, 'metadata', 'ownerReferences')?.items ?? [];
  return owners.some((owner) =>
    all.some(
      (other) =>
        other.kind === get(owner, 'kind')?.value &&
        other.name === get(owner, 'name')?.value &&
        other.namespace === object.namespace,
    ),
  );
}

function readWorkload(cluster: Cluster, object: KubeObject, ambiguous: boolean): Workload | undefined {
  const what = `${object.kind} ${quoted(object.name)}`;
  const path = TEMPLATES.get(`${object.group}/${object.kind}`) ?? [];
  const template = path.length === 0 ? object.tree : get(object.tree, ...path);
  const spec = get(template, 'spec');
  if (spec?.entries === undefined) {
    const place = spec ?? template ?? get(object.tree, 'spec') ?? object.tree;
    report(
      cluster,
      'error',
      'NO_POD',
      `${what} has no pod template: expected \`${[...path, 'spec'].join('.')}\` with \`containers\``,
      place.at(),
    );
    return undefined;
  }
  const labels = labelsOf(get(template, 'metadata', 'labels'), `the labels of ${what}`, cluster);
  checkSelector(cluster, object, path.length === 2, labels, what);
  const long = `${object.namespace}/${object.name}`;
  const id = claim(
    cluster.draft,
    ambiguous ? long : object.name,
    long,
    `${object.namespace}/${object.kind}/${object.name}`,
  );
  const asset: Asset = {
    id,
    type: 'service',
    ...nameUnless(id, object.name),
    source: sourceOf(get(object.tree, 'metadata', 'name') ?? object.tree),
    runsOn: cluster.nodes.asset,
  };
  cluster.draft.assets.push(asset);
  const containers = containersOf(cluster, spec, what);
  const initial = sections(get(spec, 'initContainers'), `an init container of ${what}`, cluster);
  const all = [...containers, ...initial];
  const [image] = all.map((container) => readImage(cluster, asset, container, what));
  const byImage = image === undefined ? undefined : cluster.context.guess('image', image);
  asset.type = surest(cluster.context.guess('name', object.name), byImage)?.type ?? 'service';
  // An init container that restarts is a sidecar: it runs as long as the others.
  const running = all.filter(
    (container) => containers.includes(container) || get(container, 'restartPolicy')?.value === 'Always',
  );
  const namedPorts = readPorts(cluster, asset, running, what);
  const variables = all.flatMap((container) => readVariables(cluster, asset, object, container));
  const workload: Workload = {
    object,
    asset,
    labels,
    spec,
    namedPorts,
    variables,
    hostNetwork: get(spec, 'hostNetwork')?.value === true,
  };
  podRights(cluster, workload, all);
  return workload;
}

/** A selector that misses its own template is refused by the cluster. */
function checkSelector(
  cluster: Cluster,
  object: KubeObject,
  expected: boolean,
  labels: ReadonlyMap<string, string>,
  what: string,
): void {
  const tree = get(object.tree, 'spec', 'selector');
  if (!expected || tree === undefined || object.group !== 'apps') return;
  const selector = readSelector(tree, `\`selector\` of ${what}`, cluster);
  if (!matches(selector, labels))
    report(
      cluster,
      'error',
      'SELECTOR_MISSES',
      `The selector of ${what} does not fit the labels of its own pods: expected the same labels`,
      tree.at(),
    );
}

function containersOf(cluster: Cluster, spec: Tree, what: string): readonly Tree[] {
  const tree = get(spec, 'containers');
  itemsOf(tree, `\`containers\` of ${what}`, cluster);
  if (tree === undefined || tree.items?.length === 0) {
    const message = `${what} has no containers: expected at least one`;
    report(cluster, 'error', 'NO_CONTAINERS', message, (tree ?? spec).at());
  }
  return sections(tree, `a container of ${what}`, cluster);
}

/** The items of a list that are sections; a problem for the others. */
function sections(tree: Tree | undefined, what: string, cluster: Cluster): readonly Tree[] {
  return (tree?.items ?? []).filter((item) => {
    if (item.entries === undefined) wrongType(item, what, 'a section with `name` and `image`', cluster);
    return item.entries !== undefined;
  });
}

function readImage(cluster: Cluster, asset: Asset, container: Tree, what: string): string | undefined {
  const tree = get(container, 'image');
  const text = textOf(tree, `\`image\` of ${what}`, cluster);
  if (tree === undefined || text === undefined) return undefined;
  const image = parseImage(text);
  if (image === undefined) {
    // Kustomize and other tools replace names that are no references yet.
    if (/\$\{|<|\$\(/.test(text))
      addGaps(
        cluster.draft,
        asset.id,
        ['software'],
        `The image ${quoted(text)} of ${what} is a placeholder`,
        sourceOf(tree),
      );
    else
      report(
        cluster,
        'error',
        'BAD_IMAGE',
        `Cannot read ${quoted(text)} as the image of ${what}: expected \`[registry/]name[:tag][@digest]\``,
        tree.at('value'),
      );
    return undefined;
  }
  const purl = imagePurl(image);
  const known = (asset.software ?? []).some((one) => typeof one === 'object' && one.purl === purl);
  if (purl !== undefined && !known)
    asset.software = [...(asset.software ?? []), { purl, source: sourceOf(tree) }];
  if (isUnpinned(image)) addWord(asset, 'properties', 'unpinned-image', sourceOf(tree));
  return image.path;
}

function readPorts(
  cluster: Cluster,
  asset: Asset,
  containers: readonly Tree[],
  what: string,
): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const item of containers.flatMap((container) =>
    itemsOf(get(container, 'ports'), `\`ports\` of ${what}`, cluster),
  )) {
    const number = get(item, 'containerPort');
    if (number === undefined || !isPort(number.value)) {
      report(
        cluster,
        'error',
        'BAD_PORT',
        `Cannot use ${written(number?.value)} as \`containerPort\` of ${what}: expected a number from 1 to 65535`,
        (number ?? item).at('value'),
      );
      continue;
    }
    const protocol = protocolOf(item, what, cluster);
    if (protocol === undefined) continue;
    addListener(asset, portOf(number.value, protocol), sourceOf(number));
    const name = get(item, 'name')?.value;
    if (typeof name === 'string' && !named.has(`${protocol}/${name}`))
      named.set(`${protocol}/${name}`, number.value);
    const host = get(item, 'hostPort');
    if (host !== undefined)
      addGaps(
        cluster.draft,
        asset.id,
        ['exposure'],
        `${what} takes port ${written(host.value)} of its node; who reaches the nodes is not in the manifests`,
        sourceOf(host),
      );
  }
  return named;
}

/** The port that a workload listens on for a `targetPort`: a number, or the number of a name. */
export function targetPort(workload: Workload, target: unknown, protocol: string): Port | undefined {
  if (isPort(target)) return portOf(target, protocol);
  const number = workload.namedPorts.get(`${protocol}/${typeof target === 'string' ? target : ''}`);
  return number === undefined ? undefined : portOf(number, protocol);
}
