// SPDX-License-Identifier: Apache-2.0
// Variables of containers, with ConfigMap and Secret objects behind them (Kubernetes API: EnvVar, EnvFromSource).
import type { Asset } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { keepSecret, markWeak } from '../container/credential.ts';
import { addGaps, addWord } from '../container/draft.ts';
import { credentialType, isOpenSetting, secretIn } from '../container/secret.ts';
import { get, itemsOf, report, scalarOf, sourceOf, type Tree, textOf } from '../container/tree.ts';
import { type Cluster, objectNamed } from './cluster.ts';
import type { KubeObject } from './object.ts';
import type { PlacedVariable } from './placed-variable.ts';

/** Reads `env` and `envFrom`; states secrets that the manifest holds or refers to. */
export function readVariables(
  cluster: Cluster,
  asset: Asset,
  owner: KubeObject,
  container: Tree,
): readonly PlacedVariable[] {
  const variables = new Map<string, PlacedVariable>();
  const add = (variable: PlacedVariable): void => {
    variables.set(variable.key, variable);
    secretFacts(cluster, asset, variable);
  };
  const what = `${owner.kind} ${quoted(owner.name)}`;
  for (const item of itemsOf(get(container, 'envFrom'), `\`envFrom\` of ${what}`, cluster))
    fromObject(cluster, asset, owner, item, add);
  for (const item of itemsOf(get(container, 'env'), `\`env\` of ${what}`, cluster)) {
    const key = get(item, 'name')?.value;
    if (typeof key !== 'string') {
      report(
        cluster,
        'error',
        'BAD_VARIABLE',
        `A variable of ${what} has no \`name\`: expected one`,
        item.at(),
      );
      continue;
    }
    const value = valueAt(cluster, asset, owner, key, item);
    if (value === undefined) continue;
    add({ key, value: expanded(value, variables), source: sourceOf(get(item, 'value') ?? item) });
  }
  return [...variables.values()];
}

function valueAt(
  cluster: Cluster,
  asset: Asset,
  owner: KubeObject,
  key: string,
  item: Tree,
): string | undefined {
  const from = get(item, 'valueFrom');
  if (from === undefined)
    return textOf(get(item, 'value'), `variable ${quoted(key)} of ${asset.id}`, cluster) ?? '';
  const secret = get(from, 'secretKeyRef');
  if (secret !== undefined) keep(cluster, asset, owner, key, secret);
  const map = get(from, 'configMapKeyRef');
  if (map === undefined) return undefined;
  const data = get(referred(cluster, 'ConfigMap', owner, map)?.tree, 'data');
  const value = scalarOf(data?.entries?.get(scalarOf(get(map, 'key')) ?? ''));
  if (value === undefined && get(map, 'optional')?.value !== true) missing(cluster, asset, 'ConfigMap', map);
  return value;
}

function fromObject(
  cluster: Cluster,
  asset: Asset,
  owner: KubeObject,
  item: Tree,
  add: (variable: PlacedVariable) => void,
): void {
  const prefix = scalarOf(get(item, 'prefix')) ?? '';
  const secret = get(item, 'secretRef');
  if (secret !== undefined) keep(cluster, asset, owner, scalarOf(get(secret, 'name')) ?? 'secret', secret);
  const map = get(item, 'configMapRef');
  if (map === undefined) return;
  const found = referred(cluster, 'ConfigMap', owner, map);
  if (found === undefined && get(map, 'optional')?.value !== true) missing(cluster, asset, 'ConfigMap', map);
  for (const [key, value] of get(found?.tree, 'data')?.entries ?? [])
    add({ key: prefix + key, value: scalarOf(value) ?? '', source: sourceOf(value) });
}

function referred(
  cluster: Cluster,
  kind: string,
  owner: KubeObject,
  reference: Tree,
): KubeObject | undefined {
  return objectNamed(cluster, '', kind, owner.namespace, scalarOf(get(reference, 'name')));
}

function missing(cluster: Cluster, asset: Asset, kind: string, reference: Tree): void {
  addGaps(
    cluster.draft,
    asset.id,
    ['flows'],
    `The ${kind} ${quoted(scalarOf(get(reference, 'name')) ?? '')} with variables of ${asset.id} is not among the inputs`,
    sourceOf(reference),
  );
}

/** Linux takes no variable longer than this (MAX_ARG_STRLEN); variables of variables grow without bound. */
const MAX_VALUE = 131_072;

/** `$(NAME)` stands for a variable that was set before; `$$` for a dollar sign. */
function expanded(value: string, variables: ReadonlyMap<string, PlacedVariable>): string {
  const text = substituted(value.slice(0, MAX_VALUE), variables);
  return text.length > MAX_VALUE ? text.slice(0, MAX_VALUE) : text;
}

function substituted(value: string, variables: ReadonlyMap<string, PlacedVariable>): string {
  return value.replace(/\$\$|\$\(([\w.-]{1,250})\)/g, (text, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name)?.value ?? text),
  );
}

/** A Secret object that a container gets, whole or in part: the container holds it. */
function keep(cluster: Cluster, asset: Asset, owner: KubeObject, key: string, reference: Tree): void {
  const name = scalarOf(get(reference, 'name')) ?? '';
  const part = scalarOf(get(reference, 'key')) ?? '';
  const source = sourceOf(reference);
  const credential = keepSecret(
    cluster.draft,
    cluster.secrets,
    asset,
    key,
    `Secret ${owner.namespace}/${name}/${part}`,
    credentialType(part === '' ? name : part),
    source,
  );
  const object = referred(cluster, 'Secret', owner, reference);
  if (object === undefined) return;
  const literal = get(object.tree, 'stringData') ?? get(object.tree, 'data');
  if (literal !== undefined) addWord(credential, 'properties', 'literal-secret', sourceOf(literal));
  const text = get(object.tree, 'stringData')?.entries?.get(part)?.value;
  if (typeof text === 'string' && secretIn('PASSWORD', text)?.weak === true)
    markWeak(asset, key, credential, sourceOf(literal ?? reference));
}

function secretFacts(cluster: Cluster, asset: Asset, { key, value = '', source }: PlacedVariable): void {
  if (isOpenSetting(key, value)) addWord(asset, 'properties', 'no-authentication', source);
  const found = secretIn(key, value);
  if (found === undefined) return;
  const credential = keepSecret(
    cluster.draft,
    cluster.secrets,
    asset,
    key,
    `value ${found.value}`,
    found.type,
    source,
  );
  addWord(asset, 'properties', 'literal-secret', source);
  if (found.weak) markWeak(asset, key, credential, source);
}
