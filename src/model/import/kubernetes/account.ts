// SPDX-License-Identifier: Apache-2.0
// Service accounts, their tokens, and what roles let them do (Kubernetes API: ServiceAccount v1, rbac.authorization.k8s.io/v1).
import type { Credential, Identity, Source } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { addGaps, addWord, claim } from '../container/draft.ts';
import { get, itemsOf, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import { type Cluster, objectNamed, ofKind, type Workload } from './cluster.ts';
import type { KubeObject } from './object.ts';

type Right = 'read' | 'write' | 'deploy' | 'administer';

const RBAC = 'rbac.authorization.k8s.io';
const API_PORT = 6443;
/** Pods get a token unless somebody says no: the default of the API. */
const DEFAULT_CONFIDENCE = 0.9;
/** Roles that every cluster has (Kubernetes documentation, "Using RBAC Authorization", default roles). */
const BUILT_IN: ReadonlyMap<string, Right> = new Map([
  ['cluster-admin', 'administer'],
  ['admin', 'deploy'],
  ['edit', 'deploy'],
  ['view', 'read'],
]);
/** Who may create one of these runs code in the cluster. */
const RUNS_CODE: ReadonlySet<string> = new Set([
  '*',
  'pods',
  'pods/exec',
  'pods/attach',
  'pods/ephemeralcontainers',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'replicationcontrollers',
  'jobs',
  'cronjobs',
]);
const WRITES: ReadonlySet<string> = new Set(['*', 'create', 'update', 'patch', 'delete', 'deletecollection']);

interface Account {
  readonly identity: Identity;
  readonly token: Credential;
}

/** States an identity and a token for each service account in use, and the grants of roles. */
export function readAccounts(cluster: Cluster, workloads: readonly Workload[]): void {
  const accounts = new Map<string, Account>();
  for (const workload of workloads) tokenOf(cluster, workload, accounts);
  const bindings = [...ofKind(cluster, 'RoleBinding', RBAC), ...ofKind(cluster, 'ClusterRoleBinding', RBAC)];
  for (const binding of bindings) bind(cluster, binding, accounts);
}

function accountOf(
  cluster: Cluster,
  namespace: string,
  name: string,
  source: Source,
  accounts: Map<string, Account>,
): Account {
  const key = `service-account/${namespace}/${name}`;
  const known = accounts.get(key);
  if (known !== undefined) return known;
  const id = claim(cluster.draft, key);
  const object = objectNamed(cluster, '', 'ServiceAccount', namespace, name);
  const place = object === undefined ? source : sourceOf(get(object.tree, 'metadata', 'name') ?? object.tree);
  const identity: Identity = { id, class: 'service', source: place };
  const token: Credential = {
    id: claim(cluster.draft, `${id}/token`),
    type: 'service-account-token',
    unlocks: [id],
    keptIn: [],
    source: place,
  };
  cluster.draft.identities.push(identity);
  const account = { identity, token };
  accounts.set(key, account);
  return account;
}

/** The pod decides before its service account; without a word the token is mounted. */
function tokenOf(cluster: Cluster, workload: Workload, accounts: Map<string, Account>): void {
  const { spec, asset, object } = workload;
  const name = get(spec, 'serviceAccountName') ?? get(spec, 'serviceAccount');
  const source = name === undefined ? sourceOf(spec, 'inferred', DEFAULT_CONFIDENCE) : sourceOf(name);
  const account = accountOf(cluster, object.namespace, scalarOf(name) ?? 'default', source, accounts);
  const own = objectNamed(cluster, '', 'ServiceAccount', object.namespace, scalarOf(name) ?? 'default');
  const mount = get(spec, 'automountServiceAccountToken') ?? get(own?.tree, 'automountServiceAccountToken');
  if (mount?.value === false) {
    addWord(asset, 'measures', 'no-token-mount', sourceOf(mount));
    return;
  }
  const place =
    mount === undefined
      ? { ...source, how: 'inferred' as const, confidence: DEFAULT_CONFIDENCE }
      : sourceOf(mount);
  addWord(asset, 'properties', 'service-account-token', place);
  if (account.token.keptIn?.length === 0) cluster.draft.credentials.push(account.token);
  account.token.keptIn?.push(asset.id);
}

function bind(cluster: Cluster, binding: KubeObject, accounts: Map<string, Account>): void {
  const role = get(binding.tree, 'roleRef', 'name');
  const isWide = binding.kind === 'ClusterRoleBinding';
  const roleName = scalarOf(role) ?? '';
  const roleKind = scalarOf(get(binding.tree, 'roleRef', 'kind')) ?? '';
  const rights = rightsOf(cluster, binding, roleKind, roleName);
  for (const subject of itemsOf(
    get(binding.tree, 'subjects'),
    `\`subjects\` of ${binding.kind} ${quoted(binding.name)}`,
    cluster,
  )) {
    const identities = subjectsOf(cluster, binding, subject, accounts, rights ?? []);
    for (const identity of identities) {
      if (rights !== undefined) {
        grant(cluster, identity, isWide ? rights : narrowed(rights), role ?? subject);
        continue;
      }
      addGaps(
        cluster.draft,
        identity.id,
        ['privileges'],
        `${roleKind} ${quoted(roleName)}, which ${binding.kind} ${quoted(binding.name)} gives to ${identity.id}, is not among the inputs`,
        sourceOf(role ?? subject),
      );
    }
  }
}

/** Full rights in one namespace are enough to run code in the cluster, not to administer it. */
function narrowed(rights: readonly Right[]): readonly Right[] {
  return [...new Set(rights.map((right) => (right === 'administer' ? 'deploy' : right)))];
}

function rightsOf(
  cluster: Cluster,
  binding: KubeObject,
  kind: string,
  name: string,
): readonly Right[] | undefined {
  const role = objectNamed(cluster, RBAC, kind, binding.namespace, name);
  if (role === undefined) {
    const right = kind === 'ClusterRole' ? BUILT_IN.get(name) : undefined;
    return right === undefined ? undefined : [right];
  }
  if (get(role.tree, 'aggregationRule') !== undefined) return undefined;
  return [
    ...new Set(
      itemsOf(get(role.tree, 'rules'), `\`rules\` of ${kind} ${quoted(name)}`, cluster).flatMap(rightsOfRule),
    ),
  ];
}

function rightsOfRule(rule: Tree): Right[] {
  const list = (key: string) => (get(rule, key)?.items ?? []).flatMap((item) => scalarOf(item) ?? []);
  const verbs = list('verbs');
  const resources = list('resources');
  const rights: Right[] = [];
  const everything = verbs.includes('*') && resources.includes('*');
  if (everything || verbs.some((verb) => ['escalate', 'bind', 'impersonate'].includes(verb)))
    rights.push('administer');
  const writes = verbs.some((verb) => WRITES.has(verb));
  if (writes && resources.some((resource) => RUNS_CODE.has(resource))) rights.push('deploy');
  if (writes && resources.length > 0) rights.push('write');
  if (resources.length > 0 && verbs.some((verb) => ['*', 'get', 'list', 'watch'].includes(verb)))
    rights.push('read');
  return rights;
}

/** The identities that a subject of a binding stands for. */
function subjectsOf(
  cluster: Cluster,
  binding: KubeObject,
  subject: Tree,
  accounts: Map<string, Account>,
  rights: readonly Right[],
): readonly Identity[] {
  const name = scalarOf(get(subject, 'name')) ?? '';
  const kind = scalarOf(get(subject, 'kind'));
  if (kind === 'ServiceAccount') {
    const namespace = scalarOf(get(subject, 'namespace')) ?? binding.namespace;
    return [accountOf(cluster, namespace, name, sourceOf(subject), accounts).identity];
  }
  if (name === 'system:anonymous' || name === 'system:unauthenticated') {
    // Whoever may more than look needs no sign-in.
    if (rights.some((right) => right !== 'read')) openServer(cluster, subject);
    return [];
  }
  const served = /^system:(?:authenticated|serviceaccounts(?::(.+))?)$/.exec(name);
  if (kind === 'Group' && served !== null)
    return [...accounts.values()]
      .map(({ identity }) => identity)
      .filter(({ id }) => served[1] === undefined || id.startsWith(`service-account/${served[1]}/`));
  // The control plane itself, and users of its own.
  if (name.startsWith('system:')) return [];
  return [person(cluster, binding, subject, kind === 'User' ? 'user' : 'group', name)];
}

function openServer(cluster: Cluster, at: Tree): void {
  const id = apiServer(cluster, at);
  const server = cluster.draft.assets.find((asset) => asset.id === id);
  if (server !== undefined) addWord(server, 'properties', 'no-authentication', sourceOf(at));
}

/** A user, or a group whose members are not in the manifests. */
function person(
  cluster: Cluster,
  binding: KubeObject,
  subject: Tree,
  kind: 'user' | 'group',
  name: string,
): Identity {
  const { draft } = cluster;
  const known = draft.identities.find(
    (identity) => identity.name === name && identity.class === 'staff' && identity.id.startsWith(kind),
  );
  if (known !== undefined) return known;
  const identity: Identity = {
    id: claim(draft, `${kind}/${name}`),
    class: 'staff',
    name: name.slice(0, 200) || 'unnamed',
    source: sourceOf(subject),
  };
  draft.identities.push(identity);
  if (kind === 'group') {
    const text = `${binding.kind} ${quoted(binding.name)} gives rights to the group ${quoted(name)}; who is in it, and how they sign in, is not in the manifests`;
    addGaps(draft, identity.id, ['credentials'], text, sourceOf(subject));
  }
  return identity;
}

function grant(cluster: Cluster, identity: Identity, rights: readonly Right[], at: Tree): void {
  const on = apiServer(cluster, at);
  const known = identity.grants ?? [];
  const added = rights
    .filter((right) => !known.some((one) => one.right === right))
    .map((right) => ({ on, right, source: sourceOf(at) }));
  if (added.length > 0) identity.grants = [...known, ...added];
}

/** The control plane, once somebody has rights there. */
function apiServer(cluster: Cluster, at: Tree): string {
  const known = cluster.draft.assets.find((asset) => asset.type === 'orchestrator');
  if (known !== undefined) return known.id;
  const id = claim(cluster.draft, 'cluster-api', 'control-plane/cluster-api');
  const source = sourceOf(at, 'inferred', DEFAULT_CONFIDENCE);
  cluster.draft.assets.push({
    id,
    type: 'orchestrator',
    name: 'Kubernetes control plane',
    zone: cluster.nodes.zone,
    listens: [{ port: API_PORT, accepts: 'anyone', source }],
    source,
  });
  return id;
}
