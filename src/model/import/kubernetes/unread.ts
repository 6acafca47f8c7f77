// SPDX-License-Identifier: Apache-2.0
// Objects and files that are not understood, as gaps of the pods that they may concern.
import type { Gap } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { addGaps } from '../container/draft.ts';
import { get, sourceOf, type Tree } from '../container/tree.ts';
import type { Cluster, Workload } from './cluster.ts';
import { KNOWN_KINDS, unknownOf } from './kinds.ts';
import type { Manifests } from './object.ts';
import { isWorkload } from './workload.ts';

interface Unread {
  readonly text: string;
  readonly at: Tree;
  readonly unknown: Gap['unknown'];
  /** Absent when it may concern every namespace. */
  readonly namespace?: string;
}

/** Texts told in one gap. */
const MAX_TOLD = 8;

/** States for each workload, in one gap a kind, what may change who reaches it or what it may do. */
export function stateUnread(cluster: Cluster, manifests: Manifests, workloads: readonly Workload[]): void {
  const all = [...unreadFiles(manifests), ...unreadObjects(manifests)];
  for (const unknown of ['exposure', 'privileges'] as const) {
    const own = all.filter((one) => one.unknown === unknown);
    const everywhere = own.filter(({ namespace }) => namespace === undefined);
    for (const { object, asset } of workloads) {
      const here = own.filter(({ namespace }) => namespace === object.namespace);
      state(cluster, asset.id, unknown, [...here, ...everywhere]);
    }
    // Without pods that are known, all that is left is to say so.
    if (workloads.length === 0) state(cluster, cluster.zone, unknown, own);
  }
}

function unreadFiles({ unread }: Manifests): Unread[] {
  return unread.map(({ text, at }) => ({ text, at, unknown: 'exposure' }));
}

function unreadObjects({ objects }: Manifests): Unread[] {
  return objects
    .filter((object) => !isWorkload(object) && !KNOWN_KINDS.has(`${object.group}/${object.kind}`))
    .map(({ kind, name, group, namespace, tree }) => ({
      text: `${kind} ${quoted(name)} of group ${quoted(group)} is not understood`,
      at: get(tree, 'kind') ?? tree,
      unknown: unknownOf(group),
      // What names no namespace may belong to none.
      ...(get(tree, 'metadata', 'namespace') === undefined ? {} : { namespace }),
    }));
}

function state(cluster: Cluster, about: string, unknown: Gap['unknown'], unread: readonly Unread[]): void {
  const [first] = unread;
  if (first === undefined) return;
  const told = unread.slice(0, MAX_TOLD).map(({ text }) => text);
  const more = unread.length > MAX_TOLD ? [`and ${unread.length - MAX_TOLD} more`] : [];
  addGaps(cluster.draft, about, [unknown], [...told, ...more].join('; '), sourceOf(first.at));
}
