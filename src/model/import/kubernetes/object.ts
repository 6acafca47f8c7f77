// SPDX-License-Identifier: Apache-2.0
// Manifests: files of many documents, `List` objects, and what only looks like a manifest.
import { basename } from 'node:path/posix';
import { quoted } from '../../words.ts';
import { readLenient } from '../container/lenient.ts';
import {
  get,
  itemsOf,
  type Reporter,
  report,
  scalarOf,
  type Tree,
  textOf,
  treeOf,
  wrongType,
} from '../container/tree.ts';
import type { ImportInput } from '../importer.ts';

/** One object of the cluster. */
export interface KubeObject {
  readonly kind: string;
  /** `apps`, `networking.k8s.io`; empty for the core group. */
  readonly group: string;
  readonly name: string;
  readonly namespace: string;
  readonly tree: Tree;
}

/** All objects of the inputs, and the files that are none. */
export interface Manifests {
  readonly objects: readonly KubeObject[];
  /** What could not be read as objects: templates, lists of other files. */
  readonly unread: readonly { readonly text: string; readonly at: Tree }[];
}

type Unread = { text: string; at: Tree }[];

/** Lists within lists are cut here. */
const MAX_LISTS = 8;
const TEMPLATE = /\{\{[\s\S]{0,200}?\}\}/;

/** Reads all documents of all files. */
export function readManifests(inputs: readonly ImportInput[], to: Reporter): Manifests {
  const objects: KubeObject[] = [];
  const unread: Unread = [];
  for (const input of inputs) {
    const template = templateLine(input);
    if (template !== undefined) {
      unread.push({
        text: `${quoted(input.file)} is a template: render it first, with \`helm template\``,
        at: lineTree(input, template),
      });
      continue;
    }
    const { value, problems } = readLenient(input);
    to.problems.push(...problems);
    for (const document of value ?? []) {
      if (document.value === null) continue;
      const tree = treeOf(document);
      if (isKustomization(input.file, tree)) kustomization(tree, inputs, unread);
      else addObject(tree, objects, unread, to, 0);
    }
  }
  return { objects: withoutTwins(objects, to), unread };
}

function templateLine(input: ImportInput): number | undefined {
  const lines = new TextDecoder().decode(input.bytes.subarray(0, 1_000_000)).split('\n');
  // Text of a ConfigMap may hold braces; a template has them where YAML has structure.
  const at = lines.findIndex(
    (line) => /^\s*\{\{-?\s|^\s*(?:-\s+)?[\w./-]+:\s*\{\{/.test(line) && TEMPLATE.test(line),
  );
  return at === -1 ? undefined : at + 1;
}

function lineTree(input: ImportInput, line: number): Tree {
  return { value: null, at: () => ({ file: input.file, line, column: 1 }) };
}

function isKustomization(file: string, tree: Tree): boolean {
  return (
    /^kustomization\.ya?ml$/i.test(basename(file)) ||
    (scalarOf(get(tree, 'apiVersion')) ?? '').startsWith('kustomize.config.k8s.io/')
  );
}

/** A kustomization that only lists files that are here says nothing new; one that changes objects does. */
function kustomization(tree: Tree, inputs: readonly ImportInput[], unread: Unread): void {
  const names = new Set(inputs.map((input) => basename(input.file)));
  for (const [key, item] of tree.entries ?? []) {
    if (
      ['apiVersion', 'kind', 'metadata', 'labels', 'commonLabels', 'commonAnnotations'].includes(key) &&
      !key.endsWith('abels')
    )
      continue;
    if (key !== 'resources')
      unread.push({
        text: `The kustomization uses ${quoted(key)}, which is not applied: build it first, with \`kubectl kustomize\``,
        at: item,
      });
    for (const resource of key === 'resources' ? (item.items ?? []) : []) {
      if (!names.has(basename(scalarOf(resource) ?? '')))
        unread.push({
          text: `The kustomization lists ${quoted(scalarOf(resource) ?? '')}, which is not among the inputs`,
          at: resource,
        });
    }
  }
}

function addObject(tree: Tree, objects: KubeObject[], unread: Unread, to: Reporter, depth: number): void {
  if (tree.entries === undefined) {
    wrongType(tree, 'a Kubernetes object', 'a section with `apiVersion`, `kind` and `metadata`', to);
    return;
  }
  const kind = textOf(get(tree, 'kind'), '`kind`', to);
  const version = textOf(get(tree, 'apiVersion'), '`apiVersion`', to);
  if (kind === undefined || version === undefined) {
    if (get(tree, 'kind') !== undefined && get(tree, 'apiVersion') !== undefined) return;
    report(
      to,
      'error',
      'NO_KIND',
      `The object has no ${kind === undefined ? '`kind`' : '`apiVersion`'}: expected both`,
      tree.at('value'),
    );
    return;
  }
  if (kind.endsWith('List') && get(tree, 'items') !== undefined) {
    const items = itemsOf(get(tree, 'items'), `\`items\` of ${quoted(kind)}`, to);
    if (depth < MAX_LISTS) for (const item of items) addObject(item, objects, unread, to, depth + 1);
    else
      report(to, 'error', 'TOO_DEEP', `Lists within lists end after ${MAX_LISTS} levels`, tree.at('value'));
    return;
  }
  const section = get(tree, 'metadata');
  if (section !== undefined && section.entries === undefined) {
    wrongType(section, `\`metadata\` of ${quoted(kind)}`, 'a section', to);
    return;
  }
  const name = textOf(get(section, 'name'), '`metadata.name`', to);
  if (name === undefined) {
    const at = (get(section, 'name') ?? section ?? get(tree, 'kind') ?? tree).at();
    report(to, 'error', 'NO_NAME', `The ${kind} has no \`metadata.name\`: expected a name`, at);
    return;
  }
  const namespace = textOf(get(section, 'namespace'), '`metadata.namespace`', to) ?? 'default';
  objects.push({
    kind,
    group: version.includes('/') ? (version.split('/')[0] ?? '') : '',
    name,
    namespace,
    tree,
  });
}

/** The later of two objects with the same name wins, as with `kubectl apply`. */
function withoutTwins(objects: readonly KubeObject[], to: Reporter): readonly KubeObject[] {
  const byKey = new Map<string, KubeObject>();
  for (const object of objects) {
    const key = [object.group, object.kind, object.namespace, object.name].join('\u0000');
    const first = byKey.get(key);
    if (first !== undefined) {
      const at = first.tree.at('value');
      report(
        to,
        'warning',
        'TWICE',
        `${object.kind} ${quoted(object.name)} of namespace ${quoted(object.namespace)} is also at ${at.file}:${at.line}: the later one counts`,
        object.tree.at('value'),
      );
    }
    byKey.set(key, object);
  }
  return [...byKey.values()];
}
