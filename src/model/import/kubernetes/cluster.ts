// SPDX-License-Identifier: Apache-2.0
// What the readers of one set of manifests share.
import type { Asset } from '../../schema.ts';
import type { Secrets } from '../container/credential.ts';
import type { Draft, Port } from '../container/draft.ts';
import type { Reporter, Tree } from '../container/tree.ts';
import type { ImportContext } from '../importer.ts';
import type { KubeObject } from './object.ts';
import type { PlacedVariable } from './placed-variable.ts';
import type { Labels } from './selector.ts';

/** The cluster while it is read. */
export interface Cluster extends Reporter {
  readonly draft: Draft;
  readonly context: ImportContext;
  readonly secrets: Secrets;
  readonly objects: readonly KubeObject[];
  /** Objects by kind and name; ask with `objectNamed`. */
  readonly named: ReadonlyMap<string, KubeObject>;
  /** Labels of namespaces; each has at least its own name as a label. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** Id of the zone that holds the whole cluster. */
  readonly zone: string;
  /** Id of the asset and of the zone of the machines below. */
  readonly nodes: { readonly asset: string; readonly zone: string };
}

/** Pods of one template, as one asset. */
export interface Workload {
  readonly object: KubeObject;
  readonly asset: Asset;
  readonly labels: Labels;
  /** The pod spec. */
  readonly spec: Tree;
  readonly hostNetwork: boolean;
  /** `protocol/name` → number. */
  readonly namedPorts: ReadonlyMap<string, number>;
  readonly variables: readonly PlacedVariable[];
}

/** A port of a workload that outsiders get to. */
export interface Exposure {
  readonly workload: Workload;
  readonly port: Port;
  /** Blocks that may send; everybody outside when absent. */
  readonly blocks?: readonly string[];
  /** Only from private networks at the provider. */
  readonly internal: boolean;
  readonly note: string;
  readonly at: Tree;
}

/** Objects of a kind, of any version of the group. */
export function ofKind(cluster: Cluster, kind: string, ...groups: readonly string[]): readonly KubeObject[] {
  return cluster.objects.filter((object) => object.kind === kind && groups.includes(object.group));
}

/** Objects by kind and name. Of two the later one wins, as in `readManifests`. */
export function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(
    objects.map((object) => [nameKey(object.group, object.kind, object.namespace, object.name), object]),
  );
}

/** The object of a kind with a name, in a namespace where the kind has one. */
export function objectNamed(
  cluster: Cluster,
  group: string,
  kind: string,
  namespace: string,
  name: string | undefined,
): KubeObject | undefined {
  return name === undefined ? undefined : cluster.named.get(nameKey(group, kind, namespace, name));
}

function nameKey(group: string, kind: string, namespace: string, name: string): string {
  return [group, kind, CLUSTER_WIDE.has(kind) ? '' : namespace, name].join('\n');
}

/** Kinds whose objects belong to no namespace. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set(['ClusterRole']);
