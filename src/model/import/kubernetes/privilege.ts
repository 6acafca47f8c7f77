// SPDX-License-Identifier: Apache-2.0
// What a pod may do to its node (Kubernetes API: SecurityContext, PodSecurityContext, volumes) and to the cluster.
import { quoted } from '../../words.ts';
import { addGaps, addWord } from '../container/draft.ts';
import { hostPathFacts } from '../container/host-path.ts';
import { flagOf, get, itemsOf, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import type { Cluster, Workload } from './cluster.ts';
import { type SectionType, unknownFields } from './fields.ts';

/** Defaults of the API; an admission policy of the cluster may set them otherwise. */
const DEFAULT_CONFIDENCE = 0.9;

/** States the properties that rules about container escape ask for. */
export function podRights(cluster: Cluster, workload: Workload, containers: readonly Tree[]): void {
  const { spec } = workload;
  const flag = (key: string, property: string): void => {
    const tree = get(spec, key);
    if (flagOf(tree, `\`${key}\` of ${quoted(workload.object.name)}`, cluster) === true)
      state(workload, property, tree);
  };
  flag('hostNetwork', 'host-network');
  flag('hostPID', 'host-pid');
  unguarded(cluster, workload, containers);
  podFields(cluster, workload, containers);
  for (const container of containers) containerRights(cluster, workload, container);
  hostPaths(cluster, workload, containers);
  hardening(workload, containers);
}

function state(workload: Workload, property: string, tree: Tree | undefined, confidence = 1): void {
  if (tree !== undefined)
    addWord(
      workload.asset,
      'properties',
      property,
      sourceOf(tree, confidence < 1 ? 'inferred' : 'declared', confidence),
    );
}

function containerRights(cluster: Cluster, workload: Workload, container: Tree): void {
  const context = get(container, 'securityContext');
  const flag = (key: string): readonly [Tree | undefined, boolean | undefined] => {
    const tree = get(context, key);
    return [tree, flagOf(tree, `\`${key}\` of ${quoted(workload.object.name)}`, cluster)];
  };
  const [privileged, isPrivileged] = flag('privileged');
  const [escalation, mayEscalate] = flag('allowPrivilegeEscalation');
  const [readOnly, isReadOnly] = flag('readOnlyRootFilesystem');
  if (isPrivileged === true) state(workload, 'privileged', privileged);
  if (mayEscalate !== false)
    state(
      workload,
      'privilege-escalation-allowed',
      escalation ?? context ?? container,
      mayEscalate === true ? 1 : DEFAULT_CONFIDENCE,
    );
  if (isReadOnly !== true)
    state(
      workload,
      'writable-root',
      readOnly ?? context ?? container,
      isReadOnly === false ? 1 : DEFAULT_CONFIDENCE,
    );
  const added = itemsOf(
    get(context, 'capabilities', 'add'),
    `\`capabilities.add\` of ${quoted(workload.object.name)}`,
    cluster,
  )[0];
  if (added !== undefined) state(workload, 'added-capabilities', added);
  // The setting of the container counts before the one of its pod.
  const user = get(context, 'runAsUser') ?? get(workload.spec, 'securityContext', 'runAsUser');
  if (user?.value === 0) state(workload, 'runs-as-root', user);
}

/** Ways out of a container that the vocabulary has no word for. */
function unguarded(cluster: Cluster, workload: Workload, containers: readonly Tree[]): void {
  const sections = [workload.spec, ...containers].map((section) => get(section, 'securityContext'));
  const found = [
    [get(workload.spec, 'hostIPC'), true, 'shares the memory of processes with its node'],
    ...sections.flatMap(
      (section) =>
        [
          [get(section, 'seccompProfile', 'type'), 'Unconfined', 'runs without a filter of system calls'],
          [get(section, 'appArmorProfile', 'type'), 'Unconfined', 'runs without AppArmor'],
          [get(section, 'procMount'), 'Unmasked', 'sees the kernel files of its node'],
          [get(section, 'windowsOptions', 'hostProcess'), true, 'runs as a process of its node'],
        ] as const,
    ),
  ] as const;
  for (const [tree, value, text] of found) {
    if (tree?.value !== value) continue;
    const whole = `${workload.object.name} ${text}; what it can do there is not known`;
    addGaps(cluster.draft, workload.asset.id, ['privileges'], whole, sourceOf(tree));
  }
}

function podFields({ draft }: Cluster, { asset, object, spec }: Workload, containers: readonly Tree[]): void {
  const what = `${object.kind} ${quoted(object.name)}`;
  const check = (type: SectionType, section: Tree | undefined, part: string): void =>
    unknownFields(draft, asset.id, 'privileges', type, section, `${part} of ${what}`);
  check('PodSpec', spec, 'the pod');
  check('PodSecurityContext', get(spec, 'securityContext'), '`securityContext`');
  for (const container of containers) {
    check('Container', container, 'a container');
    check('SecurityContext', get(container, 'securityContext'), '`securityContext` of a container');
  }
}

function hostPaths(cluster: Cluster, workload: Workload, containers: readonly Tree[]): void {
  for (const volume of itemsOf(
    get(workload.spec, 'volumes'),
    `\`volumes\` of ${quoted(workload.object.name)}`,
    cluster,
  )) {
    const path = get(volume, 'hostPath', 'path');
    if (path === undefined) continue;
    const mounts = containers.flatMap((container) => get(container, 'volumeMounts')?.items ?? []);
    const own = mounts.filter((mount) => get(mount, 'name')?.value === get(volume, 'name')?.value);
    const readOnly = own.length > 0 && own.every((mount) => get(mount, 'readOnly')?.value === true);
    const { facts } = hostPathFacts(scalarOf(path) ?? '', '', readOnly);
    for (const { property, confidence } of facts) state(workload, property, path, confidence);
  }
}

/** The restricted profile of the Pod Security Standards, as far as the vocabulary has words for it. */
function hardening(workload: Workload, containers: readonly Tree[]): void {
  const bad = [
    'privileged',
    'runs-as-root',
    'added-capabilities',
    'host-pid',
    'host-network',
    'docker-socket',
    'host-path-writable',
    'host-path-readable',
    'privilege-escalation-allowed',
  ];
  const words = (workload.asset.properties ?? []).map((word) => (typeof word === 'string' ? word : word.id));
  const pod = get(workload.spec, 'securityContext');
  const isTight = containers.every((container) => {
    const context = get(container, 'securityContext');
    const nonRoot = (get(context, 'runAsNonRoot') ?? get(pod, 'runAsNonRoot'))?.value === true;
    return (
      nonRoot && (get(context, 'capabilities', 'drop')?.items ?? []).some((item) => item.value === 'ALL')
    );
  });
  const place = get(containers[0], 'securityContext');
  if (isTight && place !== undefined && !words.some((word) => bad.includes(word)))
    addWord(workload.asset, 'measures', 'hardened-container', sourceOf(place));
}
