// SPDX-License-Identifier: Apache-2.0
// Several files as one project, by the Compose Specification ("Merge Compose files"): sections merge, lists grow, commands
// replace, and what is unique (environment, ports, volumes …) is replaced by its key.
import { listTree, scalarOf, sectionTree, type Tree } from '../container/tree.ts';

/** Attributes of a service that the later file replaces whole. */
const REPLACED: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test']);
/** Attributes that may be a list of `KEY=value` or a section. */
const KEYED: ReadonlySet<string> = new Set([
  'environment',
  'labels',
  'annotations',
  'args',
  'sysctls',
  'extra_hosts',
  'depends_on',
  'networks',
  'driver_opts',
]);
/** Lists whose items are replaced when the later file has one of the same identity. */
const IDENTITY: ReadonlyMap<string, (item: Tree) => string> = new Map([
  ['ports', portIdentity],
  ['volumes', targetIdentity],
  ['secrets', targetIdentity],
  ['configs', targetIdentity],
]);

/** `later` over `earlier`; `key` says what both are. */
export function mergeTrees(earlier: Tree | undefined, later: Tree, key = ''): Tree {
  if (earlier === undefined || earlier.value === null) return later;
  if (later.value === null) return earlier;
  if (REPLACED.has(key)) return later;
  if (KEYED.has(key)) return mergeSections(keyed(earlier), keyed(later));
  if (earlier.items !== undefined && later.items !== undefined) return mergeLists(earlier.items, later, key);
  return earlier.entries !== undefined && later.entries !== undefined ? mergeSections(earlier, later) : later;
}

/** `[A=1, B]` and `{A: 1, B:}` are the same; so are `[web]` and `{web:}` for networks and dependencies. */
export function keyed(tree: Tree): Tree {
  if (tree.items === undefined) return tree;
  const entries = tree.items
    .filter((item) => typeof item.value === 'string')
    .map((item) => {
      const text = item.value as string;
      const equals = text.indexOf('=');
      const value = equals === -1 ? null : text.slice(equals + 1);
      return [equals === -1 ? text : text.slice(0, equals), { value, at: item.at }] as const;
    });
  return sectionTree(new Map(entries), tree.at);
}

function mergeSections(earlier: Tree, later: Tree): Tree {
  if (earlier.entries === undefined || later.entries === undefined) return later;
  const entries = new Map(earlier.entries);
  for (const [key, tree] of later.entries) entries.set(key, mergeTrees(entries.get(key), tree, key));
  return sectionTree(entries, earlier.at);
}

function mergeLists(earlier: readonly Tree[], later: Tree, key: string): Tree {
  const identity = IDENTITY.get(key);
  const added = later.items ?? [];
  if (identity === undefined) return listTree([...earlier, ...added], later.at);
  const byIdentity = new Map(earlier.map((item) => [identity(item), item]));
  for (const item of added) byIdentity.set(identity(item), item);
  return listTree([...byIdentity.values()], later.at);
}

/** Unique are address, target, published port and protocol. */
function portIdentity(item: Tree): string {
  const field = (key: string) => scalarOf(item.entries?.get(key)) ?? '';
  if (item.entries === undefined) return scalarOf(item) ?? '';
  return [field('host_ip'), field('published'), field('target'), field('protocol')].join(':');
}

/** Unique is the path inside the container. */
function targetIdentity(item: Tree): string {
  const { entries } = item;
  if (entries !== undefined) return scalarOf(entries.get('target')) ?? scalarOf(entries.get('source')) ?? '';
  // `${A:-x}:/path` has colons of its own.
  const parts = (scalarOf(item) ?? '').replace(/\$\{[^}]*\}/g, 'variable').split(':');
  return parts[1] ?? parts[0] ?? '';
}
